import { connect, createServer, type AddressInfo } from "node:net";
import { TLSSocket } from "node:tls";
import { onTestFinished } from "vitest";

// Of nobody but these tests, and trusted by nobody.
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgUugIECabCv/Vhr8z
zvB2nsfpmgio+CGuNEkDueABI1yhRANCAARZjosLPe9VgNWY3gqKf7tyLa4TOCpn
lg0yT8TpI5bv/UCYwGFKArQ7yKrqIFkG4xYhM6JLshqyDMpRQm3HzHem
-----END PRIVATE KEY-----`;
const cert = `-----BEGIN CERTIFICATE-----
MIIBfzCCASWgAwIBAgIURl17ekr9tZfdjWZz/IWIZWyu1XIwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMTEwMzc0NloYDzIxMjYxMDI4
MTAzNzQ2WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARZjosLPe9VgNWY3gqKf7tyLa4TOCpnlg0yT8TpI5bv/UCYwGFKArQ7
yKrqIFkG4xYhM6JLshqyDMpRQm3HzHemo1MwUTAdBgNVHQ4EFgQUSXFBz5+4EvIR
1wnOJugYMpJNpkcwHwYDVR0jBBgwFoAUSXFBz5+4EvIR1wnOJugYMpJNpkcwDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEAv0CSQRDbobyywjs0UYu9
WJEbHJgaUOsvFBgkh8bVBVYCIF17q6uoeagN96F1EnmL4boxd6Iqod+1YIEAc6xY
CDwb
-----END CERTIFICATE-----`;

/** An address of the database at which it is spoken to by TLS only, and by its name, as with most that are rented. */
export async function openEncryptedWay(databaseUrl: string): Promise<string> {
  const target = new URL(databaseUrl);
  const server = createServer((client) => {
    // The first message asks for TLS; "S" agrees to it.
    client.once("data", () => {
      client.write("S");
      const plain = new TLSSocket(client, { isServer: true, key, cert });
      const upstream = connect(Number(target.port), target.hostname);
      plain.on("error", () => {}).on("close", () => upstream.destroy());
      plain.once("secure", () => plain.servername === "localhost" || plain.destroy());
      upstream.on("error", () => {}).on("close", () => plain.destroy());
      plain.pipe(upstream).pipe(plain);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  onTestFinished(() => void server.close());
  const url = new URL(databaseUrl);
  url.hostname = "localhost";
  url.port = String((server.address() as AddressInfo).port);
  url.searchParams.set("sslmode", "require");
  return url.href;
}
