import { describe, expect, test } from 'vitest';
import type { Trial } from '../../src/contracts/trial.ts';
import type { TrialEvidence } from '../../src/contracts/paradigm.ts';
import { randomStream } from '../../src/core/random.ts';
import { believed, inSteps, stateProbabilities, type WaitingTask } from '../../src/paradigms/measures/waiting.ts';

const isis = [1.2, 1.4, 1.6, 1.8, 2, 2.2, 2.4, 2.6, 2.8];
const isi = { kind: 'grid', seconds: isis, weights: isis.map((x) => Math.exp(-(((x - 2) / 0.5) ** 2) / 2)) } as const;
const waits = Array.from({ length: 60 }, (_, i) => i);
const iti = { kind: 'grid', seconds: waits.map((i) => 2.2 + 0.2 * i), weights: waits.map((i) => 0.875 ** i) } as const;

const task = (probability: number, magnitude = 1, stepSeconds = 0.2): WaitingTask => ({
  probability,
  magnitude,
  rewards: inSteps(isi, stepSeconds),
  cues: inSteps(iti, stepSeconds, 3),
  discount: 0.93 ** (stepSeconds / 0.2),
});

/** Trials with a reward at these steps, or none; the next cue comes `gap` steps after a cue. */
const trialsOf = (rewards: readonly (number | undefined)[], gap = 40, window = 15): readonly TrialEvidence[] =>
  rewards.map((step, index) => ({
    index,
    trial: {
      zeroStep: gap - window,
      steps: gap,
      outcomes: step === undefined ? [] : [{ step, magnitude: 1, scheduled: 1, delivered: true }],
    } as unknown as Trial,
    at: () => Number.NaN,
    mean: () => Number.NaN,
    channels: () => [],
    state: () => new Float64Array(0),
    response: () => Number.NaN,
  }));

/** Probability of each step, by step. */
function chances(times: WaitingTask['rewards']): readonly number[] {
  const total = times.reduce((sum, { weight }) => sum + weight, 0);
  const last = Math.max(...times.map(({ step }) => step));
  return Array.from({ length: last + 1 }, (_, at) => (times.find(({ step }) => step === at)?.weight ?? 0) / total);
}

type Sight = 'nothing' | 'cue' | 'reward';

/**
 * The task as a hidden Markov chain, as in the paper: P(s' | s), and the observation of each transition. Even states: e steps
 * after the cue with a future reward; odd ones: without one.
 */
function chainOf({ probability, rewards, cues }: WaitingTask) {
  const [ofReward, ofCue] = [chances(rewards), chances(cues)];
  const hazard = (of: readonly number[], at: number): number => {
    const left = of.slice(at).reduce((sum, one) => sum + one, 0);
    return left < 1e-12 ? 1 : (of[at] as number) / left;
  };
  const size = 2 * ofCue.length;
  const ways = Array.from({ length: size }, (_, from): { to: number; p: number; sight: Sight }[] => {
    const at = Math.floor(from / 2) + 1;
    if (at >= ofCue.length) return [];
    if (from % 2 === 0) {
      if (at >= ofReward.length) return [];
      const due = hazard(ofReward, at);
      return [
        { to: 2 * at + 1, p: due, sight: 'reward' },
        { to: 2 * at, p: 1 - due, sight: 'nothing' },
      ];
    }
    const due = hazard(ofCue, at);
    return [
      { to: 0, p: due * probability, sight: 'cue' },
      { to: 1, p: due * (1 - probability), sight: 'cue' },
      { to: 2 * at + 1, p: 1 - due, sight: 'nothing' },
    ];
  });
  return { size, ways };
}

/** v = Σ P (r + γ v'), by iteration. */
function valuesOf(given: WaitingTask): readonly number[] {
  const { size, ways } = chainOf(given);
  let values: readonly number[] = Array.from({ length: size }, () => 0);
  for (let round = 0; round < 3000; round++)
    values = ways.map((all) =>
      all.reduce(
        (sum, { to, p, sight }) =>
          sum + p * ((sight === 'reward' ? given.magnitude : 0) + given.discount * (values[to] as number)),
        0,
      ),
    );
  return values;
}

