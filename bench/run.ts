import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { benchActionLines } from "./action-lines";
import { benchActions } from "./actions";
import { benchAppend } from "./append";
import { benchFlashSale } from "./flash-sale";
import { benchFollow } from "./follow";
import { benchHandle } from "./handle";
import { benchImport } from "./import";
import { benchLarge } from "./large";
import { machineLines, type Machine } from "./machine";
import { readOptions, usage, type Bench, type RowName } from "./options";
import { benchPages } from "./pages";
import { benchParallel } from "./parallel";
import { benchProject } from "./project";
import { benchRead } from "./read";
import { toText, type Result } from "./report";
import { openServer, type Server } from "./server";
import { benchTimeline } from "./timeline";

const benches: Readonly<Record<RowName, (bench: Bench) => Promise<readonly Result[]>>> = {
  append: benchAppend,
  "flash-sale": benchFlashSale,
  handle: benchHandle,
  read: benchRead,
  project: benchProject,
  follow: benchFollow,
  large: benchLarge,
  import: benchImport,
  page: benchPages,
  action: benchActions,
  "action-lines": benchActionLines,
  parallel: benchParallel,
  timeline: benchTimeline,
};

async function run(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  const say = (message: string): void => console.error(message);
  const results: Result[] = [];
  let server: Server | undefined;
  const giveUp = (code: number): void => {
    void Promise.resolve(server?.close()).finally(() => process.exit(code));
  };
  process.once("SIGINT", () => giveUp(130));
  process.once("SIGTERM", () => giveUp(143));
  // A connection that breaks while nobody waits for it would else end this process and leave the server behind.
  process.once("uncaughtException", (error) => {
    console.error(error);
    giveUp(1);
  });
  let machine: Machine | undefined;
  try {
    for (const name of options.only) {
      // No row finds what another one has left behind, on the disk or in memory.
      server = await openServer();
      if (!machine) console.log(machineLines(server.machine));
      machine ??= server.machine;
      results.push(...(await benches[name]({ server, options, say })));
      await server.close();
    }
  } finally {
    await server?.close();
    if (results.length > 0) console.log(`\n${toText(results)}`);
  }
  if (options.json) await writeFile(options.json, `${JSON.stringify({ machine, results }, null, 2)}\n`);
}

function wantsHelp(args: readonly string[]): boolean {
  return parseArgs({ args: [...args], strict: false }).values.help === true;
}

const args = process.argv.slice(2);
if (wantsHelp(args)) console.log(usage);
else {
  run(args).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
