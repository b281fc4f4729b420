import { expect, test } from 'vitest';
import { align } from '../../src/analysis/aligned.ts';
import { marksOf } from '../../src/analysis/marks.ts';
import type { Trial } from '../../src/contracts/trial.ts';
import { brings, choiceDesign, leads, scheduleOf, stage } from '../envs/choices.ts';

const design = choiceDesign({
  types: {
    two: [
      stage('first', 0, leads('a', ['second', 1]), brings(1, 'b')),
      stage('second', 0.8, brings(2, 'a'), brings(2, 'b', 0)),
    ],
  },
  phases: [{ trials: 4 }],
});
const condition = { title: 'all', types: ['two'], align: 'cue', window: [-0.5, 2.6] } as const;

/** A trial after it was run with these options. */
function completed(trial: Trial, ...options: readonly number[]): Trial {
  const choices = options.map((option, stage) => ({ stage, option, probabilities: [0.5, 0.5] }));
  return {
    ...trial,
    choices,
    outcomes: choices.flatMap(({ stage: at, option }) => trial.stages?.[at]?.options[option]?.outcomes ?? []),
  };
}

const [trial] = scheduleOf(design) as readonly [Trial];
const marks = (...trials: readonly Trial[]) =>
  marksOf(design, { ...align(condition, design, trials), trials }).map(({ event, label, seconds }) => [
    event,
    label,
    seconds,
  ]);

test('visited stages and outcomes are marked', () => {
  expect(marks(completed(trial, 0, 0))).toEqual([
    ['cue', 'choice 1', 0],
    ['cue', 'choice 2', 0.8],
    ['reward', 'reward', 2],
  ]);
  expect(marks(completed(trial, 1))).toEqual([
    ['cue', 'choice', 0],
    ['reward', 'reward', 1],
  ]);
});

test('only events that are the same in all trials are marked', () =>
  expect(marks(completed(trial, 0, 0), completed(trial, 0, 1))).toEqual([
    ['cue', 'choice 1', 0],
    ['cue', 'choice 2', 0.8],
  ]));

test('nothing before a trial is run', () => expect(marks(trial)).toEqual([]));
