import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import chamber from '../../envs/choice-chamber.ts';
import rpeWindow from '../../src/manipulations/rpe-window.ts';
import { parseParameters } from '../../src/contracts/parameters.ts';
import type { Trial } from '../../src/contracts/trial.ts';
import { scheduleTrials } from '../../src/engine/schedule.ts';
import { fixed } from '../architectures/trials.ts';
import { brings, choiceDesign, leads, scheduleOf, stage } from './choices.ts';

const twoStep = choiceDesign({
  types: {
    two: [
      stage('first', 0, leads('a', ['pink', 0.7], ['blue', 0.3]), leads('b', ['blue', 1])),
      stage('pink', 1, brings(2, 'a', 0.4)),
      stage('blue', 1, brings(2, 'a', 1, 2), brings(2.5, 'b', 0)),
    ],
  },
  phases: [{ trials: 4000 }],
});

const share = (trials: readonly Trial[], holds: (trial: Trial) => boolean): number =>
  trials.filter(holds).length / trials.length;

describe('a trial is drawn in advance', () => {
  const trials = scheduleOf(twoStep);
  const [trial] = trials as readonly [Trial];

  test('for every option, with times in steps from time zero', () => {
    expect(trial.outcomes).toEqual([]);
    expect(trial.choices).toEqual([]);
    expect(trial.zeroStep).toBe(10);
    expect(trial.steps).toBe(40);
    expect(trial.stages?.map(({ id, state, step }) => [id, state, step])).toEqual([
      ['first', 0, 0],
      ['pink', 1, 10],
      ['blue', 2, 10],
    ]);
    expect(trial.stages?.[0]?.options[1]).toEqual({ action: 1, outcomes: [], next: 2 });
    expect(trial.stages?.[2]?.options).toEqual([
      { action: 0, outcomes: [{ step: 20, magnitude: 2, scheduled: 2, delivered: true }] },
      { action: 1, outcomes: [{ step: 25, magnitude: 0, scheduled: 1, delivered: false }] },
    ]);
  });

  test('stages and rewards have their probabilities', () => {
    // Two standard errors of a share over 4000 trials are below .016.
    expect(Math.abs(share(trials, ({ stages }) => stages?.[0]?.options[0]?.next === 1) - 0.7)).toBeLessThan(0.02);
    expect(
      Math.abs(share(trials, ({ stages }) => stages?.[1]?.options[0]?.outcomes[0]?.delivered === true) - 0.4),
    ).toBeLessThan(0.02);
  });

  test('the same seed gives the same trials, and another seed different ones', () => {
    expect(scheduleOf(twoStep)).toEqual(trials);
    expect(scheduleOf(twoStep, 2)).not.toEqual(trials);
  });
});

test('probes, groups, contexts and the level of dopamine at choice belong to the trial', () => {
  const design = choiceDesign({
    types: { one: [stage('s', 0, brings(1, 'a'))] },
    phases: [
      { trials: 1, probes: ['one'], group: 'g', choiceDopamine: -0.5 },
      { trials: 1, group: 'g' },
    ],
  });
  const [probe, plain] = scheduleOf(design) as readonly [Trial, Trial];
  expect([probe.plastic, probe.group, probe.overrides]).toEqual([false, 'g', { choiceDopamine: -0.5 }]);
  expect([plain.plastic, plain.overrides]).toEqual([true, undefined]);
});

test('stimulation starts at time zero, or at the first reward of any choice', () => {
  const window = { durationSeconds: 0.5, gainPositive: 0, gainNegative: 1, added: 2 } as const;
  const design = choiceDesign({
    types: { one: [stage('s', 0, brings(2, 'a'), brings(1, 'b'))] },
    extra: {
      stimulations: [
        { align: 'reward', onsetSeconds: -0.2, ...window },
        { align: 'cue', onsetSeconds: 0, ...window },
      ],
    },
    phases: [{ trials: 1 }],
  });
  expect(scheduleOf(design)[0]?.interventions.map(({ from, steps }) => [from, steps])).toEqual([
    [8, 5],
    [0, 5],
  ]);
});

test('a manipulation around the reward uses the first reward of any choice', () => {
  const design = choiceDesign({
    types: { one: [stage('s', 0, brings(2, 'a'), brings(1, 'b'))] },
    phases: [{ trials: 1 }],
  });
  const [trial] = scheduleOf(design) as readonly [Trial];
  const { intervention } = rpeWindow.changes(
    { ...parseParameters(rpeWindow.parameters, { durationSeconds: 0.3 }, 'rpe-window') },
    design,
  );
  expect(intervention?.(trial)).toEqual({ from: 10, steps: 3, gainPositive: 1, gainNegative: 1, added: 1 });
});

