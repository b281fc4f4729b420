// Recovery where its numbers are known: the mean of normal data, two parameters that only their sum matters of, and models that
// differ in what they can produce.
import { describe, expect, test } from 'vitest';
import type { FreeParameter } from '../../../src/fitting/free-parameter.ts';
import { banditTask } from '../../../src/fitting/choices/choice-task.ts';
import { recoverableChoices } from '../../../src/fitting/choices/recoverable-choices.ts';
import { findChoiceModel } from '../../../src/fitting/choices/registry.ts';
import { withoutPriors } from '../../../src/fitting/without-priors.ts';
import { modelDraw, modelRecovery } from '../../../src/fitting/recovery/model-recovery.ts';
import { parameterRecovery, recoveryDraw } from '../../../src/fitting/recovery/parameter-recovery.ts';
import type { RecoveryDraw } from '../../../src/fitting/recovery/recovered.ts';
import { fromFitted, fromPriors, type Recoverable } from '../../../src/fitting/recovery/recoverable.ts';
import { randomStream } from '../../../src/core/random.ts';

const standard = (id: string): FreeParameter => ({
  id,
  title: id,
  scale: 'linear',
  minimum: 0,
  maximum: 0,
  prior: { mean: 0, sd: 1 },
});

/** The mean of n observations with sd 1, whose expectation is a sum of parameters. */
const sumOf = (ids: readonly string[], n: number): Recoverable<number> => ({
  id: ids.join('+'),
  title: ids.join(' + '),
  parameters: ids.map(standard),
  problem: (mean) => ({
    parameters: ids.map(standard),
    likelihood: {
      observations: n,
      inner: 0,
      hasGradient: false,
      at: (values) => (-n * (values.reduce((sum, one) => sum + one, 0) - mean) ** 2) / 2,
    },
  }),
  simulate: (values, random) =>
    random.normal(
      values.reduce((sum, one) => sum + one, 0),
      1 / Math.sqrt(n),
    ),
});

const count = 300;
const drawsOf = (model: Recoverable<number>): readonly RecoveryDraw[] =>
  Array.from({ length: count }, (_, i) => recoveryDraw(model, fromPriors(model.parameters), i, { seed: 3, starts: 1 }));

describe('the mean of 4 normal observations, with a standard normal prior', () => {
  const model = sumOf(['m'], 4);
  const found = parameterRecovery(model, drawsOf(model));
  const [m] = found.parameters;

  test('correlation, slope and coverage are those of the conjugate posterior', () => {
    // Estimate .8 (truth + N(0, 1/4)): r = 1 / sqrt(1 + 1/4), slope .8. Standard errors: (1 - r²) / sqrt(n); .4 / sqrt(n).
    expect(Math.abs((m?.r ?? 0) - Math.sqrt(0.8))).toBeLessThan((4 * 0.2) / Math.sqrt(count));
    expect(Math.abs((m?.rankR ?? 0) - Math.sqrt(0.8))).toBeLessThan(0.05);
    expect(Math.abs((m?.slope ?? 0) - 0.8)).toBeLessThan((4 * 0.4) / Math.sqrt(count));
    // Bias 0: the error has variance .2.
    expect(Math.abs(m?.bias ?? 1)).toBeLessThan(4 * Math.sqrt(0.2 / count));
    expect(Math.abs((m?.coverage ?? 0) - 0.95)).toBeLessThan(4 * Math.sqrt((0.95 * 0.05) / count));
    // Off by more than 1 = 2.236 sd: 2.5 %.
    expect(Math.abs((m?.off ?? 1) - 0.0253)).toBeLessThan(4 * Math.sqrt((0.0253 * 0.9747) / count));
    expect(m?.farOff).toBe('1');
  });

  test('nothing is warned of', () => expect(found).toMatchObject({ failed: 0, draws: count, warnings: [] }));

  test('a draw depends on the seed and its number alone', () => {
    const from = fromPriors(model.parameters);
    expect(recoveryDraw(model, from, 7, { seed: 3, starts: 1 })).toEqual(drawsOf(model)[7]);
    expect(recoveryDraw(model, from, 7, { seed: 4, starts: 1 })).not.toEqual(drawsOf(model)[7]);
  });
});

test('two parameters of which only the sum matters are named', () => {
  const model = sumOf(['gain', 'scale'], 25);
  const { correlations, warnings } = parameterRecovery(model, drawsOf(model).slice(0, 40));
  // Both estimates are half of what is left of the sum: they are equal.
  expect(correlations[0]?.[1]).toBeCloseTo(1, 4);
  expect(warnings).toContain(
    'gain and scale cannot be told apart on this design: their estimates have a correlation of 1.00.',
  );
});

