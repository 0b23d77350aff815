import * as fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { seededRandom } from "@/bench/random";
import { runFaults } from "./faults";
import { isFine, table } from "./summary";

// `npm run test:faults [-- --short]`: prints one table, and ends with 1 when a promise was broken.

const { values } = parseArgs({
  options: {
    short: { type: "boolean", default: false },
    seconds: { type: "string" },
    writers: { type: "string", default: "8" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});
const seconds = Number(values.seconds ?? (values.short ? 50 : 120));
const folder = fs.mkdtempSync(path.join(tmpdir(), "cartulary-faults-"));

console.log(`Killing processes for ${seconds} s (seed ${values.seed}).`);
const random = seededRandom(Number(values.seed));
const result = await runFaults({ folder, random, seconds, writers: Number(values.writers) });
console.log(table(result));
for (const { kind, detail } of result.violations.slice(0, 20)) console.log(`${kind}: ${detail}`);
for (const trouble of result.troubles) console.log(trouble);
const isKept = isFine(result);
if (isKept) fs.rmSync(folder, { recursive: true, force: true });
console.log(isKept ? "Every promise was kept." : `A promise was broken. What everybody wrote down is in ${folder}.`);
process.exit(isKept ? 0 : 1);
