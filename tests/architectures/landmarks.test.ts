import { describe, expect, test } from 'vitest';
import landmarks from '../../src/architectures/landmarks.ts';
import { landmarksOf } from '../../src/architectures/landmarks/lines.ts';
import type { Trial } from '../../src/contracts/trial.ts';
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
const lines = 3;
const [precision, weber, anticipation] = [1, 0.15, 6];

const encoder = landmarks.create(valuesOf(landmarks), design);
const rowsOf = (trial: Trial): number[][] => featuresOf(encoder.encode(trial), encoder.size);

/** A normal distribution on the positions within reach of p, as it is written. */
function belief(p: number, sd: number): number[] {
  const reach = Math.min(p, p < 12 ? 11 - p : Infinity);
  const heights = Array.from({ length: positions }, (_, i) => (Math.abs(i - p) <= reach ? Math.exp(-(((i - p) / sd) ** 2) / 2) : 0));
  const total = heights.reduce((sum, one) => sum + one, 0);
  return total > 0 ? heights.map((one) => one / total) : heights.map((_, i) => (i === Math.round(p) ? 1 : 0));
}

function expectPlaces(trial: Trial, places: readonly { readonly p: number; readonly since: number }[]): void {
  const rows = rowsOf(trial);
  places.forEach(({ p, since }, row) => {
    const sd = Math.hypot(precision, weber * since);
    const features = rows[trial.zeroStep + row] as number[];
    const [seen, anticipated] = [features.slice(0, positions), features.slice(lines * positions, lines * positions + positions)];
    belief(p, sd).forEach((wanted, i) => expect(seen[i], `seen, row ${row}, position ${i}`).toBeCloseTo(wanted, 10));
    belief(p, Math.max(sd, anticipation)).forEach((wanted, i) => expect(anticipated[i], `anticipated, row ${row}, position ${i}`).toBeCloseTo(wanted, 10));
  });
}

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);

test('a series stands on one line, cues that come together on lines of their own', () => {
  const { lines: known, ofCue } = landmarksOf(design);
  expect(known.map(({ title, rewardAt }) => [title, rewardAt])).toEqual([['a to c', 12], ['light', Infinity], ['tone', Infinity]]);
  expect(ofCue[1]).toEqual({ line: 0, position: 4, length: 4, nextPosition: 8 });
});

describe('position and how sure it is', () => {
  test('moves on with time, and is sure at each landmark', () => {
    const run = trialOf({ window: 20, cues: [[0, 0, 4], [1, 4, 4], [2, 8, 4]], outcomes: [[12, 1]] });
    expectPlaces(run, upTo(12).map((p) => ({ p, since: p % 4 })));
    expect(rowsOf(run).slice(2 + 12).flat().every((value) => value === 0)).toBe(true);
  });

  test('in the dark it moves on at the same pace, ever less sure', () => {
    expectPlaces(trialOf({ window: 20, cues: [[0, 0, 4]], outcomes: [[12, 1]] }), upTo(12).map((p) => ({ p, since: p })));
  });

  test('at twice the speed, once a stretch between neighbours has shown it', () => {
    const fast = trialOf({ window: 20, cues: [[0, 0, 2], [1, 2, 2]], outcomes: [[6, 1]] });
    expectPlaces(fast, [{ p: 0, since: 0 }, { p: 1, since: 1 }, { p: 4, since: 0 }, { p: 6, since: 2 }, { p: 8, since: 4 }, { p: 10, since: 6 }]);
  });

  test('a jump changes place and not pace', () => {
    const jump = trialOf({ window: 20, cues: [[0, 0, 4], [2, 4, 4]], outcomes: [[8, 1]] });
    expectPlaces(jump, [0, 1, 2, 3, 8, 9, 10, 11].map((p) => ({ p, since: p < 4 ? p : p - 8 })));
  });

  test('it does not leave a landmark that stays in sight', () => {
    const pause = trialOf({ window: 20, cues: [[0, 0, 9], [1, 9, 4]], outcomes: [[17, 1]] });
    expectPlaces(pause, [0, 1, 2, 3, 3, 3, 3, 3, 3, 4].map((p, row) => ({ p, since: row < 9 ? p : 0 })));
  });
});
