import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { axisLabels } from '../../src/figures/axis-labels.ts';

/** The number in a label, as a person reads it. */
const said = (label: string): number => Number(label.replaceAll(',', '').replaceAll('\u2212', '-'));

/** Ticks as on axes: multiples of a round step, anywhere. */
const roundTicks = fc
  .record({
    digit: fc.constantFrom(1, 2, 2.5, 5),
    power: fc.integer({ min: -12, max: 12 }),
    first: fc.integer({ min: -1_000_000, max: 1_000_000 }),
    count: fc.integer({ min: 2, max: 14 }),
  })
  .map(({ digit, power, first, count }) => Array.from({ length: count }, (_, i) => (first + i) * digit * 10 ** power));

/** Ticks at given places, such as the sizes that an experiment used. */
const ownTicks = fc
  .uniqueArray(fc.integer({ min: -1_000_000, max: 1_000_000 }), { minLength: 1, maxLength: 10 })
  .chain((places) => fc.integer({ min: -9, max: 9 }).map((power) => places.map((place) => place * 10 ** power)));

describe('the numbers of an axis', () => {
  test('are distinct, and equal their ticks', () => {
    fc.assert(
      fc.property(fc.oneof(roundTicks, ownTicks), (ticks) => {
        const labels = axisLabels(ticks);
        expect(new Set(labels).size).toBe(ticks.length);
        const sorted = ticks.toSorted((a, b) => a - b);
        const gap =
          ticks.length === 1
            ? Math.abs(ticks[0] as number) || 1
            : Math.min(...sorted.slice(1).map((tick, i) => tick - (sorted[i] as number)));
        labels.forEach((label, i) => expect(Math.abs(said(label) - (ticks[i] as number))).toBeLessThan(gap / 10));
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['far from zero', [16_000, 16_050, 16_100, 16_150], ['16,000', '16,050', '16,100', '16,150']],
    ['integers and halves', [-1, -0.5, 0, 0.5, 1], ['\u22121', '\u22120.5', '0', '0.5', '1']],
    ['sums with rounding errors', [0, 0.1, 0.2, 0.1 + 0.2], ['0', '0.1', '0.2', '0.3']],
    ['minus zero', [-0, -1e-18, 5], ['0', '0', '5']],
    ['small', [0, 5e-5, 1e-4], ['0', '0.5e\u22124', '1e\u22124']],
    ['large', [0, 2e7, 4e7], ['0', '2e7', '4e7']],
  ])('%s', (_, ticks, labels) => {
    expect(axisLabels(ticks)).toEqual(labels);
  });
});
