import { connect, type Socket } from "node:net";
import { Duplex } from "node:stream";
import { encrypt, type Encryption } from "./encryption";

/** Where the driver wants to connect to. */
export interface Place {
  readonly host: readonly string[];
  readonly port: readonly number[];
  /** Of a Unix socket. */
  readonly path: string | false | undefined;
}

interface SocketsOptions {
  readonly encryption: Encryption;
  /** A socket that waits longer than this for the other side to say anything is closed. */
  readonly answerWithinMs: number | undefined;
}

/** The sockets of one client of the database, which can be closed whatever the driver does with them. */
export class Sockets {
  readonly #options: SocketsOptions;
  readonly #opened = new Set<Socket>();
  #isClosed = false;

  constructor(options: SocketsOptions) {
    this.#options = options;
  }

  /** Never throws: a socket that can't be opened fails when the driver has it, which would else wait for it for ever. */
  async open({ host: [host = ""], port: [port = 5432], path }: Place): Promise<Duplex> {
    if (this.#isClosed) return failing(closed());
    const { encryption, answerWithinMs } = this.#options;
    const socket = this.#keep(path ? connect(path) : connect(port, host));
    try {
      const way = path ? socket : await encrypt(socket, host, encryption);
      if (way !== socket) this.#keep(way);
      if (answerWithinMs !== undefined) watch(way, socket, answerWithinMs);
      return way;
    } catch (error) {
      socket.destroy();
      return failing(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** Closes all, and whatever is opened later; what waits on them fails. */
  close(): void {
    this.#isClosed = true;
    // The last one first: what encrypts another one closes that as well, but not the other way about.
    for (const socket of [...this.#opened].toReversed()) socket.destroy(closed());
  }

  #keep(socket: Socket): Socket {
    this.#opened.add(socket);
    socket.on("error", ignore).once("close", () => {
      this.#opened.delete(socket);
      // The driver takes all listeners off, and an error that comes late would end the process.
      process.nextTick(() => socket.on("error", ignore));
    });
    return socket;
  }
}

/** Who waits on a socket hears of its errors. */
function ignore(): void {}

function closed(): Error {
  return Object.assign(new Error("The connection was closed."), { code: "CONNECTION_DESTROYED" });
}

/** A socket that fails with what is first written to it: any sooner, and the driver would keep that for its next connection. */
function failing(error: Error): Duplex {
  return new Duplex({ read() {}, write: (_chunk, _encoding, done) => done(error) });
}

/**
 * Gives up when the other side stays silent after it was asked something. A server that hangs, or a network that swallows
 * packets, would else hold queries for many minutes: neither the driver nor TCP has a limit for that.
 *
 * `way` is what is read from, `socket` what is below it.
 */
function watch(way: Socket, socket: Socket, answerWithinMs: number): void {
  let answered = socket.bytesWritten;
  let waitingSince: number | undefined;
  way.on("data", () => {
    answered = socket.bytesWritten;
    waitingSince = undefined;
  });
  const look = (): void => {
    if (socket.bytesWritten === answered) return;
    waitingSince ??= performance.now();
    if (performance.now() - waitingSince < answerWithinMs) return;
    way.destroy(Object.assign(new Error("The database did not answer in time."), { code: "ETIMEDOUT" }));
  };
  const timer = setInterval(look, answerWithinMs / 8).unref();
  way.once("close", () => clearInterval(timer));
}