test('estimates at a bound, searches that disagree, several modes and failed fits are warned of', () => {
  const draw: RecoveryDraw = {
    truth: [0],
    estimate: [0],
    covered: [false],
    atBound: [true],
    agreeing: 1,
    starts: 10,
    modes: 1,
  };
  const draws = Array.from({ length: 60 }, (_, i) => ({ ...draw, truth: [i], estimate: [-i] }));
  const failing = Array.from({ length: 20 }, () => ({ ...draw, failure: 'The data do not determine m.' }));
  expect(parameterRecovery(sumOf(['m'], 4), [...draws, ...failing]).warnings).toEqual([
    'm is not recovered on this design: estimates and truth have a correlation of -1.00.',
    '100 % of the estimates of m are at an end of its range.',
    'Intervals of m are too narrow: 0 % of the 95 % intervals hold the truth.',
    '25 % of the fits failed. In 20 of 80: The data do not determine m.',
    'In 100 % of the fits no two searches ended at the best maximum: take more starts.',
    'In 100 % of the fits another maximum explains the data nearly as well: look at the whole posterior.',
  ]);
});

test('where no fit stands there is no number', () => {
  const failed = {
    truth: [],
    estimate: [],
    covered: null,
    atBound: [],
    agreeing: 0,
    starts: 3,
    modes: 0,
    failure: 'x',
  };
  const { parameters, failed: count } = parameterRecovery(sumOf(['m'], 4), [failed, failed]);
  expect(count).toBe(2);
  expect(parameters[0]).toMatchObject({ r: null, rankR: null, slope: null, bias: null, off: null, coverage: null });
});

test('truths from a fitted range stay in it', () => {
  const from = fromFitted([
    [0, 5],
    [2, 3],
    [1, 4],
  ]);
  const random = randomStream(1, 'range');
  const points = Array.from({ length: 200 }, () => from(random));
  const [first, second] = [0, 1].map((i) => points.map((point) => point[i] as number));
  expect(Math.min(...(first as number[]))).toBeGreaterThanOrEqual(0);
  expect(Math.max(...(first as number[]))).toBeLessThan(2);
  expect(Math.min(...(second as number[]))).toBeGreaterThanOrEqual(3);
  expect(Math.max(...(second as number[]))).toBeLessThan(5);
});

test('the confusion matrix counts the best BIC, and its inversion is by Bayes', () => {
  const models = [sumOf(['a'], 4), sumOf(['b', 'c'], 4)];
  const draws = [
    { made: 0, bics: [1, 2] },
    { made: 0, bics: [1, 2] },
    { made: 0, bics: [1, null] },
    { made: 0, bics: [3, 2] },
    { made: 1, bics: [3, 2] },
    { made: 1, bics: [1, 2] },
  ];
  const found = modelRecovery(models, draws);
  expect(found.draws).toEqual([4, 2]);
  expect(found.confusion).toEqual([
    [0.75, 0.25],
    [0.5, 0.5],
  ]);
  // p(sim | fit): .75 / 1.25, .25 / .75.
  expect(found.inversion[0]).toEqual([expect.closeTo(0.6, 12), expect.closeTo(1 / 3, 12)]);
  expect(found.warnings).toEqual([
    'a cannot be told from b + c on this design: of 25 % of its simulations b + c has the best BIC.',
    'b + c cannot be told from a on this design: of 50 % of its simulations a has the best BIC.',
  ]);
});

test('BIC is that of the maximum of the likelihood, without priors', () => {
  const model = sumOf(['m'], 4);
  const [parameter] = withoutPriors(model.problem(2)).parameters;
  expect(parameter?.prior).toBeUndefined();
  const { bics } = modelDraw([model], 0, () => Float64Array.of(0.3), 0, { seed: 1, starts: 2 });
  // The maximum of the likelihood is 0, whatever the data: one parameter, 4 observations.
  expect(bics[0]).toBeCloseTo(Math.log(4), 6);
});

test('models of choices that hardly overlap are told apart on a bandit', () => {
  const task = banditTask(300, [0.2, 0.8]);
  const models = ['random-responding', 'win-stay-lose-shift', 'choice-kernel'].map((id) =>
    recoverableChoices(findChoiceModel(id), task),
  );
  // b = 1; ε = .1; α_c = .1, β_c = 5.
  const truths = [[1], [Math.log(0.1 / 0.9)], [Math.log(0.1 / 0.9), Math.log(5)]];
  const draws = models.flatMap((_, made) =>
    Array.from({ length: 5 }, (_unused, i) =>
      modelDraw(models, made, () => Float64Array.from(truths[made] ?? []), i, { seed: 2, starts: 3 }),
    ),
  );
  modelRecovery(models, draws).confusion.forEach((row, i) => expect(row[i]).toBeGreaterThanOrEqual(0.8));
});
