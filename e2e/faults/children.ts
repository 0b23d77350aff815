import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { ChildTask } from "./child";

const patienceMs = 30_000;

/** A process that is started again whenever it was killed. */
export class Child {
  readonly name: string;
  readonly #script: string;
  readonly #task: (life: number) => ChildTask;
  readonly #said: string[] = [];
  #process: ChildProcess;
  #life = 1;

  /** Starts `script` of this folder. `task` is what the process is told in its first, second … life. */
  constructor(name: string, script: string, task: (life: number) => ChildTask) {
    this.name = name;
    this.#script = fileURLToPath(new URL(script, import.meta.url));
    this.#task = task;
    this.#process = this.#start();
  }

  /** Kills the process with -9 and starts another in its place. */
  async kill(): Promise<void> {
    if (this.#hasEnded()) return;
    const ended = once(this.#process, "exit");
    this.#process.kill("SIGKILL");
    await ended;
    this.#life += 1;
    this.#process = this.#start();
  }

  /** Tells the process to finish what it is at. Answers what was wrong with how it ended, if anything was. */
  async finish(): Promise<string | undefined> {
    this.#process.stdin?.end();
    const tooLong = setTimeout(() => this.#process.kill("SIGKILL"), patienceMs);
    if (!this.#hasEnded()) await once(this.#process, "exit");
    clearTimeout(tooLong);
    if (this.#process.signalCode === "SIGKILL") return `${this.name} did not finish within ${patienceMs / 1000} s`;
    if (this.#process.exitCode === 0) return undefined;
    return `${this.name} ended by itself: ${this.#said.join("").slice(-2_000)}`;
  }

  #hasEnded(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  #start(): ChildProcess {
    const args = ["--import", "tsx", this.#script, JSON.stringify(this.#task(this.#life))];
    const child = spawn(process.execPath, args, { stdio: ["pipe", "ignore", "pipe"] });
    child.stdin.on("error", () => {});
    child.stderr.setEncoding("utf8").on("data", (text: string) => this.#said.push(text));
    return child;
  }
}
