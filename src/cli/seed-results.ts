import { setImmediate } from 'node:timers/promises';
import type { TrialSpec } from '../spec/spec.ts';
import type { SeedResult } from '../jobs/seed-job.ts';
import { runSeeds } from '../jobs/seed-pool.ts';
import { wholeNumber, type Arguments } from './command.ts';
import { defaultRunsFolder } from '../storage/runs-folder.ts';
import { keepNothing } from './interruption.ts';
import { progressLine } from './output.ts';
import { isRateShown } from './rate-option.ts';

/** The number of seeds that --seeds asks for. */
export const seedsFrom = (args: Arguments): number => wholeNumber(args.text('seeds') ?? '1', '--seeds', 1, 100_000);

/** `seed 1`, or `seeds 1 to 5`. */
export const seedWords = (first: number, count: number): string =>
  count === 1 ? `seed ${first}` : `seeds ${first} to ${first + count - 1}`;

/**
 * Runs experiments under as many seeds each, counted from their own; with --save each run is saved.
 * @returns for each experiment the results of its seeds, in order
 */
export async function seedResults(
  specs: readonly TrialSpec[],
  count: number,
  args: Arguments,
): Promise<readonly (readonly SeedResult[])[]> {
  const workers = args.text('workers');
  const options = {
    workers: workers === undefined ? undefined : wholeNumber(workers, '--workers', 1, 256),
    rate: isRateShown(args),
    saveIn: args.on('save') ? (args.text('runs') ?? defaultRunsFolder()) : undefined,
  };
  const progress = progressLine(count * specs.length);
  let done = 0;
  keepNothing(() => `stopped after ${done} of ${count * specs.length} seeds; ${keptWords(options.saveIn)}`);
  const all: SeedResult[][] = [];
  for (const spec of specs) {
    wholeNumber(String(spec.seed + count - 1), 'the last of --seeds', 0, 0xffffffff);
    const results: SeedResult[] = [];
    const seeds = Array.from({ length: count }, (_, i) => spec.seed + i);
    for await (const result of runSeeds(spec, seeds, options)) {
      results.push(result);
      done += 1;
      progress.show(done);
      await setImmediate();
    }
    all.push(results);
  }
  progress.clear();
  return all;
}

const keptWords = (folder: string | undefined): string =>
  folder === undefined ? 'nothing was saved' : `the finished ones are in ${folder}`;