/** b' ∝ Σ b P(s', observation | s), and δ with V = b·v. */
function slowly(given: WaitingTask, rewards: readonly (number | undefined)[], gap: number, window: number) {
  const { size, ways } = chainOf(given);
  const values = valuesOf(given);
  const valueOf = (belief: readonly number[]): number =>
    belief.reduce((sum, b, state) => sum + b * (values[state] as number), 0);
  let belief = Array.from({ length: size }, (_, state) =>
    state === 0 ? given.probability : state === 1 ? 1 - given.probability : 0,
  );
  const steps = [{ belief, rpe: 0 }];
  rewards.forEach((rewardStep, nth) => {
    const last = nth === rewards.length - 1 ? window : gap;
    for (let step = 1; step <= last; step++) {
      if (nth === rewards.length - 1 && step === window) break;
      const seen: Sight = step === gap ? 'cue' : step === rewardStep ? 'reward' : 'nothing';
      const next = Array.from({ length: size }, () => 0);
      ways.forEach((all, from) => {
        for (const { to, p, sight } of all)
          if (sight === seen) next[to] = (next[to] as number) + (belief[from] as number) * p;
      });
      const total = next.reduce((sum, one) => sum + one, 0);
      const now = next.map((one) => one / total);
      const rpe = (seen === 'reward' ? given.magnitude : 0) + given.discount * valueOf(now) - valueOf(belief);
      steps.push({ belief: now, rpe });
      belief = now;
    }
  });
  return steps;
}

describe.each([
  [1, 1, 0.2],
  [0.9, 1, 0.2],
  [0.4, 3, 0.2],
  [0.9, 1, 0.1],
])('p = %d, r = %d, a grid of %d s', (probability, magnitude, stepSeconds) => {
  const given = task(probability, magnitude, stepSeconds);
  const [gap, window] = [Math.round(8 / stepSeconds), Math.round(3 / stepSeconds)];
  const random = randomStream(1, 'waiting');
  const rewards = Array.from({ length: 12 }, () =>
    random.bernoulli(probability) ? given.rewards[random.integer(isis.length)]?.step : undefined,
  );
  const fast = believed(trialsOf(rewards, gap, window), given, stepSeconds);
  const slow = slowly(given, rewards, gap, window);

  test('belief and RPE are those of the hidden Markov chain, with exact filtering and state values', () => {
    expect(fast).toHaveLength(slow.length);
    fast.forEach(({ rpe, awaited, elapsed }, i) => {
      expect(rpe, `step ${i}`).toBeCloseTo(slow[i]?.rpe as number, 8);
      expect(awaited).toBeCloseTo(slow[i]?.belief[2 * elapsed] as number, 8);
    });
  });

  test('the probabilities of hidden states are those of the chain, in which the wait for the next cue is one state', () => {
    const first = given.cues[0]?.step as number;
    const last = given.rewards.at(-1)?.step as number;
    fast.forEach((step, i) => {
      const belief = slow[i]?.belief as readonly number[];
      const awaited = belief.filter((_, state) => state % 2 === 0).slice(0, last);
      const over = belief.filter((_, state) => state % 2 === 1);
      const waiting = over.slice(first - 1).reduce((sum, b) => sum + b, 0);
      const expected = [...awaited, ...over.slice(0, first - 1), waiting];
      const found = stateProbabilities(step, given);
      expect(found).toHaveLength(expected.length);
      expect(Math.max(...expected.map((b, state) => Math.abs(b - (found[state] as number))))).toBeLessThan(1e-9);
    });
  });
});

/** With 13 s to the next cue, of a hazard of 1/65 per step, as in Starkweather et al. 2017. */
const rare: WaitingTask = {
  ...task(1),
  cues: Array.from({ length: 2000 }, (_, i) => ({ step: 15 + i, weight: (64 / 65) ** i })),
};

test.each([
  [1, [0.264, 0.11, 0]],
  [0.9, [0.34, 0.25, 0.701]],
])(
  'with p = %d the RPE at a reward after 1.2, 2 and 2.8 s is that of the independent program',
  (probability, known) => {
    known.forEach((golden, i) => {
      const at = [6, 10, 14][i] as number;
      const steps = believed(trialsOf([undefined, at]), { ...rare, probability }, 0.2);
      const rpe = steps.findLast(({ elapsed }) => elapsed === at)?.rpe as number;
      // That program counts the interval to the next cue from the reward.
      expect(Math.abs(rpe - golden)).toBeLessThan(0.03);
    });
  },
);
