import type { FullResult, Reporter, TestCase, TestResult } from "@playwright/test/reporter";

/** One line at the end that says what came of it, for people and for scripts that read logs. */
export default class LastLine implements Reporter {
  readonly #outcomes: Record<TestResult["status"], number> = {
    passed: 0,
    failed: 0,
    timedOut: 0,
    skipped: 0,
    interrupted: 0,
  };

  onTestEnd(_test: TestCase, { status }: TestResult): void {
    this.#outcomes[status] += 1;
  }

  onEnd({ status, duration }: FullResult): void {
    const counts = Object.entries(this.#outcomes).filter(([, count]) => count > 0);
    const said = counts.map(([outcome, count]) => `${count} ${outcome}`).join(", ") || "no tests";
    console.log(`End-to-end stories: ${status} (${said}) in ${Math.round(duration / 1000)} s.`);
  }
}