test('a design with an unknown name, or without choices, is refused', () => {
  const refuse = (types: Parameters<typeof choiceDesign>[0]['types'], message: RegExp): void =>
    expect(() => scheduleOf(choiceDesign({ types, states: [{ id: 's', title: 's' }] }))).toThrow(message);
  refuse({ one: [] }, /has no choice/);
  refuse({ one: [stage('t', 0, brings(1, 'a'))] }, /no state 't'/);
  refuse({ one: [stage('s', 0, leads('a', ['nowhere', 1]))] }, /no stage 'nowhere'/);
});

describe('a trial in words', () => {
  const [trial] = scheduleOf(twoStep) as readonly [Trial];

  test('before it is run', () => expect(chamber.describe(twoStep, trial)).toBe('first at 0 s, a or b'));

  test('afterwards: the choices and the outcome', () => {
    const completed: Trial = {
      ...trial,
      choices: [
        { stage: 0, option: 1, probabilities: [0.5, 0.5] },
        { stage: 2, option: 1, probabilities: [0.5, 0.5] },
      ],
      outcomes: trial.stages?.[2]?.options[1]?.outcomes ?? [],
    };
    expect(chamber.describe(twoStep, completed)).toBe(
      'first at 0 s, chose b, blue at 1 s, chose b, no reward at 2.5 s',
    );
  });
});

describe('drifting probabilities', () => {
  const walk = { sd: 0.05, min: 0.25, max: 0.75 };
  const drifting = (trials: number, groups: readonly string[] = ['']) =>
    choiceDesign({
      types: {
        one: [
          stage(
            's',
            0,
            { action: 'a', rewards: [{ time: fixed(1), magnitude: 1, probability: 0.6, walk }] },
            { action: 'b', rewards: [{ time: fixed(1), magnitude: 1, probability: 0.5, walk }] },
          ),
        ],
      },
      phases: groups.map((group) => ({ trials, ...(group === '' ? {} : { group }) })),
    });

  /** The probabilities with which each trial was drawn. */
  function chances(design: ReturnType<typeof choiceDesign>, seed = 1): readonly (readonly number[])[] {
    const seen: number[][] = [];
    const spy: typeof chamber = {
      ...chamber,
      realise(given, ...rest) {
        seen.push(
          (given.trialTypes['one']?.stages?.[0]?.options ?? []).map(
            ({ rewards }) => rewards[0]?.probability ?? Number.NaN,
          ),
        );
        return chamber.realise(given, ...rest);
      },
    };
    scheduleTrials(design, spy, seed);
    return seen;
  }

  test('start at their initial values, stay within bounds, and take independent steps of the right size', () => {
    const seen = chances(drifting(5000));
    expect(seen[0]).toEqual([0.6, 0.5]);
    expect(seen.flat().every((chance) => chance >= walk.min && chance <= walk.max)).toBe(true);
    const steps = (option: number): readonly number[] =>
      seen.slice(1).map((now, i) => (now[option] as number) - (seen[i]?.[option] as number));
    // Away from the bounds, where nothing is reflected.
    const inside = steps(0).filter((_, i) => Math.abs((seen[i]?.[0] as number) - 0.5) < 0.05);
    const sd = Math.sqrt(inside.reduce((sum, step) => sum + step ** 2, 0) / inside.length);
    expect(Math.abs(sd / walk.sd - 1)).toBeLessThan(0.1);
    expect(steps(0)).not.toEqual(steps(1));
  });

  test('a reflected walk becomes uniform between its bounds', () => {
    const seen = chances(drifting(20_000)).map(([first]) => first as number);
    const mean = seen.reduce((sum, chance) => sum + chance, 0) / seen.length;
    const variance = seen.reduce((sum, chance) => sum + (chance - mean) ** 2, 0) / seen.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.03);
    expect(Math.abs(variance / (0.5 ** 2 / 12) - 1)).toBeLessThan(0.15);
  });

  test('restart with a naive subject', () => expect(chances(drifting(20, ['g', 'h']))[20]).toEqual([0.6, 0.5]));

  test('do not affect the draws within trials', () => {
    const still = choiceDesign({
      types: { one: [stage('s', 0, brings(1, 'a', 0.6), brings(1, 'b', 0.5))] },
      phases: [{ trials: 1 }],
      iti: { kind: 'uniform', minSeconds: 1, maxSeconds: 9 },
    });
    const moving = { ...drifting(1), iti: still.iti };
    expect(scheduleOf(moving)).toEqual(scheduleOf(still));
  });

  test('with steps of any size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 100 }), (sd, seed) => {
        const design = drifting(5);
        const wild = JSON.parse(JSON.stringify(design).replaceAll('"sd":0.05', `"sd":${sd}`)) as typeof design;
        expect(
          chances(wild, seed)
            .flat()
            .every((chance) => chance >= walk.min && chance <= walk.max),
        ).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});
