import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium, type LaunchOptions } from "@playwright/test";

/** A browser on this machine, and what it needs in its environment. */
interface FoundBrowser {
  readonly executablePath: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** How the setup tells the workers. */
const variable = "E2E_BROWSER";

const installed = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/microsoft-edge",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
  String.raw`C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`,
];

/** Where a browser may come from, in the order of trying. BROWSER_FROM=npm (or another name) tries that one only. */
const sources: Readonly<Record<string, (folder: string) => AsyncGenerator<FoundBrowser>>> = {
  path: fromVariable,
  system: fromSystem,
  playwright: fromPlaywright,
  download: fromDownload,
  npm: fromPackage,
};

/** How the browser is started; the same for the trial of the setup and for the tests. */
export function browserLaunchOptions(found = toldBySetup()): LaunchOptions {
  const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
  const isRoot = process.getuid?.() === 0;
  return {
    args: [...quiet, "--disable-gpu", ...(isRoot ? ["--no-sandbox"] : [])],
    ...(found && { executablePath: found.executablePath }),
    ...(found?.env && { env: { ...definedVariables(), ...found.env } }),
  };
}

/**
 * Finds a browser that starts, fetching one if there is none, and tells the workers of it. Returns how to remove what was
 * unpacked. Throws a sentence when no source has one.
 */
export async function findBrowser(log: (message: string) => void): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), "cartulary-browser-"));
  const only = process.env.BROWSER_FROM;
  for (const [name, source] of Object.entries(sources).filter(([name]) => only === undefined || name === only)) {
    for await (const found of source(folder)) {
      const trouble = await troubleWith(found);
      if (trouble === undefined) {
        process.env[variable] = JSON.stringify(found);
        log(`Browser: ${found.executablePath} (${name}${found.env ? ", with libraries of its own" : ""}).`);
        return () => rm(folder, { recursive: true, force: true });
      }
      log(`Browser: ${found.executablePath} (${name}) does not start: ${trouble}`);
    }
  }
  await rm(folder, { recursive: true, force: true });
  const where = Object.keys(sources).join(", ");
  throw new Error(`No browser was found (tried ${only ?? where}). Install Chromium, or name one with CHROMIUM_PATH.`);
}

function toldBySetup(): FoundBrowser | undefined {
  const told = process.env[variable];
  return told === undefined ? undefined : (JSON.parse(told) as FoundBrowser);
}

async function* fromVariable(): AsyncGenerator<FoundBrowser> {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined) yield { executablePath: named };
}

async function* fromSystem(): AsyncGenerator<FoundBrowser> {
  for (const executablePath of installed.filter((file) => existsSync(file))) yield { executablePath };
}

async function* fromPlaywright(): AsyncGenerator<FoundBrowser> {
  if (existsSync(chromium.executablePath())) yield { executablePath: chromium.executablePath() };
}

/** Playwright waits long for a host that does not answer, so that is asked first. */
async function* fromDownload(): AsyncGenerator<FoundBrowser> {
  const host = process.env.PLAYWRIGHT_DOWNLOAD_HOST ?? "https://cdn.playwright.dev";
  const answers = await fetch(host, { method: "HEAD", signal: AbortSignal.timeout(3_000) }).then(
    ({ status }) => status < 500 && status !== 403 && status !== 407,
    () => false,
  );
  if (!answers) return;
  const install = spawn(process.execPath, [playwrightCli(), "install", "chromium"], {
    stdio: "inherit",
    signal: AbortSignal.timeout(60_000),
  });
  await once(install, "exit").catch(() => undefined);
  yield* fromPlaywright();
}

/**
 * The package carries a browser and, for machines that lack them, the libraries it needs. It unpacks those only where it
 * believes itself on a Lambda.
 */
async function* fromPackage(folder: string): AsyncGenerator<FoundBrowser> {
  const unpacking = spawn(process.execPath, ["--import", "tsx", "e2e/unpack-browser.ts"], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x" },
  });
  const [code] = (await once(unpacking, "exit")) as [number | null];
  const executablePath = path.join(folder, "chromium");
  if (code !== 0 || !existsSync(executablePath)) return;
  const fonts: Record<string, string> = existsSync("/etc/fonts/fonts.conf")
    ? {}
    : { FONTCONFIG_PATH: path.join(folder, "fonts") };
  yield { executablePath, ...(Object.keys(fonts).length > 0 && { env: fonts }) };
  yield { executablePath, env: { ...fonts, LD_LIBRARY_PATH: path.join(folder, "al2023", "lib") } };
}

/** Starting it is the only honest test: missing libraries and foreign architectures show here. */
async function troubleWith(found: FoundBrowser): Promise<string | undefined> {
  try {
    const browser = await chromium.launch({ ...browserLaunchOptions(found), timeout: 20_000 });
    await browser.close();
    return undefined;
  } catch (error) {
    const lines = String(error).split("\n");
    return lines.find((line) => /error while loading|cannot execute|ENOENT|EACCES/.test(line)) ?? lines[0] ?? "";
  }
}

function playwrightCli(): string {
  return path.join(path.dirname(createRequire(import.meta.url).resolve("@playwright/test/package.json")), "cli.js");
}

function definedVariables(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value ? [[name, value]] : [])));
}
