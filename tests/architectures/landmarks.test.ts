import { describe, expect, test } from 'vitest';
import landmarks from '../../src/architectures/landmarks.ts';
import { orderOfCues } from '../../src/architectures/landmarks/lines.ts';
import type { StepCue, Trial } from '../../src/contracts/trial.ts';
import { designOf, featuresOf, fixed, trialOf, valuesOf } from './trials.ts';

// Three places of 0.4 s each, four steps apart; reward at 1.2 s.
const track = ['a', 'b', 'c'].map((cue, i) => ({ cue, onsetSeconds: 0.4 * i, durationSeconds: 0.4 }));
const design = designOf({
  cues: ['a', 'b', 'c', 'light', 'tone'],
  types: {
    run: { cues: track, rewards: [{ time: fixed(1.2), magnitude: 1, probability: 1 }] },
    pair: { cues: ['light', 'tone'].map((cue) => ({ cue, onsetSeconds: 0, durationSeconds: 0.4 })), rewards: [] },
  },
  trialSeconds: 2,
});
const positions = 20;
// One line per cue, because each may be alone on its line.
const lines = 5;
const [precision, weber, anticipation] = [1, 0.15, 6];

const wholeRun = trialOf({
  window: positions,
  cues: [
    [0, 0, 4],
    [1, 4, 4],
    [2, 8, 4],
  ],
  outcomes: [[12, 1]],
});
const naive = () => landmarks.create(valuesOf(landmarks), design);
/** It has run the track once, and has seen light and tone. */
const encoder = naive();
encoder.encode(wholeRun);
encoder.encode(
  trialOf({
    window: positions,
    cues: [
      [3, 0, 4],
      [4, 0, 4],
    ],
  }),
);
const rowsOf = (trial: Trial): number[][] => featuresOf(encoder.encode({ ...trial, plastic: false }), encoder.size);

/** A normal distribution on the reachable positions around p, written directly. */
function belief(p: number, sd: number): number[] {
  const reach = Math.min(p, p < 12 ? 11 - p : Infinity);
  const heights = Array.from({ length: positions }, (_, i) =>
    Math.abs(i - p) <= reach ? Math.exp(-(((i - p) / sd) ** 2) / 2) : 0,
  );
  const total = heights.reduce((sum, one) => sum + one, 0);
  return total > 0 ? heights.map((one) => one / total) : heights.map((_, i) => (i === Math.round(p) ? 1 : 0));
}

function expectPlaces(trial: Trial, places: readonly { readonly p: number; readonly since: number }[]): void {
  const rows = rowsOf(trial);
  places.forEach(({ p, since }, row) => {
    const sd = Math.hypot(precision, weber * since);
    const features = rows[trial.zeroStep + row] as number[];
    const [seen, anticipated] = [
      features.slice(0, positions),
      features.slice(lines * positions, lines * positions + positions),
    ];
    belief(p, sd).forEach((wanted, i) => expect(seen[i], `seen, row ${row}, position ${i}`).toBeCloseTo(wanted, 10));
    belief(p, Math.max(sd, anticipation)).forEach((wanted, i) =>
      expect(anticipated[i], `anticipated, row ${row}, position ${i}`).toBeCloseTo(wanted, 10),
    );
  });
}

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);

test('a series is on one line, simultaneous cues on separate lines', () => {
  const order = orderOfCues(design);
  const meet = (cues: readonly StepCue[], rewardAt?: number): boolean =>
    order.meet(
      {
        cues,
        outcomes: rewardAt === undefined ? [] : [{ step: rewardAt, magnitude: 1, scheduled: 1, delivered: true }],
      },
      positions,
    );
  expect(
    meet([
      { cue: 2, onset: 9, steps: 4 },
      { cue: 0, onset: 1, steps: 4 },
      { cue: 1, onset: 5, steps: 3 },
    ]),
  ).toBe(true);
  expect(
    meet(
      [
        { cue: 0, onset: 0, steps: 4 },
        { cue: 3, onset: 3, steps: 4 },
        { cue: 4, onset: 3, steps: 4 },
      ],
      2,
    ),
  ).toBe(true);
  expect(meet([{ cue: 4, onset: 0, steps: 4 }])).toBe(false);
  expect(order.lines.map(({ cues }) => cues)).toEqual([[0, 1, 2], [3], [4]]);
  expect(order.ofCue[1]).toEqual({ line: 0, position: 4, length: 3, nextPosition: 8 });
  expect([order.reward(0, 12), order.reward(0, 11), order.reward(0, 13)]).toEqual([true, false, true]);
  expect(order.lines[0]?.rewardAt).toBe(13);
  const restored = orderOfCues(design);
  restored.restore(JSON.parse(JSON.stringify(order.state())) as number[]);
  expect([restored.lines, restored.ofCue]).toEqual([order.lines, order.ofCue]);
});

