import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { root } from '../../scripts/fresh.cjs';

const axe = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');

// Every rule, of which only violations are described: writing down what passes, with a selector for each element, takes
// longer than the rules.
const options: RunOptions = { reporter: 'no-passes', resultTypes: ['violations'], selectors: false };

/** Accessibility violations of the page in its current state, one line per rule. */
export async function violations(page: Page): Promise<readonly string[]> {
  const isLoaded = await page.evaluate(() => 'axe' in window);
  if (!isLoaded) await page.evaluate(axe);
  return page.evaluate(async (chosen) => {
    // Colours are measured once they have stopped changing.
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map(({ finished }) => finished));
    const { run } = (window as unknown as { axe: { run(of: RunOptions): Promise<AxeResults> } }).axe;
    const { violations: found } = await run(chosen);
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  }, options);
}
