import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

/** A command of this folder, and the environment that it has besides that of the tests. */
interface Command {
  readonly name: "import" | "rebuild" | "release";
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>> & { readonly DATABASE_URL: string };
}

/** Starts a command as npm does. */
export function startCommand({ name, args, environment }: Command) {
  return spawn(process.execPath, ["--import", "tsx", `lib/cli/${name}.ts`, ...args], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Runs a command to its end. */
export async function runCommand(command: Command) {
  const child = startCommand(command);
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  return { code: code as number | null, stdout, stderr };
}
