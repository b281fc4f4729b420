import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Expectation } from '../../src/contracts/paradigm.ts';
import { judgeSeeds } from '../../src/analysis/judge-seeds.ts';
import { controlsAgainst, failedControls, standingOf, verdictOf, type Judged } from '../../src/analysis/verdict.ts';
import { verdictReason } from '../../src/analysis/verdict-words.ts';

describe('a signature over seeds', () => {
  const near1 = [0.9, 1.1, 1, 0.95, 1.05, 1, 1, 0.98, 1.02, 1];

  test('passes if the whole interval satisfies the expectation', () => {
    expect(judgeSeeds(near1, { above: 0.5 }).pass).toBe(true);
    expect(judgeSeeds(near1, { about: 1, within: 0.2 }).pass).toBe(true);
  });

  test('fails if only one lucky seed passes, and if the interval includes the bound', () => {
    expect(judgeSeeds([5, ...near1.slice(1).map(() => 0)], { above: 0.5 })).toMatchObject({
      passRate: 0.1,
      pass: false,
    });
    expect(judgeSeeds(near1, { above: 0.99 }).pass).toBe(false);
    expect(judgeSeeds(near1, { about: 1, within: 0.001 }).pass).toBe(false);
  });

  test('seeds in which it is undefined are neither passes nor failures, and the number of defined seeds is reported', () => {
    const [whole, some] = [judgeSeeds(near1, { above: 0.5 }), judgeSeeds([...near1, null, null], { above: 0.5 })];
    expect(whole).toMatchObject({ defined: 10, passRate: 1, pass: true });
    // Findings of some seeds are not findings of all, and nothing says that the others fail.
    expect(some).toEqual({ ...whole, values: [...near1, null, null], pass: null });
    expect(judgeSeeds([0, 0, null], { above: 0.5 })).toMatchObject({ defined: 2, passRate: 0, pass: false });
    expect(judgeSeeds([null, null], { above: 0.5 })).toEqual({
      values: [null, null],
      measured: null,
      interval: null,
      defined: 0,
      passRate: null,
      pass: null,
    });
  });

  test('if all seeds give the same number, that number is judged, also exactly on the bound', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: -10, max: 10 }), (x) => {
        expect(
          judgeSeeds(
            Array.from({ length: 10 }, () => x),
            { about: x, within: 0 },
          ).pass,
        ).toBe(true);
      }),
    );
  });

  test('a number that differs from a bound only by rounding does not pass it', () => {
    const tenths = [-0.3, 0.1, 0.2, 0.1, 0.2, -0.3, 0.3, 0.3, 0.1, 0.1];
    const { interval } = judgeSeeds(tenths, { above: 0 });
    const [low] = interval as readonly [number, number];
    expect(judgeSeeds(tenths, { above: low }).pass).toBe(false);
    expect(judgeSeeds(tenths, { above: low - 1e-12 }).pass).toBe(false);
    expect(judgeSeeds(tenths, { above: low - 1e-6 }).pass).toBe(true);
  });

  const seeds = fc.array(
    fc.oneof(
      fc.double({ noNaN: true, min: -10, max: 10 }).filter((x) => x === 0 || Math.abs(x) > 1e-9),
      fc.integer({ min: -3, max: 3 }),
      fc.constant(null),
    ),
    { minLength: 1, maxLength: 12 },
  );
  const expectations = fc.constantFrom<Expectation>(
    { above: 0 },
    { below: 0 },
    { above: 0.5 },
    { about: 1, within: 0.5 },
    { above: -1, below: 2 },
  );

  test('the order of seeds does not matter, to the last bit', () => {
    fc.assert(
      fc.property(
        seeds.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        expectations,
        ([all, shuffled], expected) => {
          expect({ ...judgeSeeds(shuffled, expected), values: [] }).toEqual({
            ...judgeSeeds(all, expected),
            values: [],
          });
        },
      ),
      // Once failed: the two zeros were equal to the sort.
      {
        examples: [
          [
            [
              [0, -0],
              [-0, 0],
            ],
            { above: 0 },
          ],
        ],
      },
    );
  });

  test('if only the sign is expected, the unit of measurement does not matter', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.constantFrom<Expectation>({ above: 0 }, { below: 0 }),
        fc.double({ noNaN: true, min: 1e-6, max: 1e6 }),
        (all, expected, factor) => {
          const scaled = all.map((one) => (one === null ? null : one * factor));
          const [before, after] = [judgeSeeds(all, expected), judgeSeeds(scaled, expected)];
          expect(after.pass).toBe(before.pass);
          expect(after.passRate).toBe(before.passRate);
        },
      ),
    );
  });
});

