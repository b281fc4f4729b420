import { integer, real, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence, type SummaryPoint } from '../../contracts/paradigm.ts';
import type { Design } from '../../contracts/design.ts';
import { average, contrast, contrastOf, fitOver, ratio } from '../measures/numbers.ts';
import recordings from '../recorded/bayer-glimcher-2005.json' with { type: 'json' };
import { rewardHistory } from '../shared/data-sources.ts';
import { evenly, iti, recordedTrials, rewardSize } from '../shared/parameters.ts';

const parameters = {
  acquisitionTrials: integer({
    default: 200,
    min: 0,
    max: 20_000,
    unit: 'trials',
    help: 'trials before the recording',
  }),
  recordingTrials: recordedTrials(800, 'recorded trials'),
  cueRewardSeconds: real({ default: 1, min: 0.4, max: 10, unit: 's', help: 'from the cue to the juice (approximate)' }),
  itiSeconds: iti(3, ' (approximate)', { max: 120 }),
  magnitude: rewardSize('mean reward'),
};
type P = Values<typeof parameters>;

/**
 * Equally likely, in mean rewards. In the task the juice depended on when the animal looked; here it is random (sizes
 * approximate).
 */
const sizes = [0.2, 0.6, 1, 1.4, 1.8] as const;
/** Past rewards in the regression, as in the paper. */
const lags = 10;
const afterRewardSeconds = 1;
/** The recorded response is counted over this long (approximate). */
const responseSeconds = 0.4;
const epsilon = 0.05;

const typeOf = (size: number): string => `size-${size}`;

function design({ acquisitionTrials, recordingTrials, cueRewardSeconds, itiSeconds, magnitude }: P): Design {
  const mixture = Object.fromEntries(sizes.map((size) => [typeOf(size), 1]));
  const phase = (id: string, trials: number) => ({ id, trials, plastic: true, mixture, order: 'random' }) as const;
  return {
    cues: [{ id: 'target', title: 'target' }],
    trialTypes: Object.fromEntries(
      sizes.map((size) => [
        typeOf(size),
        {
          title: `${size} × mean reward`,
          cues: [{ cue: 'target', onsetSeconds: 0, durationSeconds: cueRewardSeconds }],
          rewards: [
            {
              time: { kind: 'fixed', seconds: cueRewardSeconds },
              magnitude: size * magnitude,
              probability: 1,
              amount: `${size} of the mean`,
            },
          ],
        },
      ]),
    ),
    phases: [phase('acquisition', acquisitionTrials), phase('recording', recordingTrials)],
    iti: evenly(itiSeconds),
    trialSeconds: cueRewardSeconds + afterRewardSeconds,
  };
}

function conditions({ cueRewardSeconds }: P): Readonly<Record<string, Condition>> {
  const shared = { phase: 'recording', align: 'reward', window: [-1 - cueRewardSeconds, afterRewardSeconds] } as const;
  return {
    ...Object.fromEntries(
      sizes.map((size) => [typeOf(size), { title: `${size} × mean reward`, types: [typeOf(size)], ...shared }]),
    ),
    all: { title: 'all sizes', types: sizes.map(typeOf), ...shared },
  };
}

/** RPE and reward of every recorded trial, in mean rewards. */
function history(e: Evidence<P>): readonly { readonly rpe: number; readonly reward: number }[] {
  const { magnitude } = e.parameters;
  return e.trials('all').map((one) => ({
    rpe: one.at('rpe', 0) / magnitude,
    reward: (one.trial.outcomes[0]?.magnitude ?? Number.NaN) / magnitude,
  }));
}

/** Weights of the current and the last ten rewards in a regression of the RPE on all of them. */
function kernel(e: Evidence<P>): readonly number[] {
  const trials = history(e);
  const usable = trials.slice(lags);
  const rows = usable.map((_, i) =>
    Array.from({ length: lags + 1 }, (__, lag) => trials[i + lags - lag]?.reward ?? Number.NaN),
  );
  return e.regress(
    rows,
    usable.map(({ rpe }) => rpe),
  ).weights;
}

/** Mean weight from lag `from` to lag `to`. */
const meanWeight = (weights: readonly number[], from: number, to: number): number =>
  average(weights.slice(from, to + 1));

