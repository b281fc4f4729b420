import { describe, expect, test } from 'vitest';
import { curveBand, groupBand, pairedBand } from '../../../src/analysis/bands/animal-bands.ts';
import { animalCurves, pairedCurves, type AnimalCurves } from '../../../src/analysis/bands/animal-curves.ts';
import { measuredCoverage } from '../../../src/analysis/bands/coverage.ts';
import { pooledRows } from '../../../src/analysis/bands/pooled-rows.ts';

const curvesOf = (rows: readonly (readonly number[])[]): AnimalCurves => ({
  animals: rows.map((_, i) => `animal ${i}`),
  points: rows[0]?.length ?? 0,
  values: Float64Array.from(rows.flat()),
  events: rows.map(() => 1),
});

const one = curvesOf([
  [1.2, 0.3, -0.5, 2],
  [0.8, 1.1, 0.4, 2.4],
  [1.9, -0.2, 0.1, 3.1],
  [0.1, 0.9, -1.3, 2.2],
  [1.4, 0.6, 0.9, 1.5],
]);
const other = curvesOf([
  [0.2, 0.5, -0.1, 0.7],
  [-0.6, 0.1, 1.4, 0.9],
  [0.9, -0.8, 0.3, 1.8],
  [0.4, 1.3, -0.7, -0.3],
]);

function expectClose(values: Float64Array | undefined, wanted: readonly number[], digits = 8): void {
  expect(values).toHaveLength(wanted.length);
  wanted.forEach((value, i) => expect(values?.[i]).toBeCloseTo(value, digits));
}

describe('bands, as numpy and scipy give them from all 5^5 samples and all patterns of signs', () => {
  test('a single curve', () => {
    const { mean, pointwise, simultaneous, ifSymmetric, method } = curveBand(one);
    expectClose(mean, [1.08, 0.54, -0.08, 2.24]);
    // The table of Student's t has three decimals.
    expectClose(pointwise.low, [0.2406131, -0.09676907, -1.13504914, 1.51280456], 3);
    expectClose(pointwise.high, [1.9193869, 1.17676907, 0.97504914, 2.96719544], 3);
    expect(simultaneous?.critical).toBeCloseTo(4.409081537009722, 8);
    expectClose(simultaneous?.low, [-0.25297262, -0.47120918, -1.75545098, 1.08519092], 7);
    expectClose(simultaneous?.high, [2.41297262, 1.55120918, 1.59545098, 3.39480908], 7);
    expect(ifSymmetric?.critical).toBeCloseTo(3.418893233645682, 8);
    expect(method).toContain('5 animals');
  });

  test('a difference of two groups of 5 and 4', () => {
    const { mean, pointwise, simultaneous, ifSymmetric, animals } = groupBand(one, other);
    expect(animals).toEqual([5, 4]);
    expectClose(mean, [0.855, 0.265, -0.305, 1.465]);
    expect(simultaneous?.critical).toBeCloseTo(2.975727401361276, 8);
    expectClose(simultaneous?.low, [-0.43761593, -1.20256468, -2.04019612, -0.03538347], 7);
    expectClose(pointwise.low, [-0.1786377, -1.03475255, -1.70881803, 0.17681656], 2);
    expectClose(pointwise.high, [1.8886377, 1.56475255, 1.09881803, 2.75318344], 2);
    expect(ifSymmetric).toBeUndefined();
  });

  test('a paired difference, of the animals that have both', () => {
    const { mean, pointwise, animals } = pairedBand(one, other);
    expect(animals).toEqual([4]);
    expect(pairedCurves(one, other).unpaired).toEqual(['animal 4']);
    expectClose(mean, [0.775, 0.25, -0.55, 1.65]);
    expectClose(pointwise.low, [-0.4041883, -0.8014923, -1.0935062, 0.7359119], 3);
  });
});

test('bands scale with the unit, mirror with the sign and move with what is added', () => {
  const values = one.values.map((value) => 7 - 1000 * value);
  const [band, changed] = [curveBand(one), curveBand({ ...one, values })];
  expect(changed.simultaneous?.critical).toBeCloseTo(band.simultaneous?.critical ?? NaN, 8);
  expectClose(
    changed.simultaneous?.low,
    Array.from(band.simultaneous?.high ?? [], (value) => 7 - 1000 * value),
    6,
  );
});

test('where an animal has no value, or all have the same one, the other points have the band that they have alone', () => {
  const values = Float64Array.from(one.values);
  values[1] = NaN;
  for (let i = 2; i < values.length; i += 4) values[i] = 0.1 + 0.2;
  const band = curveBand({ ...one, values });
  const alone = curveBand(curvesOf([0, 1, 2, 3, 4].map((i) => [values[4 * i] as number, values[4 * i + 3] as number])));
  expect(band.mean[1]).toBeNaN();
  expect(band.simultaneous?.low[1]).toBeNaN();
  expect(band.pointwise.low[1]).toBeNaN();
  expect(band.simultaneous?.low[2]).toBe(band.mean[2]);
  expect(band.simultaneous?.critical).toBeCloseTo(alone.simultaneous?.critical ?? NaN, 10);
});

test('too few animals have no simultaneous band, and one animal none', () => {
  const few = curvesOf([
    [1, 2],
    [2, 1],
    [3, 5],
  ]);
  expect(curveBand(few).simultaneous).toBeUndefined();
  expect(curveBand(few).method).toContain('none (needs 4 animals a group)');
  expect(groupBand(few, one).simultaneous).toBeUndefined();
  expect(() => curveBand(curvesOf([[1, 2]]))).toThrow('curve: 1 animal has no band; add animals');
  expect(() => groupBand(curvesOf([]), one)).toThrow('0 animals have no band');
});

describe('rows of events', () => {
  const rows = {
    animals: ['b', 'a', 'b', 'b'],
    points: 2,
    values: Float64Array.of(1, 2, 10, 20, 3, NaN, 5, 6),
  };

  test('each animal counts once: its mean over its own events, of those that have a value', () => {
    const curves = animalCurves(rows);
    expect(curves.animals).toEqual(['b', 'a']);
    expect(curves.events).toEqual([3, 1]);
    expect([...curves.values]).toEqual([3, 4, 10, 20]);
  });

  test('a point without events of an animal is a gap', () => {
    const { values } = animalCurves({ animals: ['a', 'a'], points: 2, values: Float64Array.of(1, NaN, 2, NaN) });
    expect([...values]).toEqual([1.5, NaN]);
  });

  test('pooled rows are stamped', () => {
    const { mean, sem, stamp } = pooledRows(rows);
    // numpy: mean of 1, 10, 3, 5 is 4.75, its standard error 3.8622 / 2.
    expect(mean[0]).toBe(4.75);
    expect(sem[0]).toBeCloseTo(1.93110503, 7);
    expect(stamp).toBe('SEM over 4 event rows pooled over 2 animals: not a confidence band over animals');
  });
});

test('the measured coverage of a band is that of the largest simulated number of animals that it reaches', () => {
  const numbers = (animals: readonly number[]): readonly number[] => [
    ...new Set(measuredCoverage('group difference', animals).map((cell) => Math.min(...cell.animals))),
  ];
  expect(numbers([7, 9])).toEqual([6]);
  expect(numbers([40, 12])).toEqual([12]);
  expect(numbers([4, 20])).toEqual([]);
  expect(measuredCoverage('curve', [5])).toHaveLength(3);
});