test('a new cue on a known line is added to it, such as one that was dark before', () => {
  const order = orderOfCues(design);
  const show = (...cues: readonly (readonly [number, number])[]) =>
    order.meet({ cues: cues.map(([cue, onset]) => ({ cue, onset, steps: 4 })), outcomes: [] }, positions);
  show([0, 0], [2, 8]);
  show([0, 0], [1, 4], [2, 8], [3, 12]);
  expect(order.lines.map(({ cues }) => cues)).toEqual([[0, 1, 2, 3]]);
  expect(order.ofCue.slice(0, 4).map((landmark) => [landmark?.position, landmark?.nextPosition])).toEqual([
    [0, 4],
    [4, 8],
    [8, 12],
    [12, Infinity],
  ]);
  // Cues beyond the end of the line are placed on another.
  show([0, 0], [4, positions]);
  expect(order.ofCue[4]).toEqual({ line: 1, position: 0, length: 4, nextPosition: Infinity });
});

test('the track ahead is unknown at first and known afterwards, also in an encoder that is restored from the state', () => {
  const first = naive();
  const rows = featuresOf(first.encode(wholeRun), first.size);
  // At the second landmark, 4 positions on: as far ahead as the start is behind. After a reward at 12 it is 7.
  expect((rows[2 + 6] as number[]).findLastIndex((value, i) => i < positions && value > 0)).toBe(12);
  const known = (one: typeof first): number[][] => featuresOf(one.encode(wholeRun), one.size);
  const second = known(first);
  expect((second[2 + 6] as number[]).findLastIndex((value, i) => i < positions && value > 0)).toBe(11);
  const other = naive();
  other.restore(first.state());
  expect(known(other)).toEqual(second);
});

test('new cues have no features while learning is off', () => {
  const untaught = naive();
  expect(
    featuresOf(untaught.encode({ ...wholeRun, plastic: false }), untaught.size)
      .flat()
      .every((value) => value === 0),
  ).toBe(true);
});

describe('position and its uncertainty', () => {
  test('the position advances with time, and is certain at each landmark', () => {
    const run = trialOf({
      window: 20,
      cues: [
        [0, 0, 4],
        [1, 4, 4],
        [2, 8, 4],
      ],
      outcomes: [[12, 1]],
    });
    expectPlaces(
      run,
      upTo(12).map((p) => ({ p, since: p % 4 })),
    );
    expect(
      rowsOf(run)
        .slice(2 + 12)
        .flat()
        .every((value) => value === 0),
    ).toBe(true);
  });

  test('in the dark it advances at the same speed, with increasing uncertainty', () => {
    expectPlaces(
      trialOf({ window: 20, cues: [[0, 0, 4]], outcomes: [[12, 1]] }),
      upTo(12).map((p) => ({ p, since: p })),
    );
  });

  test('advances at twice the speed once the interval between two landmarks has shown it', () => {
    const fast = trialOf({
      window: 20,
      cues: [
        [0, 0, 2],
        [1, 2, 2],
      ],
      outcomes: [[6, 1]],
    });
    expectPlaces(fast, [
      { p: 0, since: 0 },
      { p: 1, since: 1 },
      { p: 4, since: 0 },
      { p: 6, since: 2 },
      { p: 8, since: 4 },
      { p: 10, since: 6 },
    ]);
  });

  test('a teleport changes the position but not the speed', () => {
    const jump = trialOf({
      window: 20,
      cues: [
        [0, 0, 4],
        [2, 4, 4],
      ],
      outcomes: [[8, 1]],
    });
    expectPlaces(
      jump,
      [0, 1, 2, 3, 8, 9, 10, 11].map((p) => ({ p, since: p < 4 ? p : p - 8 })),
    );
  });

  test('it stays at a landmark that remains visible', () => {
    const pause = trialOf({
      window: 20,
      cues: [
        [0, 0, 9],
        [1, 9, 4],
      ],
      outcomes: [[17, 1]],
    });
    expectPlaces(
      pause,
      [0, 1, 2, 3, 3, 3, 3, 3, 3, 4].map((p, row) => ({ p, since: row < 9 ? p : 0 })),
    );
  });
});
