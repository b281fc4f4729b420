// Expected and unexpected rewards in the spikes of 20 of the 40 units of Eshel et al. (2015, doi:10.1038/nature14855; 2016,
// doi:10.1038/nn.4239), from the raw files of Dabney et al. (2020, doi:10.1038/s41586-019-1924-6).
//
// Method: per trial the rate in a window minus the rate in the second before the trial's event; per unit the mean over
// the trials of a type; then the mean over units; then a line through the seven sizes by least squares. The event
// (`odorOn`) is the odour's onset, and the reward itself on trials without an odour. Types 1 to 7 are unexpected rewards
// of 0.1 to 20 µl, window 0.2 to 0.6 s; 8 to 14 the same after an odour 1.5 s before, window 1.7 to 2.1 s; 15 is the
// odour of nothing. The windows are those of GEN_dabneys_fit.m.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import mat from '../../src/readers/mat.ts';
import { fileSource } from '../../src/storage/file-source.ts';
import { dataFolder } from './lab-case.ts';

const folder = join(dataFolder, 'eshel-dabney-spikes');
const sizes = 7;

interface Unit {
  readonly file: string;
  readonly unexpected: readonly number[];
  readonly expected: readonly number[];
  readonly baseline: number;
}

/** How many of sorted times are before one. */
function before(times: Float64Array, time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

async function unitOf(file: string): Promise<Unit> {
  const source = fileSource(join(folder, file));
  const [claim] = mat.detect(source);
  if (claim === undefined) throw new Error(`${file} is not recognised`);
  const { found } = await mat.open(claim, source, {});
  expect(found.questions, file).toMatchObject([{ id: 'time-unit', proposed: 'ms' }]);
  // scipy 1.17.1 reads NaN there too, in all 20 files: the data set has no times of rewards but those of odours and sizes.
  expect(found.warnings, file).toContainEqual(expect.stringMatching(/\bevents\.rewardOn\b.*: every value is missing/));
  const spikes = found.units.find(({ id }) => id === 'responses.spike')?.spikes as Float64Array;
  const onset = found.events.find(({ id }) => id === 'events.odorOn')?.times as Float64Array;
  const trials = found.tables.find(({ id, rows }) => id.startsWith('events') && rows === onset.length);
  const types = trials?.columns.find(({ id }) => id === 'trialType')?.values as Float64Array;
  expect(types).toHaveLength(onset.length);
  const rate = (from: number, to: number): Float64Array =>
    onset.map((t) => (before(spikes, t + to) - before(spikes, t + from)) / (to - from));
  const baseline = rate(-1, 0);
  const mean = (numbers: Float64Array): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
  const means = (first: number, window: Float64Array): number[] =>
    Array.from({ length: sizes }, (_, k) =>
      mean(window.map((hz, i) => hz - (baseline[i] as number)).filter((__, i) => types[i] === first + k)),
    );
  source.close();
  return { file, unexpected: means(1, rate(0.2, 0.6)), expected: means(8, rate(1.7, 2.1)), baseline: mean(baseline) };
}

/** Least squares. */
function line(x: readonly number[], y: readonly number[]): { slope: number; intercept: number } {
  const mean = (all: readonly number[]): number => all.reduce((sum, one) => sum + one, 0) / all.length;
  const [mx, my] = [mean(x), mean(y)];
  const slope =
    x.reduce((sum, one, i) => sum + (one - mx) * ((y[i] as number) - my), 0) /
    x.reduce((sum, one) => sum + (one - mx) ** 2, 0);
  return { slope, intercept: my - slope * mx };
}

interface Derived {
  readonly neurons: readonly { file: string; unexpected: readonly number[]; expected: readonly number[] }[];
}
const over = (
  units: readonly { readonly [key in 'unexpected' | 'expected']: readonly number[] }[],
  which: 'unexpected' | 'expected',
) =>
  Array.from(
    { length: sizes },
    (_, k) => units.reduce((sum, one) => sum + (one[which][k] as number), 0) / units.length,
  );

describe.skipIf(!existsSync(folder))('20 dopamine units, variable rewards', () => {
  const units: Unit[] = [];
  let derived: Derived;
  beforeAll(async () => {
    derived = JSON.parse(readFileSync(join(folder, 'derived_eshel_population.json'), 'utf8')) as Derived;
    for (const file of readdirSync(folder).filter((name) => /_Common/.test(name))) units.push(await unitOf(file));
  });

  it('responds per unit and size as computed elsewhere for all 40, to 0.01 Hz', () => {
    expect(units).toHaveLength(20);
    for (const { file, unexpected, expected } of units) {
      const known = derived.neurons.find((one) => one.file === file);
      unexpected.forEach((hz, k) => expect(Math.abs(hz - (known?.unexpected[k] as number)), file).toBeLessThan(0.0051));
      expected.forEach((hz, k) => expect(Math.abs(hz - (known?.expected[k] as number)), file).toBeLessThan(0.0051));
    }
  });

  it('subtracts what was expected: slope 1.070 and intercept -1.120 Hz of expected on unexpected', () => {
    // numpy's polyfit on the spikes read by scipy.
    const { slope, intercept } = line(over(units, 'unexpected'), over(units, 'expected'));
    expect(slope).toBeCloseTo(1.06961, 4);
    expect(intercept).toBeCloseTo(-1.11989, 4);
    expect(units.reduce((sum, { baseline }) => sum + baseline, 0) / 20).toBeCloseTo(6.54738, 4);
  });

  it('has slope 1.011 and intercept -1.51 Hz over all 40 units, whose means are at hand', () => {
    const { slope, intercept } = line(over(derived.neurons, 'unexpected'), over(derived.neurons, 'expected'));
    expect(slope).toBeCloseTo(1.011, 2);
    expect(intercept).toBeCloseTo(-1.51, 2);
  });
});
