import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import beliefState from '../../src/architectures/belief-state.ts';
import type { Trial } from '../../src/contracts/trial.ts';
import { designOf, featuresOf, trialOf, valuesOf } from './trials.ts';

const design = designOf({ cues: ['light', 'tone', 'click'], types: {} });
const dt = design.stepSeconds;
interface Settings {
  readonly priorStrength: number;
  readonly timingStrength: number;
  readonly priorIntervalSeconds: number;
  readonly longestSeconds: number;
  readonly timingSeconds: number;
  readonly togetherSeconds: number;
  readonly forgetting: number;
}
const settings: Settings = {
  priorStrength: 1,
  timingStrength: 0.5,
  priorIntervalSeconds: 30,
  longestSeconds: 2,
  timingSeconds: 0.1,
  togetherSeconds: 0.3,
  forgetting: 0,
};
const encoderOf = (given: Partial<Settings & { readonly sets: number }> = {}) =>
  beliefState.create(valuesOf(beliefState, { ...settings, sets: 20, ...given }), design);

/** Observations at each step: cues and their durations, and whether there is a reward. */
interface Seen {
  readonly cues: readonly (readonly [cue: number, steps: number])[];
  readonly reward: boolean;
}

/** A remembered interval: its cues, and how and when it ended, weighted by belief. */
interface Memory {
  readonly key: string;
  readonly ending: 'reward' | 'cues' | 'nothing';
  readonly step: number;
  readonly share: number;
}

/**
 * The same from the whole history at each step, in seconds and probabilities: the open set of cues, the steps since,
 * and the belief that an event is still to come. Every number is recomputed from the list of memories.
 */
