import { describe, expect, test } from 'vitest';
import { aligned, testsOf, written, type Written } from '../../src/paradigms/shared/written.ts';

const shape = { cueSeconds: 2, itiSeconds: 10, magnitude: 3 };
const renewal: Written = {
  groups: { away: 'tested away', home: 'tested at home' },
  cues: { B: 'cue B', A: 'cue A' },
  contexts: { K2: 'second place', K1: 'first place' },
  kinds: {
    test: ['#K1:A', 'A alone'],
    pair: ['K1:B>A+', 'B, then A, then reward'],
    omitted: ['K2:A+p0', 'A, no reward'],
  },
  phases: ['training', { id: 'extinction', iti: { kind: 'fixed', seconds: 60 } }, 'test'],
  lines: `
    away | rand 30/2K1:B>A+/K2:A+p0 | rand 5/K2:A+p0 | rand 4/#K1:A
    home | rand 30/K1:B>A+          | -              | rand 4/#K1:A`,
};

describe('a design as lines of text', () => {
  test('has the given names, in order', () => {
    const { cues, contexts, groups, trialTypes, phases } = written(renewal, shape);
    expect([cues, contexts, groups].map((named) => named?.map(({ id, title }) => `${id}: ${title}`))).toEqual([
      ['B: cue B', 'A: cue A'],
      ['K2: second place', 'K1: first place'],
      ['away: tested away', 'home: tested at home'],
    ]);
    expect(Object.entries(trialTypes).map(([id, { title }]) => `${id}: ${title}`)).toEqual([
      'test: A alone',
      'pair: B, then A, then reward',
      'omitted: A, no reward',
    ]);
    expect(phases).toEqual([
      {
        id: 'away-training',
        group: 'away',
        trials: 30,
        plastic: true,
        mixture: { pair: 2, omitted: 1 },
        order: 'balanced',
      },
      {
        id: 'away-extinction',
        group: 'away',
        trials: 5,
        plastic: true,
        mixture: { omitted: 1 },
        order: 'balanced',
        iti: { kind: 'fixed', seconds: 60 },
      },
      { id: 'away-test', group: 'away', trials: 4, plastic: false, mixture: { test: 1 }, order: 'balanced' },
      { id: 'home-training', group: 'home', trials: 30, plastic: true, mixture: { pair: 1 }, order: 'balanced' },
      { id: 'home-test', group: 'home', trials: 4, plastic: false, mixture: { test: 1 }, order: 'balanced' },
    ]);
  });

  test('has the given times and reward', () => {
    const { trialTypes, iti, trialSeconds } = written(renewal, shape);
    expect(trialTypes['pair']).toEqual({
      title: 'B, then A, then reward',
      cues: [
        { cue: 'B', onsetSeconds: 0, durationSeconds: 2 },
        { cue: 'A', onsetSeconds: 2, durationSeconds: 2 },
      ],
      rewards: [{ time: { kind: 'fixed', seconds: 4 }, magnitude: 3, probability: 1 }],
      context: 'K1',
    });
    expect(trialTypes['omitted']?.rewards).toEqual([
      { time: { kind: 'fixed', seconds: 2 }, magnitude: 3, probability: 0 },
    ]);
    expect(iti).toEqual({ kind: 'uniform', minSeconds: 5, maxSeconds: 15 });
    // Two cues and a second after them.
    expect(trialSeconds).toBe(5);
  });

  test('without contexts the places in the lines are not observed', () => {
    const { contexts: _, ...placeless } = renewal;
    const design = written(placeless, shape);
    expect(design).not.toHaveProperty('contexts');
    expect(Object.values(design.trialTypes).filter((type) => 'context' in type)).toEqual([]);
  });

  test('a trial type without a name is an error', () => {
    const { omitted: _, ...kinds } = renewal.kinds;
    expect(() => written({ ...renewal, kinds }, shape)).toThrow("'K2:A+p0' is not among the kinds of the design");
  });
});

test('conditions show the whole trial, from a second before the cue', () => {
  expect(
    aligned(
      testsOf({ away: 'elsewhere' }, (place) => `test, ${place}`),
      shape,
      2,
    ),
  ).toEqual({
    away: { title: 'test, elsewhere', types: ['test'], phase: 'away-test', align: 'cue', window: [-1, 5] },
  });
});
