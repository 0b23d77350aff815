import { connect, type Socket } from "node:net";
import { Duplex } from "node:stream";

/** Where the driver wants to connect to. */
export interface Place {
  readonly host: readonly string[];
  readonly port: readonly number[];
  /** Of a Unix socket. */
  readonly path: string | false | undefined;
  /** Whether, and how, the connection is to be encrypted. */
  readonly ssl: unknown;
}

/** The sockets of one client of the database, which can be closed whatever the driver does with them. */
export class Sockets {
  readonly #answerWithinMs: number | undefined;
  readonly #opened = new Set<Socket>();
  #isClosed = false;

  /** `answerWithinMs`: a socket that waits longer than this for the other side to say anything is closed. */
  constructor(answerWithinMs?: number) {
    this.#answerWithinMs = answerWithinMs;
  }

  open({ host, port, path, ssl }: Place): Duplex {
    const socket = path ? connect(path) : connect(port[0] ?? 5432, host[0]);
    this.#opened.add(socket);
    socket.once("close", () => this.#opened.delete(socket));
    if (this.#answerWithinMs !== undefined) watch(socket, this.#answerWithinMs);
    // Not before the driver listens for errors.
    if (this.#isClosed) setImmediate(() => closeOf(socket));
    // Encryption would take over the socket itself, behind the back of those who listen to it here.
    const way = ssl ? Duplex.from({ readable: socket, writable: socket }) : socket;
    // Where the driver finds the name that a certificate must have, and what its errors name.
    return Object.assign(way, { host: host[0], port: port[0] });
  }

  /** Closes all, and whatever is opened later; what waits on them fails. */
  close(): void {
    this.#isClosed = true;
    for (const socket of this.#opened) closeOf(socket);
  }
}

function closeOf(socket: Socket): void {
  socket.destroy(Object.assign(new Error("The connection was closed."), { code: "CONNECTION_DESTROYED" }));
}

/**
 * Gives up when the other side stays silent after it was asked something. A server that hangs, or a network that swallows
 * packets, would else hold queries for many minutes: neither the driver nor TCP has a limit for that.
 */
function watch(socket: Socket, answerWithinMs: number): void {
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
  socket.once("close", () => clearInterval(timer));
}
