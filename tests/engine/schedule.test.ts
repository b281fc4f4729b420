import { describe, expect, test } from 'vitest';
import chamber from '../../envs/conditioning-chamber.ts';
import type { GridDesign } from '../../src/contracts/design.ts';
import { scheduleTrials } from '../../src/engine/schedule.ts';
import { onGrid as design } from './design.ts';

const trials = scheduleTrials(design, chamber, 1);
const inPhase = (phase: string) => trials.filter((trial) => trial.phase === phase);
const typesOf = (phase: string): string[] => inPhase(phase).map(({ type }) => type);
const count = (types: readonly string[], type: string): number => types.filter((one) => one === type).length;

describe('order of trial types', () => {
  test('indices are consecutive and phases are in order', () => {
    expect(trials.map(({ index }) => index)).toEqual(trials.map((_, i) => i));
    expect([...new Set(trials.map(({ phase }) => phase))]).toEqual(['drawn', 'exact', 'rows']);
    expect(inPhase('exact').every(({ plastic }) => !plastic)).toBe(true);
  });

  test('random: each trial is drawn with the share of its type', () => {
    const sure = count(typesOf('drawn'), 'sure');
    // Five standard errors of a binomial count, p = 1/4.
    expect(Math.abs(sure - 750)).toBeLessThan(5 * Math.sqrt(3000 * 0.25 * 0.75));
  });

  test('balanced: counts are as even as possible, in random order', () => {
    const types = typesOf('exact');
    expect(['sure', 'chance', 'bare'].map((type) => count(types, type)).sort((a, b) => a - b)).toEqual([33, 33, 34]);
    const runs = types.filter((type, i) => type !== types[i - 1]).length;
    expect(runs).toBeGreaterThan(50);
  });

  test('blocked: exact counts, in the given order', () => {
    expect(typesOf('rows')).toEqual([...Array(4).fill('bare'), ...Array(6).fill('sure')]);
  });
});

describe('inside a trial', () => {
  test('times are multiples of a step', () => {
    const trial = trials.find(({ type }) => type === 'chance');
    expect(trial?.cues).toEqual([
      { cue: 0, onset: 0, steps: 5 },
      { cue: 1, onset: 3, steps: 2 },
    ]);
    for (const { zeroStep, steps } of trials) {
      expect(steps - zeroStep).toBe(20);
      expect(zeroStep).toBeGreaterThanOrEqual(10);
      expect(zeroStep).toBeLessThanOrEqual(20);
    }
  });

  test('deliveries and times have their probabilities, independently', () => {
    const outcomes = trials.filter(({ type }) => type === 'chance').map(({ outcomes }) => outcomes[0]);
    const n = outcomes.length;
    const share = (keep: (outcome: (typeof outcomes)[number]) => boolean | undefined): number =>
      outcomes.filter(keep).length / n;
    const near = (p: number): number => 5 * Math.sqrt((p * (1 - p)) / n);
    expect(Math.abs(share((o) => o?.delivered) - 0.4)).toBeLessThan(near(0.4));
    expect(Math.abs(share((o) => o?.step === 15) - 0.75)).toBeLessThan(near(0.75));
    expect(Math.abs(share((o) => o?.delivered && o.step === 15) - 0.3)).toBeLessThan(near(0.3));
    expect(outcomes.every((o) => o?.magnitude === (o?.delivered ? 1 : 0) && o.scheduled === 1)).toBe(true);
  });

  test('a trial in a sentence', () => {
    const sentence = (type: string, delivered: boolean): string | undefined => {
      const trial = trials.find((one) => one.type === type && (one.outcomes[0]?.delivered ?? delivered) === delivered);
      return trial && chamber.describe(design, trial);
    };
    expect(sentence('sure', true)).toBe('light on from 0 s to 0.5 s, reward 2 at 1 s');
    expect(sentence('chance', false)).toMatch(
      /^light on from 0 s to 0\.5 s, tone on from 0\.3 s to 0\.5 s, no reward at (0\.5|1\.5) s$/,
    );
    expect(sentence('bare', true)).toBe('nothing happens');
  });
});

describe('streams', () => {
  test('the same seed gives the same trials, and another seed different ones', () => {
    expect(scheduleTrials(design, chamber, 1)).toEqual(trials);
    expect(scheduleTrials(design, chamber, 2)).not.toEqual(trials);
  });

  test('another order of trial types does not change the intervals', () => {
    const certain: GridDesign = {
      ...design,
      phases: [{ id: 'drawn', trials: 200, plastic: true, mixture: { sure: 1, bare: 1 }, order: 'random' }],
    };
    const blocked: GridDesign = { ...certain, phases: certain.phases.map((phase) => ({ ...phase, order: 'blocked' })) };
    // Neither type draws anything except its interval, so all intervals must agree.
    const intervals = (of: GridDesign): number[] => scheduleTrials(of, chamber, 5).map(({ zeroStep }) => zeroStep);
    expect(intervals(blocked)).toEqual(intervals(certain));
  });

  test('an additional draw inside trials does not change the order', () => {
    const uncertain: GridDesign = {
      ...design,
      trialTypes: {
        ...design.trialTypes,
        sure: {
          title: 'sure',
          cues: [],
          rewards: [{ time: { kind: 'uniform', minSeconds: 0, maxSeconds: 1 }, magnitude: 1, probability: 0.5 }],
        },
      },
    };
    expect(scheduleTrials(uncertain, chamber, 1).map(({ type }) => type)).toEqual(trials.map(({ type }) => type));
  });
});

test('a session too large for memory is refused with a remedy', () => {
  const endless: GridDesign = {
    ...design,
    phases: [{ id: 'long', trials: 2_000_000, plastic: true, mixture: { bare: 1 }, order: 'random' }],
  };
  expect(() => scheduleTrials(endless, chamber, 1)).toThrow(
    /phase long: the session has more than .* steps; use fewer trials/,
  );
});
