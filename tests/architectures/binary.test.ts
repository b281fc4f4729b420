import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import completeSerialCompound from '../../src/architectures/complete-serial-compound.ts';
import elemental from '../../src/architectures/elemental.ts';
import presence from '../../src/architectures/presence.ts';
import type { Trial } from '../../src/contracts/trial.ts';
import { designOf, featuresOf, trialOf, valuesOf } from './trials.ts';

// Three cues, 12 steps of 0.5 s after time zero.
const design = designOf({ cues: ['light', 'tone', 'click'], types: {}, trialSeconds: 6, stepSeconds: 0.5 });
const window = 12;

const trials = fc
  .record({
    zeroStep: fc.integer({ min: 1, max: 4 }),
    cues: fc.array(fc.tuple(fc.nat(2), fc.nat(9), fc.integer({ min: 1, max: 8 })), { maxLength: 4 }),
    outcomes: fc.array(fc.tuple(fc.nat(11), fc.constantFrom(0, 1, 2.5)), { maxLength: 3 }),
  })
  .map(({ outcomes, ...rest }) => trialOf({ ...rest, window, outcomes: outcomes.sort(([a], [b]) => a - b) }));

/** Features by a formula: x(feature, step from time zero). */
const formula = (trial: Trial, size: number, x: (feature: number, step: number) => boolean): number[][] =>
  Array.from({ length: trial.steps }, (_, step) =>
    Array.from({ length: size }, (_, feature) => (step >= trial.zeroStep && x(feature, step - trial.zeroStep) ? 1 : 0)),
  );

describe('complete serial compound', () => {
  test.each([false, true])('x_{i,k}(t) = 1 if t - onset_i = k, with resetAtReward %s', (resetAtReward) => {
    const units = 6;
    const encoder = completeSerialCompound.create(
      valuesOf(completeSerialCompound, { resetAtReward, serialSeconds: 3 }),
      design,
    );
    expect(encoder.size).toBe(3 * units);
    fc.assert(
      fc.property(trials, (trial) => {
        const expected = formula(trial, encoder.size, (feature, step) =>
          trial.cues.some(({ cue, onset }) => {
            const ended = resetAtReward && trial.outcomes.some((o) => o.delivered && o.step > onset && o.step <= step);
            return cue === Math.floor(feature / units) && step - onset === feature % units && !ended;
          }),
        );
        expect(featuresOf(encoder.encode(trial), encoder.size)).toEqual(expected);
      }),
    );
  });

  test('a delay line ends with the trial if serialSeconds is longer', () => {
    expect(completeSerialCompound.create(valuesOf(completeSerialCompound, { serialSeconds: 60 }), design).size).toBe(
      3 * window,
    );
  });

  test('labels name the cue and the time since its onset', () => {
    const encoder = completeSerialCompound.create(valuesOf(completeSerialCompound, { serialSeconds: 3 }), design);
    expect(encoder.label(0)).toBe('light + 0 s');
    expect(encoder.label(9)).toBe('tone + 1.5 s');
  });
});

test('presence: x_i(t) = 1 while cue i is on', () => {
  fc.assert(
    fc.property(trials, (trial) => {
      const encoder = presence.create(valuesOf(presence), design);
      const expected = formula(trial, 3, (feature, step) =>
        trial.cues.some(({ cue, onset, steps }) => cue === feature && step >= onset && step < onset + steps),
      );
      expect(featuresOf(encoder.encode(trial), 3)).toEqual(expected);
    }),
  );
});

describe('elemental', () => {
  const encoder = elemental.create(valuesOf(elemental), design);
  const rowsOn = (trial: Trial, cue: number): number[] =>
    featuresOf(encoder.encode(trial), 3).flatMap((features, step) =>
      features[cue] === 1 ? [step - trial.zeroStep] : [],
    );

  test('a cue remains on until the outcome, also after its end', () => {
    const trial = trialOf({
      cues: [
        [0, 0, 2],
        [1, 3, 1],
      ],
      outcomes: [[6, 0]],
    });
    expect(rowsOn(trial, 0)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(rowsOn(trial, 1)).toEqual([3, 4, 5, 6]);
    expect(rowsOn(trial, 2)).toEqual([]);
  });

  test('without an outcome all cues are on until the last one ends', () => {
    const trial = trialOf({
      cues: [
        [0, 0, 2],
        [1, 2, 3],
      ],
    });
    expect(rowsOn(trial, 0)).toEqual([0, 1, 2, 3, 4]);
    expect(rowsOn(trial, 1)).toEqual([2, 3, 4]);
  });

  test('a cue after the last outcome is on for its duration', () => {
    expect(rowsOn(trialOf({ cues: [[0, 4, 3]], outcomes: [[1, 1]] }), 0)).toEqual([4, 5, 6]);
  });

  test('a context is on before the trial and, within it, as long as the cues', () => {
    const placed = elemental.create(valuesOf(elemental), {
      ...design,
      contexts: [
        { id: 'box', title: 'box' },
        { id: 'cage', title: 'cage' },
      ],
    });
    const trial = trialOf({ zeroStep: 3, window: 12, cues: [[0, 0, 2]], outcomes: [[4, 1]], context: 1 });
    const features = featuresOf(placed.encode(trial), 5);
    const on = (feature: number): number[] => features.flatMap((row, step) => (row[feature] === 1 ? [step - 3] : []));
    expect(features).toHaveLength(15);
    expect(on(4)).toEqual([-3, -2, -1, 0, 1, 2, 3, 4]);
    expect(on(0)).toEqual([0, 1, 2, 3, 4]);
    expect(on(3)).toEqual([]);
  });
});

test('a cached table starts at the zero step of the current trial', () => {
  const encoder = presence.create(valuesOf(presence), design);
  const early = encoder.encode(trialOf({ zeroStep: 3, cues: [[0, 0, 2]] }));
  const late = encoder.encode(trialOf({ zeroStep: 7, cues: [[0, 0, 2]] }));
  expect([early[0]?.firstStep, late[0]?.firstStep]).toEqual([3, 7]);
});

test('trials are encoded correctly if there are more shapes than the cache holds', () => {
  const encoder = presence.create(valuesOf(presence), design);
  for (let i = 0; i < 400; i++) {
    const [onset, steps] = [i % 10, 1 + (i % 7)];
    const completed = [trialOf({ cues: [[0, onset, steps]] }), trialOf({})].map((trial) =>
      featuresOf(encoder.encode(trial), 3).filter(([light]) => light === 1),
    );
    // The rest of a cue at the end of its trial continues in the next.
    expect(completed.map(({ length }) => length)).toEqual([
      Math.min(steps, 10 - onset),
      Math.max(0, steps - 10 + onset),
    ]);
  }
});