function slowBeliefs(
  seen: readonly Seen[],
  {
    priorStrength: n0,
    timingStrength,
    priorIntervalSeconds,
    longestSeconds,
    timingSeconds,
    togetherSeconds,
    forgetting,
  }: Settings,
): readonly { key: string; elapsed: number; belief: number }[] {
  const timed = Math.round(longestSeconds / dt);
  const memories: Memory[] = [];
  // Ends of the inter-trial interval, and its durations; all of it decays with each opening.
  let [openings, uncued, waited] = [0, 0, 0];
  let open: { key: string; first: number; last: number; off: number; belief: number; onsets: string[] } | undefined;
  const density = (from: number, to: number): number => {
    const height = (k: number): number =>
      Math.abs(k - from) > Math.floor((4 * timingSeconds) / dt)
        ? 0
        : k === from
          ? 1
          : Math.exp(-(((k - from) * dt) ** 2) / (2 * timingSeconds ** 2));
    let total = 0;
    for (let k = 1; k <= timed; k++) total += height(k);
    return height(to) / total;
  };
  const kernels = new Map<string, number>();
  const kernel = (from: number, to: number): number => {
    const key = `${from} ${to}`;
    if (!kernels.has(key)) kernels.set(key, density(from, to));
    return kernels.get(key) as number;
  };
  /** Memories of a set with their remaining weights. */
  const recalled = (key: string) => {
    const own = memories.filter((memory) => memory.key === key);
    return own.map((memory, i) => ({ ...memory, left: (1 - forgetting) ** (own.length - 1 - i) }));
  };
  /** P(the event occurs exactly k steps later), and the part of it that is reward, before any observation. */
  const chances = (key: string, k: number): { end: number; reward: number } => {
    const own = recalled(key);
    const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
    const seenEnd = own.filter(({ ending }) => ending !== 'nothing');
    const ended = sum(seenEnd.map(({ left, share }) => left * share));
    const comes = (ended + n0 / 2) / (sum(own.map(({ left }) => left)) + n0);
    const weight = (those: typeof own): number =>
      sum(those.map(({ left, share, step }) => left * share * kernel(step, k))) + timingStrength / timed;
    return {
      end: (comes * weight(seenEnd)) / (ended + timingStrength),
      reward: (comes * weight(own.filter(({ ending }) => ending === 'reward'))) / (ended + timingStrength),
    };
  };
  const sumFrom = (key: string, from: number): number => {
    let sum = 0;
    for (let k = from; k <= timed; k++) sum += chances(key, k).end;
    return sum;
  };
  const rates = () => ({
    cue: (openings + n0) / (waited + (n0 * priorIntervalSeconds) / dt),
    reward: (uncued + n0) / (waited + (n0 * priorIntervalSeconds) / dt),
  });

  return seen.map(({ cues, reward }, now) => {
    const elapsed = open === undefined ? 0 : now - open.last;
    const remember = (ending: Memory['ending'], share: number): void => {
      memories.push({ key: open?.key as string, ending, step: elapsed, share });
      waited += (1 - share) * elapsed;
    };
    if (reward) {
      if (open === undefined) {
        waited += 1;
        uncued += 1;
      } else {
        const own = (open.belief * chances(open.key, elapsed).reward) / sumFrom(open.key, elapsed);
        const share = own / (own + (1 - open.belief) * rates().reward);
        remember('reward', share);
        uncued += 1 - share;
        open = undefined;
      }
    }
    if (cues.length > 0) {
      const follows = open !== undefined && now <= open.off + Math.round(togetherSeconds / dt);
      if (open !== undefined) remember(follows ? 'cues' : 'nothing', follows ? 1 : 0);
      else if (!reward) waited += 1;
      if (!follows)
        [openings, uncued, waited] = [
          (1 - forgetting) * openings + 1,
          (1 - forgetting) * uncued,
          (1 - forgetting) * waited,
        ];
      const known = follows ? open : undefined;
      const first: number = known?.first ?? now;
      const onsets: string[] = [
        ...(known?.onsets ?? []),
        ...cues
          .map(([cue]) => cue)
          .sort((a, b) => a - b)
          .map((cue) => `${cue}@${now - first}`),
      ];
      const off: number = Math.max(known?.off ?? 0, ...cues.map(([, steps]) => now + steps));
      open = { key: onsets.join(), first, last: now, off, onsets, belief: sumFrom(onsets.join(), 1) };
    } else if (!reward && open !== undefined) {
      const still = sumFrom(open.key, elapsed + 1) / sumFrom(open.key, elapsed);
      const waits = open.belief * (elapsed >= timed ? 0 : still);
      open.belief = waits / (waits + (1 - open.belief) * Math.exp(-rates().cue - rates().reward));
      if (elapsed >= timed) {
        remember('nothing', 0);
        open = undefined;
      }
    } else if (!reward) waited += 1;
    return open === undefined
      ? { key: '', elapsed: 0, belief: 0 }
      : { key: open.key, elapsed: now - open.last, belief: open.belief };
  });
}

/** One long trial with all observations. */
const asTrial = (seen: readonly Seen[]): Trial =>
  trialOf({
    zeroStep: 0,
    window: seen.length,
    cues: seen.flatMap(({ cues }, step) => cues.map(([cue, steps]) => [cue, step, steps] as const)),
    outcomes: seen.flatMap(({ reward }, step) => (reward ? [[step, 1] as const] : [])),
  });

const nothing: Seen = { cues: [], reward: false };
const cue = fc.tuple(fc.nat(2), fc.integer({ min: 1, max: 6 }));
// Pieces of experience in sequence: a wait, then cues, together or one after another, and a reward or none.
const piece = fc
  .record({
    wait: fc.integer({ min: 0, max: 40 }),
    first: fc.uniqueArray(cue, { minLength: 0, maxLength: 2, selector: ([index]) => index }),
    gap: fc.integer({ min: 1, max: 8 }),
    second: fc.option(cue),
    delay: fc.integer({ min: 0, max: 24 }),
    reward: fc.boolean(),
  })
  .map(({ wait, first, gap, second, delay, reward }): readonly Seen[] => [
    ...Array.from({ length: wait }, () => nothing),
    { cues: first, reward: false },
    ...(second === null ? [] : [...Array.from({ length: gap }, () => nothing), { cues: [second], reward: false }]),
    ...Array.from({ length: delay }, () => nothing),
    { cues: [], reward },
  ]);
