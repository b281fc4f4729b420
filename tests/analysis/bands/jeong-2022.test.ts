import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pairedBand } from '../../../src/analysis/bands/animal-bands.ts';
import { animalCurves, type EventRows } from '../../../src/analysis/bands/animal-curves.ts';
import { animalLines } from '../../../src/analysis/animals/lines.ts';
import type { AnimalRows } from '../../../src/contracts/animal-rows.ts';
import { animalMeans } from '../../../src/analysis/animals/means.ts';
import { dataFolder } from '../../readers/lab-case.ts';

const file = join(dataFolder, 'jeong2022-flmm-cc0/binary.csv');

/** Trials of one cue: 0 for CS+, 1 for CS-. */
function trialsOf(cue: number): EventRows {
  const [headings, ...lines] = readFileSync(file, 'utf8').trim().replaceAll('"', '').split('\n');
  const names = (headings as string).split(',');
  const first = names.indexOf('photometry.1');
  const rows = lines.map((line) => line.split(',')).filter((cells) => Number(cells[names.indexOf('cs')]) === cue);
  return {
    animals: rows.map((cells) => cells[names.indexOf('id')] as string),
    points: names.length - first,
    values: Float64Array.from(
      rows.flatMap((cells) => cells.slice(first).map((cell) => (cell === 'NA' ? NaN : Number(cell)))),
    ),
  };
}

/**
 * Recordings of Jeong et al. 2022 (not part of the project). The expected values are those of a linear mixed model at
 * each point with an intercept and a difference for each animal, by REML (statsmodels 0.15): at the peak 4.39592, standard
 * error 0.93370; and of the mean over mice of their differences in numpy.
 */
test.skipIf(!existsSync(file))(
  'CS+ minus CS- of the recordings of Jeong et al. 2022, which are not part of the project',
  () => {
    const [plus, minus] = [trialsOf(0), trialsOf(1)];
    expect(plus.animals.length + minus.animals.length).toBe(690);
    const band = pairedBand(animalCurves(plus), animalCurves(minus));
    expect(band.animals).toEqual([7]);
    // Column i, from 1, is at (i - 50) / 25 s.
    const at = (seconds: number): number => Math.round(seconds * 25) + 49;
    const peak = band.mean.indexOf(Math.max(...band.mean));
    expect(peak).toBe(at(0.28));
    expect(band.mean[peak]).toBeCloseTo(4.3959, 3);
    // 2.447 is the 97.5 % quantile of Student's t with 6 degrees of freedom.
    const error = ((band.pointwise.high[peak] as number) - (band.mean[peak] as number)) / 2.447;
    expect(error).toBeCloseTo(0.9337, 3);
    for (const [seconds, difference] of [
      [-0.52, -0.115],
      [1, 1.5565],
      [2, 0.7193],
    ] as const)
      expect(band.mean[at(seconds)]).toBeCloseTo(difference, 3);
    const excludes = band.pointwise.low.findIndex((low, i) => i >= at(0) && low > 0);
    expect(excludes).toBe(at(0.04));
  },
);

/** The same trials as windows of a data set. */
function windowsOf(condition: string, cue: number): AnimalRows {
  const { animals, points, values } = trialsOf(cue);
  return {
    condition,
    title: condition,
    t: Float64Array.from({ length: points }, (_, i) => (i - 49) / 25),
    align: 'cue',
    rows: Float32Array.from(values),
    animals,
    sessions: animals,
    trials: animals.map((_, row) => row),
    columns: {},
    marks: [],
  };
}

test.skipIf(!existsSync(file))('as a data set, they have the same difference within mice', () => {
  const lines = animalLines([windowsOf('CS+', 0), windowsOf('CS-', 1)], 'condition', {});
  const { difference, t } = animalMeans(lines, { one: 'CS+', other: 'CS-' });
  const mean = difference?.mean as Float64Array;
  const peak = mean.indexOf(Math.max(...mean));
  expect(t[peak]).toBeCloseTo(0.28, 6);
  expect(mean[peak]).toBeCloseTo(4.396, 3);
  expect(difference).toMatchObject({ of: 'paired difference', animals: [7], unpaired: [] });
  expect(((difference?.band?.pointwise.high[peak] as number) - (mean[peak] as number)) / 2.447).toBeCloseTo(0.934, 3);
});
