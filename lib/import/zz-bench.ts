import { startEmbeddedServer } from "@/lib/database/embedded-server";
import { openCsvFile } from "@/lib/import/csv-file";
import { readHeader } from "@/lib/import/retail-line";
import { Report } from "@/lib/import/report";
import { importHistory } from "@/lib/import/import-history";
import { connect } from "@/lib/database/connection";
import { migrate } from "@/lib/database/migrate";
import { EventStore } from "@/lib/event-store/event-store";
import { WakeUp } from "@/lib/event-store/wake-up";
import { Projector } from "@/lib/projector/projector";
import { projections } from "@/lib/shop";
import { catchUp } from "@/lib/import/read-models";
import { mkdtempSync, rmSync } from "node:fs";
const mode = process.argv[2];
const dir = mkdtempSync("/tmp/imp-");
const server = await startEmbeddedServer({ dataDir: dir });
try {
  await migrate(server.url, "/work/main/drizzle");
  const sql = connect(server.url);
  const wakeUp = new WakeUp(sql);
  const store = new EventStore(sql, (s) => wakeUp.appended(s));
  const projector = new Projector(sql, store, wakeUp, projections);
  await projector.prepare();
  if (mode === "during") projector.start();
  for (const pass of [1, 2]) {
  let t = performance.now(); const t0 = t;
  const file = await openCsvFile("/work/shared/data/online_retail.csv.gz");
  const header = readHeader(file.columns)!;
  const report = await Report.create("/tmp/imp-report.csv", file.columns);
  const done = await importHistory({ file, header, report, store: mode === "dry" ? { appendBatch: async (a: any[]) => a.map((x) => ({ outcome: "appended", version: x.events.length })) } as any : store, sql, signal: new AbortController().signal });
  await report.close();
  console.log("import s", (performance.now() - t) / 1000, done.figures, [...report.counts].sort((a, b) => b[1] - a[1]), report.total);
  console.log("cpu", process.cpuUsage(), "events/s", done.figures.events / ((performance.now() - t) / 1000));
  t = performance.now();
  if (mode !== "dry") {
  const head = await store.head();
  if (mode === "during") for (const p of projections) while (!(await projector.waitFor(p.name, head, 1000)));
  else if (mode === "timed") { for (const p of projections) { const t1=performance.now(); await catchUp({ sql, store, projections: [p], signal: new AbortController().signal }); console.log(p.name, performance.now()-t1); } console.log(await sql`select relname, n_tup_ins, n_tup_upd, n_tup_del, n_live_tup, n_dead_tup, seq_scan, seq_tup_read, idx_scan, autovacuum_count from pg_stat_user_tables where seq_scan+idx_scan>0`) } else if (mode === "shared") await catchUp({ sql, store, projections, signal: new AbortController().signal }); else await projector.catchUp();
  console.log("catch up s", (performance.now() - t) / 1000, "total", (performance.now() - t0) / 1000);
  console.log(await sql`select count(*), sum(total) from orders`, await sql`select pg_size_pretty(pg_total_relation_size('events')) as size, pg_size_pretty(pg_relation_size('events')) as heap`);
  }
  }
  console.log("rss MB", process.resourceUsage().maxRSS / 1024);
  await projector.stop(); await wakeUp.stop(); await sql.end();
} finally { await server.stop(); rmSync(dir, { recursive: true }); }
