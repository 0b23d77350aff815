const terminalMs = 100;
const logMs = 5_000;

/** Says how far a long work is: one line that changes on a terminal, a line every few seconds elsewhere. On stderr. */
export class ProgressLine {
  readonly #terminal = process.stderr.isTTY;
  #shownAt = Date.now();

  /** `text` is asked only when it is time to show it. */
  show(text: () => string): void {
    const now = Date.now();
    if (now - this.#shownAt < (this.#terminal ? terminalMs : logMs)) return;
    this.#shownAt = now;
    process.stderr.write(this.#terminal ? `\r\u001B[K${text()}` : `${text()}\n`);
  }

  clear(): void {
    if (this.#terminal) process.stderr.write("\r\u001B[K");
  }
}
