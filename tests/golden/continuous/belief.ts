import type { Design, Interval } from '../../../src/contracts/design.ts';
import type { RandomStream } from '../../../src/core/random.ts';
import { between, oneOf } from './designs.ts';
import type { Features } from './features.ts';
import type { Moment } from './stream.ts';
import { zeros } from './signals.ts';

/** Training of one cue: its share of the trials, and the probability of reward at each step after it. */
export interface Taught {
  readonly share: number;
  readonly rewardAt: readonly number[];
}

const stepSeconds = 0.2;

/**
 * One or two cues in separate trials, each with a certain or uncertain reward at one of several times after it; then the same cues with other
 * proportions. The subject is trained in the first phase.
 */
export function beliefDesign(random: RandomStream): {
  readonly design: Design;
  readonly taught: readonly Taught[];
  readonly hazard: number;
  readonly stepSeconds: number;
} {
  const count = 1 + random.integer(2);
  const windowSteps = 18;
  const cues = ['A', 'B'].slice(0, count);
  const rewards = cues.map(() => {
    const [first, times] = [4 + random.integer(4), 1 + random.integer(5)];
    const weights = Array.from({ length: times }, () => between(random, 0.2, 1));
    return { probability: oneOf(random, [1, 0.9, 0.6]), steps: weights.map((_, i) => first + i), weights };
  });
  const itis: readonly (readonly [Interval, meanSeconds: number])[] = [
    [{ kind: 'fixed', seconds: 4 }, 4],
    [{ kind: 'uniform', minSeconds: 2, maxSeconds: 9 }, 5.5],
    [
      { kind: 'exponential', meanSeconds: 8, minSeconds: 1, maxSeconds: 40 },
      1 + 8 - (39 * Math.exp(-39 / 8)) / (1 - Math.exp(-39 / 8)),
    ],
  ];
  const [iti, itiSeconds] = oneOf(random, itis);
  const share = cues.map(() => 1 + random.integer(3));
  const whole = share.reduce((sum, one) => sum + one, 0);
  const taught = rewards.map(({ probability, steps, weights }, i): Taught => {
    const weight = weights.reduce((sum, one) => sum + one, 0);
    const rewardAt = zeros((steps.at(-1) as number) + 1);
    steps.forEach((step, k) => (rewardAt[step] = (probability * (weights[k] as number)) / weight));
    return { share: (share[i] as number) / whole, rewardAt };
  });
  const awaited = taught.reduce(
    (sum, one) => sum + one.share * one.rewardAt.reduce((steps, chance, step) => steps + chance * step, 0),
    0,
  );
  const mixture = (of: readonly number[]): Readonly<Record<string, number>> =>
    Object.fromEntries(cues.map((cue, i) => [cue, of[i] as number]));
  return {
    taught,
    hazard: 1 / (itiSeconds / stepSeconds + windowSteps - awaited),
    design: {
      cues: cues.map((id) => ({ id, title: id })),
      trialTypes: Object.fromEntries(
        rewards.map(({ probability, steps, weights }, i) => [
          cues[i] as string,
          {
            title: cues[i] as string,
            cues: [{ cue: cues[i] as string, onsetSeconds: 0, durationSeconds: 0.6 }],
            rewards: [
              {
                time: { kind: 'grid', seconds: steps.map((step) => step * stepSeconds), weights },
                magnitude: oneOf(random, [1, 0.5]),
                probability,
              },
            ],
          },
        ]),
      ),
      phases: [
        { id: 'training', trials: 14, plastic: true, mixture: mixture(share), order: 'random' },
        { id: 'later', trials: 8, plastic: random.next() < 0.7, mixture: mixture(cues.map(() => 1)), order: 'random' },
      ],
      iti,
      trialSeconds: windowSteps * stepSeconds,
    },
    stepSeconds,
  };
}

/**
 * The belief in each hidden state (Daw, Courville & Touretzky 2006; Starkweather et al. 2017). State 0 is the interval between trials; a cue that will
 * be rewarded leads from it to the first state of its interval. From the k-th state of an interval reward occurs with its hazard, and leads back; a cue
 * that will not be rewarded does not change the state. ε is the probability per step of untrained events: a reward at another time, an interval that ends unobserved; and
 * for each cue the probability that it appears, or fails to, contrary to training.
 */
export function beliefs(
  moments: readonly Moment[],
  taught: readonly Taught[],
  hazard: number,
  lapse: number,
): Features {
  const first = taught.map(
    (_, i) => 1 + taught.slice(0, i).reduce((sum, { rewardAt }) => sum + rewardAt.length - 1, 0),
  );
  const size = 1 + taught.reduce((sum, { rewardAt }) => sum + rewardAt.length - 1, 0);
  const table = (): number[][] => Array.from({ length: size }, () => zeros(size));
  const add = (to: number[][], i: number, j: number, chance: number): void =>
    void ((to[i] as number[])[j] = (to[i]?.[j] as number) + chance);
  const quiet = table();
  const rewarded = table();
  const cued = taught.map(table);
  add(quiet, 0, 0, 1 - hazard - lapse);
  add(rewarded, 0, 0, lapse);
  taught.forEach(({ share, rewardAt }, cue) => {
    const chance = rewardAt.reduce((sum, one) => sum + one, 0);
    const from = first[cue] as number;
    add(cued[cue] as number[][], 0, from, hazard * share * chance);
    add(cued[cue] as number[][], 0, 0, hazard * share * (1 - chance));
    let left = chance;
    for (let step = 1; step < rewardAt.length; step++) {
      const due = step === rewardAt.length - 1 ? 1 : (rewardAt[step] as number) / left;
      left -= rewardAt[step] as number;
      const state = from + step - 1;
      add(rewarded, state, 0, (1 - 2 * lapse) * due + lapse);
      add(quiet, state, 0, lapse);
      if (step < rewardAt.length - 1) add(quiet, state, state + 1, (1 - 2 * lapse) * (1 - due));
    }
  });
  const odds = lapse / (1 - lapse);

  /** Probability of each transition given the observation: for each cue, whether it appears as in the transition. */
  function seen(onsets: readonly number[], delivered: boolean): number[][] {
    const both = table();
    const ways: readonly (readonly [number[][], cue: number, reward: boolean])[] = [
      [quiet, -1, false],
      [rewarded, -1, true],
      ...cued.map((of, cue) => [of, cue, false] as const),
    ];
    for (const [of, cue, reward] of ways) {
      if (reward !== delivered) continue;
      const wrong = taught.filter((_, other) => onsets.includes(other) !== (other === cue)).length;
      for (let i = 0; i < size; i++)
        for (let j = 0; j < size; j++) add(both, i, j, (of[i]?.[j] as number) * odds ** wrong);
    }
    return both;
  }

  let belief = zeros(size);
  belief[0] = 1;
  return moments.map(({ onsets, delivered, isNaive }) => {
    if (isNaive) belief = [1, ...zeros(size - 1)];
    const ways = seen(onsets, delivered);
    const next = zeros(size);
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++) next[j] = (next[j] as number) + (belief[i] as number) * (ways[i]?.[j] as number);
    const total = next.reduce((sum, one) => sum + one, 0);
    belief = next.map((one) => one / total);
    return belief;
  });
}
