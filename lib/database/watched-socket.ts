import { connect as openSocket, type Socket } from "node:net";

/** Where the driver wants to connect to. */
export interface Place {
  readonly host: readonly string[];
  readonly port: readonly number[];
  /** Of a Unix socket. */
  readonly path: string | false | undefined;
}

/**
 * A socket that gives up when the other side stays silent after it was asked something. A server that hangs, or a network that
 * swallows packets, would else hold queries for many minutes: neither the driver nor TCP has a limit for that.
 */
export function openWatchedSocket({ host, port, path }: Place, answerWithinMs: number): Socket {
  const socket = path ? openSocket(path) : openSocket(port[0] ?? 5432, host[0]);
  let answered = 0;
  let waitingSince: number | undefined;
  socket.on("data", () => {
    answered = socket.bytesWritten;
    waitingSince = undefined;
  });
  const look = (): void => {
    if (socket.bytesWritten === answered) return;
    waitingSince ??= performance.now();
    if (performance.now() - waitingSince < answerWithinMs) return;
    socket.destroy(Object.assign(new Error("The database did not answer in time."), { code: "ETIMEDOUT" }));
  };
  const timer = setInterval(look, answerWithinMs / 8).unref();
  return socket.once("close", () => clearInterval(timer));
}
