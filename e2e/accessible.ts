import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const modes = [
  { colorScheme: "light", reducedMotion: "no-preference" },
  { colorScheme: "dark", reducedMotion: "no-preference" },
  { colorScheme: "light", reducedMotion: "reduce" },
] as const;

/** No violations in light, in dark and with reduced motion. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const mode of modes) {
    await page.emulateMedia(mode);
    await settle(page);
    const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
    const said = violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`),
    );
    expect(said, `${page.url()} with ${JSON.stringify(mode)}`).toEqual([]);
  }
}

/** What moves or fades has other colours than a moment later: this takes it to its end. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(() => {
    const passing = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    for (const animation of passing) animation.finish();
  });
}
