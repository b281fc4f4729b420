import type { Page } from 'playwright-core';
import { completeTrialSpec } from '../src/engine/complete-spec.ts';
import { findTrialRule } from '../src/engine/registry.ts';
import { createTrialSession } from '../src/engine/trial-session.ts';
import { middle, seconds, type Row } from './measure.ts';
import { spreadText } from './spread.ts';

/** Of each experiment; the first is how long it takes once it is compiled. */
const seeds = [11, 12, 13] as const;
const limitMs = 100;
const patience = { timeout: 120_000 };

interface Figure {
  readonly id: string;
  /** ms, median: from a change of the seed to the figure of every trial. */
  readonly page: number;
  /** ms, median: the session alone, in a process that has run it before. */
  readonly engine: number;
}

/**
 * What the page adds to the engine: every experiment at its defaults, its seed changed in the form.
 * @param opened the page, in Experiments
 */
export async function finalFigures(opened: Page): Promise<Row> {
  const ids = await opened
    .locator('.gallery-item')
    .evaluateAll((items) => items.map((item) => item.getAttribute('data-key') as string));
  const figures: Figure[] = [];
  for (const id of ids.filter((one) => !isOfNetwork(one)))
    figures.push({ id, page: middle(await timesOnPage(opened, id)), engine: engineTime(id) });
  const added = figures.map(({ page, engine }) => page - engine);
  const over = figures.filter((_, i) => (added[i] as number) > limitMs).map(figureText);
  return {
    what: `page: a field changed to the figure of all trials, ${figures.length} experiments at their defaults, networks apart: beyond the engine's own time`,
    measured: `${spreadText(added, (ms) => ms.toFixed(0))} ms; largest ${figureText(largest(figures))}`,
    against: `limit ${limitMs} ms each; over it: ${over.length === 0 ? 'none' : over.join(', ')}`,
  };
}

/** Networks learn for minutes: the engine's own time is all of it. */
const isOfNetwork = (id: string): boolean =>
  findTrialRule(completeTrialSpec({ world: id }).agent.learningRule.id).slow === true;

const figureText = ({ id, page, engine }: Figure): string =>
  `${id} ${page.toFixed(0)} ms, engine ${engine.toFixed(0)} ms`;

const largest = (figures: readonly Figure[]): Figure =>
  figures.reduce((most, one) => (one.page - one.engine > most.page - most.engine ? one : most));

async function timesOnPage(opened: Page, id: string): Promise<readonly number[]> {
  await opened.locator(`.gallery-item[data-key="${id}"]`).click();
  const times: number[] = [];
  for (const seed of seeds)
    try {
      times.push(await redrawTime(opened, seed));
    } catch (cause) {
      throw new Error(`the page has no figure of ${id} with seed ${seed}`, { cause });
    }
  return times;
}

async function redrawTime(opened: Page, seed: number): Promise<number> {
  // The experiment's own first figure is finished before its seed is changed.
  await opened.waitForFunction(() => performance.getEntriesByName('phasic:change').length === 0, undefined, patience);
  await opened.evaluate(() => performance.clearMeasures('phasic:redraw'));
  await opened.getByRole('textbox', { name: 'seed', exact: true }).fill(String(seed));
  const measured = await opened.waitForFunction(
    () => performance.getEntriesByName('phasic:redraw').at(-1)?.duration,
    undefined,
    patience,
  );
  return (await measured.jsonValue()) as number;
}

function engineTime(id: string): number {
  const run = (seed: number): number =>
    seconds(() => {
      const session = createTrialSession(completeTrialSpec({ world: id, seed }));
      session.advance(session.trials.length);
    });
  run(seeds[0]);
  return 1000 * middle(seeds.map(run));
}
