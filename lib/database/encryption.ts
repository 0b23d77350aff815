import { once } from "node:events";
import { isIP, type Socket } from "node:net";
import { connect } from "node:tls";

/**
 * Whether a connection is encrypted: never, if the server can, always, or always and with a server that proves who it is. Of
 * these, only the last one keeps out who sits in between.
 */
export type Encryption = "none" | "preferred" | "required" | "verified";

const bySslMode: Readonly<Record<string, Encryption>> = {
  disable: "none",
  false: "none",
  allow: "none",
  prefer: "preferred",
  require: "required",
  "verify-ca": "verified",
  "verify-full": "verified",
  true: "verified",
};

/** What the address of a database says of it, as `sslmode` (or `ssl`); nothing is `disable`. Throws on a mode that is none. */
export function encryptionOf(databaseUrl: string): Encryption {
  const parameters = new URL(databaseUrl).searchParams;
  const mode = parameters.get("sslmode") ?? parameters.get("ssl") ?? "disable";
  const encryption = Object.hasOwn(bySslMode, mode) ? bySslMode[mode] : undefined;
  if (!encryption)
    throw new Error(`The database's sslmode should be disable, prefer, require or verify-full, not “${mode}”.`);
  return encryption;
}

/** What a client that wants encryption says first. The answer is one letter, `S` for yes. */
const request = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
const patienceMs = 4_000;

/**
 * Encrypts a new connection to Postgres, before anything else is said. The driver could, but then it has the encrypted socket for
 * itself, and nobody sees whether answers come.
 *
 * Throws when the server can't but must, is not who it should be, or does not answer within four seconds.
 */
export async function encrypt(socket: Socket, host: string, encryption: Encryption): Promise<Socket> {
  if (encryption === "none") return socket;
  const patience = { signal: AbortSignal.timeout(patienceMs) };
  socket.write(request);
  const [answer] = (await once(socket, "data", patience)) as [Buffer];
  if (answer.toString() !== "S") {
    if (encryption === "preferred") return socket;
    throw new Error("The database does not encrypt connections, but its address asks for that (sslmode).");
  }
  const name = isIP(host) === 0 ? { servername: host } : { host };
  const secure = connect({ socket, rejectUnauthorized: encryption === "verified", ...name });
  try {
    await once(secure, "secureConnect", patience);
    return secure;
  } catch (error) {
    secure.on("error", () => {}).destroy();
    throw error;
  }
}