/** How well the logarithm of the past rewards' weights fits a line; NaN if one of them is not positive. */
function exponentialFall(e: Evidence<P>): number {
  const past = kernel(e).slice(1);
  return past.length > 0 && past.every((weight) => weight < 0)
    ? e.fit(past.map((weight, i) => ({ x: i + 1, y: Math.log(-weight) }))).r
    : Number.NaN;
}

/** The recorded response just after the juice, above baseline. */
function rateAbove(e: Evidence<P>, size: number): number {
  const before = -e.parameters.cueRewardSeconds;
  return e.mean(typeOf(size), 'rate', 0, responseSeconds) - e.mean(typeOf(size), 'rate', before - 1, before);
}
const tuning = (e: Evidence<P>): readonly SummaryPoint[] =>
  sizes.map((size) => ({ x: e.at(typeOf(size), 'rpe', 0) / e.parameters.magnitude, y: rateAbove(e, size) }));

/** Slope of the recording on the RPE, over the sizes up to the middle one against that from the middle one on. */
function floorContrast(e: Evidence<P>): number {
  const points = tuning(e);
  const middle = Math.floor(sizes.length / 2);
  return contrast(fitOver(e, points.slice(0, middle + 1)).slope, fitOver(e, points.slice(middle)).slope);
}

const recentTrials = 3;
/**
 * RPE at a reward above the mean, by the number of the last three rewards above the mean, relative to that after none.
 */
function byRecent(e: Evidence<P>): readonly SummaryPoint[] {
  const trials = history(e);
  const large = trials.map(({ reward }) => reward > 1);
  const means = Array.from({ length: recentTrials + 1 }, (_, count) =>
    average(
      trials
        .filter(
          (__, i) => i >= recentTrials && large[i] && large.slice(i - recentTrials, i).filter(Boolean).length === count,
        )
        .map(({ rpe }) => rpe),
    ),
  );
  return means.map((rpe, count) => ({ x: count, y: ratio(rpe, means[0] as number) }));
}

const paper = 'Bayer & Glimcher 2005';
const fibre = 'rat dorsomedial striatum, Roshgadol et al. 2025 (doi:10.21203/rs.3.rs-7313638/v1)';
const citation = { text: 'Roshgadol et al. 2025, Sensitive dLight3, preprint', doi: '10.21203/rs.3.rs-7313638/v1' };
const currentWeight = recordings.kernel[0]?.weight ?? Number.NaN;
const unrewardedBefore = recordings.history[0]?.response ?? Number.NaN;