describe('a verdict', () => {
  let count = 0;
  const finding = (pass: boolean | null, more: Partial<Judged> = {}): Judged => ({
    id: `finding-${count++}`,
    role: 'finding',
    pass,
    ...more,
  });
  const control = (pass: boolean | null, id = `control-${count++}`): Judged => ({ id, role: 'control', pass });
  const built = { byConstruction: 'The recorder puts it in.' };

  test.each([
    { signatures: [finding(true), control(true)], expected: 'pass' },
    { signatures: [finding(true), finding(false)], expected: 'partly' },
    { signatures: [finding(false), control(true)], expected: 'fail' },
    { signatures: [finding(true), finding(null)], expected: 'partly' },
    { signatures: [finding(false), finding(null)], expected: 'fail' },
    { signatures: [finding(null), control(true)], expected: 'undefined' },
    // A finding whose control does not hold is not judged, whatever its measurement.
    { signatures: [finding(true), control(false)], expected: 'controls-failed' },
    { signatures: [finding(false), control(false)], expected: 'controls-failed' },
    { signatures: [finding(null), control(false)], expected: 'controls-failed' },
    { signatures: [finding(true), control(null)], expected: 'controls-failed' },
    { signatures: [finding(true), control(true), control(false)], expected: 'controls-failed' },
    // A finding that names its controls is judged only by these.
    {
      signatures: [
        finding(true, { controls: ['a'] }),
        finding(true, { controls: ['b'] }),
        control(true, 'a'),
        control(false, 'b'),
      ],
      expected: 'partly',
    },
    {
      signatures: [
        finding(false, { controls: ['a'] }),
        finding(true, { controls: ['b'] }),
        control(true, 'a'),
        control(false, 'b'),
      ],
      expected: 'fail',
    },
    {
      signatures: [
        finding(null, { controls: ['a'] }),
        finding(true, { controls: ['b'] }),
        control(true, 'a'),
        control(false, 'b'),
      ],
      expected: 'controls-failed',
    },
    // What is true by construction does not count.
    { signatures: [finding(true, built), finding(false)], expected: 'fail' },
    { signatures: [finding(false, built), finding(true)], expected: 'pass' },
    { signatures: [finding(true, built), finding(null)], expected: 'undefined' },
    { signatures: [finding(true, built)], expected: 'undefined' },
  ])('$expected', ({ signatures, expected }) => expect(verdictOf(signatures)).toBe(expected));

  test('names the controls because of which findings are not judged', () => {
    const one = finding(true, { controls: ['b'] });
    const signatures = [
      one,
      finding(true, { controls: ['a'] }),
      control(true, 'a'),
      control(null, 'b'),
      control(false, 'c'),
    ];
    expect(failedControls(one, signatures).map(({ id }) => id)).toEqual(['b']);
    expect(controlsAgainst(signatures).map(({ id }) => id)).toEqual(['b']);
    expect(standingOf(one, signatures)).toBe('not-judged');
    expect(verdictReason(signatures)).toBe('1 of 2 findings shown, 1 not judged or undefined; b is undefined');
    expect(verdictReason([finding(true), control(false, 'a')])).toBe(
      '0 of 1 findings shown, 1 not judged or undefined; a fails',
    );
    expect(verdictReason([finding(true), finding(true, built), control(true, 'a')])).toBe('1 of 1 findings shown');
  });

  const pass = fc.constantFrom(true, false, null);
  const named = fc.option(fc.uniqueArray(fc.constantFrom('control-a', 'control-b', 'control-c')), { nil: undefined });
  interface Drawn {
    readonly pass: boolean | null;
    readonly controls: readonly string[] | undefined;
    readonly byConstruction: string | undefined;
  }
  const findings: fc.Arbitrary<Drawn[]> = fc.array(
    fc.record({ pass, controls: named, byConstruction: fc.constantFrom(undefined, 'The recorder puts it in.') }),
    { maxLength: 5 },
  );
  const controls = fc.tuple(pass, pass, pass);
  const whole = (all: readonly Drawn[], held: readonly (boolean | null)[]): readonly Judged[] => [
    ...all.map(({ byConstruction, controls: own, ...one }, i) => ({
      id: `finding-${i}`,
      role: 'finding' as const,
      ...one,
      ...(own === undefined ? {} : { controls: own }),
      ...(byConstruction === undefined ? {} : { byConstruction }),
    })),
    ...['a', 'b', 'c'].map((id, i) => control(held[i] ?? null, `control-${id}`)),
  ];
  /** The evidence of a letter for a model. */
  const worth = { pass: 2, partly: 1, fail: 0, 'controls-failed': 0, undefined: 0 } as const;

  test('a control that fails, or is undefined, never improves it', () => {
    fc.assert(
      fc.property(findings, controls, fc.nat({ max: 2 }), fc.constantFrom(false, null), (all, held, which, broken) => {
        const holding = whole(
          all,
          held.map((one, i) => (i === which ? true : one)),
        );
        const failing = whole(
          all,
          held.map((one, i) => (i === which ? broken : one)),
        );
        expect(worth[verdictOf(failing)]).toBeLessThanOrEqual(worth[verdictOf(holding)]);
        // If every finding requires a failed control, nothing can be judged.
        const resting = all.filter(({ byConstruction }) => byConstruction === undefined);
        const bears = resting.every(
          (one) => one.controls?.includes(['control-a', 'control-b', 'control-c'][which] as string) ?? true,
        );
        if (bears && resting.length > 0) expect(verdictOf(failing)).toBe('controls-failed');
      }),
    );
  });

  test('findings by construction change nothing', () => {
    fc.assert(
      fc.property(findings, controls, pass, (all, held, other) => {
        const changed = all.map((one) => (one.byConstruction === undefined ? one : { ...one, pass: other }));
        expect(verdictOf(whole(changed, held))).toBe(verdictOf(whole(all, held)));
      }),
    );
  });
});
