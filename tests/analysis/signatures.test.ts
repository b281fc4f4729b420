import { describe, expect, test } from 'vitest';
import { decisive, expectationText, satisfies } from '../../src/analysis/signatures.ts';
import { fitLine, summarise } from '../../src/analysis/summaries.ts';
import type { DeclaredSignature, Evidence, Expectation, Summary, SummaryPoint } from '../../src/contracts/paradigm.ts';

describe('expectations', () => {
  const cases: readonly [Expectation, string, readonly number[], readonly number[]][] = [
    [{ above: 0.05 }, 'above 0.05', [0.0501, 3], [0.05, -1, Number.NaN, Number.POSITIVE_INFINITY]],
    [{ below: -0.05 }, 'below -0.05', [-0.06], [-0.05, 0, Number.NEGATIVE_INFINITY]],
    [{ above: 0.85, below: 1.15 }, 'between 0.85 and 1.15', [0.9, 1.1], [0.85, 1.15, 2]],
    [{ above: 0.5208999999999999 }, 'above 0.5209', [0.6], [0.5]],
    [{ about: 0, within: 0.05 }, '0 ± 0.05', [0, 0.05, -0.05], [0.0501, -1, Number.NaN]],
    [{ about: 1 }, '1 ± 0', [1], [1.001]],
  ];
  test.each(cases)('%j reads %s', (expected, text, passing, failing) => {
    expect(expectationText(expected)).toBe(text);
    for (const measured of passing) expect(satisfies(measured, expected), `${measured}`).toBe(true);
    for (const measured of failing) expect(satisfies(measured, expected), `${measured}`).toBe(false);
  });
});

test('a verdict depends on the bound, the role and the controls, not on the words', () => {
  const one = { id: 'burst', role: 'finding', claim: 'c', source: 's', quantity: 'q', expected: { above: 1 } } as const;
  const same = (other: Partial<DeclaredSignature>): boolean =>
    JSON.stringify(decisive(one)) === JSON.stringify(decisive({ ...one, ...other }));
  expect(same({ claim: 'other', source: 'words', quantity: 'entirely' })).toBe(true);
  expect(same({ id: 'other' })).toBe(false);
  expect(same({ role: 'control' })).toBe(false);
  expect(same({ expected: { above: 2 } })).toBe(false);
  expect(same({ byConstruction: 'a reason' })).toBe(false);
  expect(same({ controls: [] })).toBe(false);
});

describe('straight lines', () => {
  test('closed form: (0, 1), (1, 3), (2, 2) have slope 1/2, intercept 3/2 and r 1/2', () => {
    const fit = fitLine([
      { x: 0, y: 1 },
      { x: 1, y: 3 },
      { x: 2, y: 2 },
    ]);
    expect(fit).toEqual({
      slope: expect.closeTo(0.5, 12),
      intercept: expect.closeTo(1.5, 12),
      r: expect.closeTo(0.5, 12),
    });
  });
  test('points that could not be measured are excluded', () => {
    expect(
      fitLine([
        { x: 0, y: 1 },
        { x: 1, y: Number.NaN },
        { x: 2, y: 5 },
      ])?.slope,
    ).toBeCloseTo(2, 12);
  });
});

describe('summaries', () => {
  const series = (id: string, points: readonly SummaryPoint[]) => ({ id, title: id, measure: () => points });
  const summary: Summary = {
    id: 's',
    title: 's',
    x: 'x',
    y: 'y',
    series: [
      series('a', [
        { x: 1, y: 10 },
        { x: 2, y: 20 },
        { x: 3, y: Number.NaN },
      ]),
      series('b', [
        { x: 2, y: 7, sem: 1 },
        { x: 1, y: 4 },
      ]),
    ],
  };
  const none = {} as Evidence;

  test('each series is fitted separately', () => {
    expect(summarise({ ...summary, fit: 'each' }, none).series.map(({ fit }) => fit?.slope)).toEqual([
      expect.closeTo(10, 12),
      expect.closeTo(3, 12),
    ]);
  });

  test('the second is fitted on the first, matched by x', () => {
    const { layout, series: paired } = summarise({ ...summary, fit: 'second-on-first' }, none);
    expect(layout).toBe('second-on-first');
    expect(paired).toHaveLength(1);
    expect(paired[0]).toMatchObject({
      id: 'b-on-a',
      points: [
        { x: 10, y: 4 },
        { x: 20, y: 7, sem: 1 },
      ],
      fit: { slope: expect.closeTo(0.3, 12) },
    });
  });

  test('missing measurements are excluded, not drawn as zero', () =>
    expect(summarise(summary, none).series[0]?.points).toHaveLength(2));
});