export default defineParadigm({
  id: 'bayer-glimcher-2005',
  version: 3,
  title: 'Bayer & Glimcher 2005: the weight of past rewards',
  summary:
    'A target is followed by juice of graded size in every trial. The response grows with the current reward and shrinks with the rewards of the last trials, with weights that decrease into the past: current reward minus an exponentially weighted average of past ones. Firing follows this difference if it is positive, and hardly falls if it is negative. Sizes and times are approximate, and reward sizes are drawn at random here, not earned by timing. The recorded numbers shown for comparison are of dopamine in rat striatum.',
  citation: { text: 'Bayer & Glimcher 2005, Neuron 47:129', doi: '10.1016/j.neuron.2005.05.020' },
  approximate: {
    unchecked: ['cueRewardSeconds', 'itiSeconds', 'sizes of the reward'],
    changed: { juice: 'drawn at random here, not earned by the time of the saccade' },
  },
  parameters,
  agent: 'td-csc',
  recording: { id: 'asymmetric', parameters: {} },
  design,
  conditions,
  shown: sizes.map(typeOf),
  signatures: [
    {
      id: 'current-reward-excites',
      role: 'control',
      claim: 'The response grows with the current reward.',
      source: `${paper}; bound: half of the reward (theory: 1)`,
      quantity: 'regression weight of the current reward (RPE on the current and the last ten rewards)',
      expected: { above: 0.5 },
      measure: (e) => kernel(e)[0] ?? Number.NaN,
    },
    {
      id: 'past-rewards-subtract',
      claim: 'Rewards in the last trials reduce the response.',
      source: `${paper}; recorded -0.147 in ${fibre}; bound: ε = ${epsilon} of the reward (theory: -α for one trial ago)`,
      quantity: 'mean regression weight of the last three rewards (RPE on the current and the last ten rewards)',
      expected: { below: -epsilon },
      measure: (e) => meanWeight(kernel(e), 1, 3),
    },
    {
      id: 'older-rewards-count-less',
      claim: 'Older rewards have less weight.',
      source: `${paper}; bound: 0.8 times the weight; 0 for an average without forgetting (theory: (1-α)⁷ times, a contrast of ${contrastOf(0.48).toFixed(2)} at α = 0.1)`,
      quantity:
        'contrast (a - b) / (|a| + |b|); a: mean of -weight of the rewards 8 to 10 trials ago, b: mean of -weight of those 1 to 3 trials ago',
      expected: { below: contrastOf(0.8) },
      measure: (e) => contrast(-meanWeight(kernel(e), lags - 2, lags), -meanWeight(kernel(e), 1, 3)),
    },
    {
      id: 'exponential-weights',
      claim: 'The weights of past rewards decay exponentially.',
      source: `${paper}; bound: -0.9 (theory: -α(1-α)^(k-1) for k trials ago, a straight line)`,
      quantity: 'correlation r of log(-weight) and number of trials ago, 1 to 10',
      expected: { below: -0.9 },
      measure: exponentialFall,
    },
    {
      id: 'floor-for-negative',
      byConstruction: 'The recording model scales or cuts off negative errors, whatever the agent.',
      claim: 'Firing follows positive errors closely and negative errors hardly at all.',
      source: `${paper}; bound: half as steep; 0 for a symmetric recording`,
      quantity:
        'contrast (a - b) / (|a| + |b|); a: slope of the recorded signal on RPE over the three smallest sizes, b: over the three largest',
      expected: { below: contrastOf(0.5) },
      measure: floorContrast,
    },
  ],
  notes: [
    {
      agents: ['td-microstimuli', 'td-sr'],
      signatures: ['past-rewards-subtract', 'older-rewards-count-less', 'exponential-weights'],
      why: 'The error is shared over so many overlapping features that one trial hardly changes the value, and the weights of past rewards are flat and close to 0.',
    },
    {
      agents: ['td-quantile'],
      signatures: ['past-rewards-subtract', 'older-rewards-count-less', 'exponential-weights'],
      why: 'It learns only from the sign of the error.',
    },
    {
      agents: ['ret', 'anccr', 'td-block-belief'],
      signatures: ['past-rewards-subtract', 'older-rewards-count-less', 'exponential-weights'],
      why: 'They do not correct a prediction by a fraction of each error, so recent rewards do not lower the response in this way.',
    },
  ],
  summaries: [
    {
      id: 'kernel',
      title: 'Weight of current and past rewards',
      x: 'trials ago',
      y: 'weight (relative to the current reward)',
      series: [
        {
          id: 'kernel',
          title: 'weights',
          measure: (e) => kernel(e).map((weight, lag) => ({ x: lag, y: weight / (kernel(e)[0] as number) })),
        },
      ],
      recorded: {
        citation,
        sources: [rewardHistory],
        n: '1 sensor site group, 4 lags, dLight3.8',
        series: [
          {
            id: 'kernel',
            title: 'dopamine, rat striatum',
            points: recordings.kernel.map(({ lag, weight, error }) => ({
              x: lag,
              y: weight / currentWeight,
              sem: error / currentWeight,
            })),
          },
        ],
      },
    },
    {
      id: 'history',
      title: 'Response to reward after recent rewards',
      x: 'rewards above the mean in the last three trials',
      y: 'response (relative to that after none)',
      series: [{ id: 'history', title: 'above-mean reward', measure: byRecent }],
      recorded: {
        citation,
        sources: [rewardHistory],
        n: '4 counts of rewards, dLight3.8',
        series: [
          {
            id: 'history',
            title: 'dopamine, rat striatum',
            points: recordings.history.map(({ rewards, response, error }) => ({
              x: rewards,
              y: response / unrewardedBefore,
              sem: error / unrewardedBefore,
            })),
          },
        ],
      },
    },
    {
      id: 'floor',
      title: 'Firing against RPE',
      x: 'RPE at reward (mean rewards)',
      y: 'recorded signal, change from baseline',
      series: [{ id: 'sizes', title: 'sizes', measure: tuning }],
    },
  ],
});
