import { describe, expect, test } from 'vitest';
import { mean } from '../core/moments.ts';
import { at, run, signature, tdCsc } from './experiment.ts';
import { expectGolden } from './tolerance.ts';

const cues = ['p0', 'p25', 'p50', 'p75', 'p100'] as const;

describe('TD(0), serial compound of 10 steps, γ 0.98, α 0.1', () => {
  const finished = [1, 2].map((seed) =>
    run({
      world: {
        id: 'fiorillo-2003',
        parameters: { cueSeconds: 1, acquisitionTrials: 300, recordingTrials: 2000, itiSeconds: 6 },
      },
      agent: tdCsc({ learningRate: 0.1, discount: 0.98, stepSeconds: 0.1 }),
      seed,
    }),
  );
  const measured = (condition: string, seconds: number): number =>
    mean(finished.map((one) => at(one, condition, 'rpe', seconds)));

  test.each([
    ['p0', 0],
    ['p25', 0.215],
    ['p50', 0.419],
    ['p75', 0.617],
    ['p100', 0.817],
  ])('RPE at cue, %s: %d', (cue, golden) => expectGolden(measured(cue, 0), golden, 'cue'));

  test.each([
    ['p25', 0.743],
    ['p50', 0.493],
    ['p75', 0.244],
    ['p100', 0],
  ])('RPE at reward, %s: %d', (cue, golden) => expectGolden(measured(`${cue}-rewarded`, 1), golden, 'reward'));

  test.each([
    ['p0', 0],
    ['p25', -0.261],
    ['p50', -0.506],
    ['p75', -0.757],
  ])('RPE at omission, %s: %d', (cue, golden) => expectGolden(measured(`${cue}-unrewarded`, 1), golden, 'omission'));
});

describe('the ramp of Niv, Duff & Dayan 2005: 20 steps, γ 0.98, α 0.8, negative errors / 6', () => {
  const finish = (values: { traceDecay?: number }, negativeScale: number) =>
    run({
      world: { id: 'fiorillo-2003', parameters: { acquisitionTrials: 200, recordingTrials: 6000, itiSeconds: 6 } },
      agent: tdCsc({ learningRate: 0.8, discount: 0.98, stepSeconds: 0.1, ...values }),
      recording: { id: 'asymmetric', parameters: { negativeScale } },
    });
  const ramp = finish({}, 1 / 6);

  test.each([
    ['p0', 0, 0],
    ['p25', 0.121, 0.154],
    ['p50', 0.163, 0.209],
    ['p75', 0.123, 0.158],
    ['p100', 0, 0],
  ])('%s: mean recorded error %d one step before the outcome, %d at it', (cue, before, outcome) => {
    expectGolden(at(ramp, cue, 'rate', 1.9), before, 'before');
    expectGolden(at(ramp, cue, 'rate', 2), outcome, 'at outcome');
  });

  test('all three ramp signatures are shown', () => {
    for (const id of ['ramp-present', 'ramp-peaks-at-half', 'ramp-absent-when-certain'])
      expect(signature(ramp, id), id).toMatchObject({ pass: true });
  });

  test('with λ = 0.9 it decreases to 0.012-0.016, less than a tenth', () => {
    const traces = finish({ traceDecay: 0.9 }, 1 / 6);
    for (const cue of ['p25', 'p50', 'p75']) {
      const before = at(traces, cue, 'rate', 1.9);
      expect(before).toBeGreaterThan(0.012 - 0.003);
      expect(before).toBeLessThan(0.016 + 0.003);
    }
    expect(signature(traces, 'ramp-present').pass).toBe(false);
  });

  test('with a symmetric recording, errors cancel and there is no ramp', () => {
    const symmetric = finish({}, 1);
    for (const cue of cues) expect(Math.abs(at(symmetric, cue, 'rate', 1.9))).toBeLessThan(0.02);
    expect(signature(symmetric, 'ramp-present').pass).toBe(false);
  });
});

test('a belief state has the right order of cue responses after enough of the rarer rewards', () => {
  const finish = (acquisitionTrials: number) =>
    run({ world: { id: 'fiorillo-2003', parameters: { acquisitionTrials, itiSeconds: 6 } }, agent: 'td-belief' });
  expect(signature(finish(400), 'cue-grows').pass).toBe(false);
  expect(signature(finish(4000), 'cue-grows').pass).toBe(true);
});