const history = fc.array(piece, { minLength: 2, maxLength: 9 }).map((pieces) => pieces.flat());
const anySettings: fc.Arbitrary<Settings> = fc.record({
  priorStrength: fc.constantFrom(0.5, 1, 4),
  timingStrength: fc.constantFrom(0.01, 2),
  priorIntervalSeconds: fc.constantFrom(1, 30),
  longestSeconds: fc.constantFrom(1, 2),
  timingSeconds: fc.constantFrom(0, 0.1),
  togetherSeconds: fc.constantFrom(0, 0.3),
  forgetting: fc.constantFrom(0, 0.2),
});

describe('belief from counts of past events', () => {
  test('equals a recomputation from the whole history at each step', () => {
    fc.assert(
      fc.property(history, anySettings, (seen, given) => {
        const encoder = encoderOf({ ...given, sets: 20 });
        const rows = featuresOf(encoder.encode(asTrial(seen)), encoder.size);
        const timed = Math.round(given.longestSeconds / dt);
        // Sets are numbered in the order of their first occurrence.
        const numbers = new Map<string, number>();
        slowBeliefs(seen, given).forEach(({ key, elapsed, belief }, step) => {
          if (key !== '' && !numbers.has(key)) numbers.set(key, numbers.size);
          const own = 1 + (numbers.get(key) ?? -1) * timed + elapsed;
          const wanted = (feature: number): number =>
            feature === 0 ? 1 - belief : key !== '' && feature === own ? belief : 0;
          const apart = Math.max(
            ...(rows[step] as number[]).map((value, feature) => Math.abs(value - wanted(feature))),
          );
          if (!(apart < 1e-9)) expect.fail(`step ${step}: ${apart} apart`);
        });
      }),
      { numRuns: 60 },
    );
  });

  test('does not depend on trial boundaries', () => {
    fc.assert(
      fc.property(
        history,
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 20 }),
        (seen, lengths) => {
          const [whole, cut] = [encoderOf(), encoderOf()];
          const rows: number[][] = [];
          let from = 0;
          for (let i = 0; from < seen.length; i++) {
            const part = seen.slice(from, from + (lengths[i % lengths.length] as number));
            rows.push(...featuresOf(cut.encode(asTrial(part)), cut.size));
            from += part.length;
          }
          expect(rows).toEqual(featuresOf(whole.encode(asTrial(seen)), whole.size));
          expect(cut.state()).toEqual(whole.state());
        },
      ),
      { numRuns: 30 },
    );
  });

  test('continues from its state, also in another encoder', () => {
    fc.assert(
      fc.property(history, history, (before, after) => {
        const encoder = encoderOf();
        encoder.encode(asTrial(before));
        const saved = JSON.parse(JSON.stringify(encoder.state())) as number[];
        const rows = featuresOf(encoder.encode(asTrial(after)), encoder.size);
        for (const other of [encoder, encoderOf()]) {
          other.restore(saved);
          expect(featuresOf(other.encode(asTrial(after)), other.size)).toEqual(rows);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('a cue followed by reward after 1 s in N of ten trials', () => {
  const cued = (rewarded: boolean): Trial =>
    trialOf({ zeroStep: 60, window: 40, cues: [[0, 0, 5]], outcomes: [[10, rewarded ? 1 : 0]] });
  const beliefAt = (rows: readonly number[][], step: number): number => 1 - (rows[60 + step]?.[0] as number);

  test('reward has probability 1/2 before the first trial, then (n_r + n0/2) / (n + n0)', () => {
    const encoder = encoderOf({ timingSeconds: 0 });
    for (let trial = 0; trial < 40; trial++) {
      const rewarded = trial % 4 !== 3;
      const belief = beliefAt(featuresOf(encoder.encode(cued(rewarded)), encoder.size), 0);
      // Slightly less: each reward might have come without the cue, though with low probability.
      expect(Math.abs(belief - (trial - Math.floor(trial / 4) + 0.5) / (trial + 1))).toBeLessThan(
        trial === 0 ? 1e-12 : 0.05,
      );
    }
  });

  test('extinction is detected at the speed that earlier counts, or forgetting, allow', () => {
    const afterExtinction = (forgetting: number): number => {
      const encoder = encoderOf({ forgetting });
      for (let trial = 0; trial < 40; trial++) encoder.encode(cued(true));
      for (let trial = 0; trial < 20; trial++) encoder.encode(cued(false));
      return beliefAt(featuresOf(encoder.encode(cued(false)), encoder.size), 0);
    };
    expect(Math.abs(afterExtinction(0) - 40.5 / 61)).toBeLessThan(0.01);
    // Weights of (1-φ)^age: Σ over the rewarded ones and n0/2, of Σ over all and n0.
    const left = (from: number, to: number): number =>
      Array.from({ length: to - from }, (_, i) => 0.8 ** (from + i)).reduce((a, b) => a + b, 0);
    expect(Math.abs(afterExtinction(0.2) - (left(20, 60) + 0.5) / (left(0, 60) + 1))).toBeLessThan(0.01);
  });

  test('events are not counted while learning is off, and other cues are new', () => {
    const encoder = encoderOf();
    for (let trial = 0; trial < 10; trial++) encoder.encode(cued(true));
    const known = encoder.state();
    encoder.encode({ ...cued(false), plastic: false });
    const tone = trialOf({ zeroStep: 60, window: 40, cues: [[1, 0, 5]], plastic: false });
    expect(
      featuresOf(encoder.encode(tone), encoder.size)
        .slice(60)
        .every(([iti]) => iti === 1),
    ).toBe(true);
    expect(encoder.state()).toEqual(known);
  });
});

test('there is room for the requested number of cue sets; later ones predict nothing', () => {
  const encoder = encoderOf({ sets: 1 });
  expect(encoder.size).toBe(1 + 20);
  const show = (cueIndex: number): number[][] =>
    featuresOf(
      encoder.encode(trialOf({ zeroStep: 30, window: 30, cues: [[cueIndex, 0, 5]], outcomes: [[10, 1]] })),
      encoder.size,
    );
  expect(show(0)[32]?.[0]).toBeLessThan(1);
  expect(show(1).every(([iti]) => iti === 1)).toBe(true);
  expect(encoder.label(3)).toBe('light ISI + 0.2 s');
});

test('serial cues are one set, defined by order and spacing', () => {
  const encoder = encoderOf();
  encoder.encode(
    trialOf({
      zeroStep: 30,
      window: 30,
      cues: [
        [0, 0, 5],
        [1, 5, 5],
        [2, 5, 5],
      ],
      outcomes: [[15, 1]],
    }),
  );
  const labels = Array.from({ length: encoder.size }, (_, feature) => encoder.label(feature));
  expect(labels[1]).toBe('light ISI + 0 s');
  expect(labels[21]).toBe('light, then tone & click at 0.5 s ISI + 0 s');
  expect(new Set(labels).size).toBe(labels.length);
});

test('an interval between trials has one feature per step, and an interval of cues a few, whatever its length', () => {
  const encoder = encoderOf({ longestSeconds: 60 });
  const tables = encoder.encode(trialOf({ zeroStep: 600, window: 900, cues: [[0, 0, 5]] }));
  const numbers = tables.reduce(
    (sum, { rows, ...table }) => sum + (table.layout === 'dense' ? rows * table.columns.length : 0),
    0,
  );
  expect(tables[0]).toMatchObject({ firstStep: 0, rows: 600, columns: Int32Array.of(0) });
  expect(numbers).toBeLessThan(600 + 900 * 10);
});
