import { expect, test } from 'vitest';
import { shapeEncoder } from '../../src/architectures/tables/shape-encoder.ts';
import { binaryTable } from '../../src/architectures/tables/binary-table.ts';
import type { Encoder } from '../../src/contracts/architecture.ts';
import type { StepCue, StepOption, StepOutcome, StepStage, Trial, TrialWindow } from '../../src/contracts/trial.ts';

// Complete, so that a new field of a trial must be added here as well.
const cue: Required<StepCue> = { cue: 1, onset: 0, steps: 5 };
const outcome: Required<StepOutcome> = {
  step: 5,
  magnitude: 1,
  scheduled: 1,
  delivered: true,
  learningRateFactor: 0.5,
};
const option: Required<StepOption> = { action: 0, outcomes: [outcome], next: 1 };
const stage: Required<StepStage> = { id: 'first', state: 0, step: 0, options: [option] };
const shown: Required<Omit<TrialWindow, 'rows'>> = { cues: [cue], outcomes: [outcome], context: 0, stages: [stage] };

const trial: Trial = {
  index: 4,
  phase: 'training',
  group: 'g',
  type: 'reward',
  plastic: true,
  startSeconds: 0,
  zeroSeconds: 0.2,
  steps: 12,
  zeroStep: 2,
  interventions: [],
  ...shown,
};

/** An encoder that records which windows it was asked to build. */
function counting(): { encoder: Encoder; built: unknown[] } {
  const built: unknown[] = [];
  const encoder = shapeEncoder({
    size: 1,
    layout: 'binary',
    label: () => 'one',
    build(window) {
      built.push(window);
      return binaryTable(window.rows, (mark) => mark(0, 0));
    },
  });
  return { encoder, built };
}

/** The value with each of its numbers, texts and flags changed, one at a time. */
function* variants(value: unknown): Generator {
  if (typeof value === 'number') yield value + 1;
  else if (typeof value === 'string') yield `${value}'`;
  else if (typeof value === 'boolean') yield !value;
  else if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) for (const other of variants(item)) yield value.with(i, other);
    yield [];
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value))
      for (const other of variants(item)) yield { ...value, [name]: other };
  }
}

const window = Object.keys(shown) as (keyof typeof shown)[];
const elsewhere = ['index', 'phase', 'group', 'type', 'plastic'] as const;

test.each(window)('features are rebuilt after any change in the %s of a trial', (name) => {
  const others = [...variants(trial[name])] as Trial[typeof name][];
  expect(others.length).toBeGreaterThan(0);
  for (const other of others) {
    const { encoder, built } = counting();
    encoder.encode(trial);
    encoder.encode({ ...trial, [name]: other });
    expect(built, JSON.stringify(other)).toHaveLength(2);
  }
});

test('a longer window is a different shape, a longer interval before it is not', () => {
  const { encoder, built } = counting();
  encoder.encode(trial);
  expect(encoder.encode({ ...trial, steps: 20, zeroStep: 10 })).toMatchObject([{ firstStep: 10, rows: 10 }]);
  expect(built).toHaveLength(1);
  expect(encoder.encode({ ...trial, steps: 13 })).toMatchObject([{ firstStep: 2, rows: 11 }]);
  expect(built).toHaveLength(2);
});

test('equal windows are built once', () => {
  const { encoder, built } = counting();
  for (let i = 0; i < 3; i++) encoder.encode(structuredClone(trial));
  for (const name of elsewhere)
    for (const other of variants(trial[name])) encoder.encode({ ...structuredClone(trial), [name]: other });
  expect(built).toHaveLength(1);
});

test('features depend only on the window: the rest of the trial is not accessible', () => {
  const { encoder, built } = counting();
  encoder.encode(trial);
  expect(Object.keys(built[0] as object).sort()).toEqual([...window, 'rows'].sort());
});
