import { describe, expect, test } from 'vitest';
import type { PartialAgent } from '../../src/spec/spec.ts';
import { at, run, type Finished } from './experiment.ts';

const schultz = (resolutionSeconds: number, agent: PartialAgent, trainingTrials = 400) =>
  run(
    { world: { id: 'schultz-1997', parameters: { trainingTrials } }, agent, recording: 'identity' },
    resolutionSeconds,
  );
/** Each half of the previous one. */
const steps = [0.2, 0.1, 0.05];

describe('time constants are per second: an agent is the same model with half the step', () => {
  test.each(steps)('closed form in steps of %s s: a reward one second ahead has value γ at the cue', (step) => {
    // Exact if no trace of a trial remains at the next cue.
    const apart = { id: 'td-lambda-csc', learningRule: { id: 'td-lambda', parameters: { boundary: 'reset' } } };
    expect(at(schultz(step, apart), 'predicted', 'rpe', 0)).toBeCloseTo(0.9, 3);
  });

  test.each(steps)(
    'closed form in steps of %s s: presence under TD(0) has value r / (1 + (n - 1)(1 - γ)), with n steps of the cue, γ per step',
    (step) => {
      const agent = {
        architecture: 'presence',
        objective: 'discounted-return',
        learningRule: { id: 'td-zero', parameters: { learningRate: 0.005 } },
      } as const;
      const n = 1 / step;
      expect(-at(schultz(step, agent, 4000), 'omitted', 'rpe', 1)).toBeCloseTo(
        1 / (1 + (n - 1) * (1 - 0.9 ** step)),
        2,
      );
    },
  );

  // A lasting feature has a trace of twice as many updates in steps of half the length, which the rule compensates.
  test.each([
    ['td-presence', 0.05, [0, 1]],
    ['td-microstimuli', 0.01, [0]],
  ] as const)('%s: its RPE changes by less than a twentieth, or .02', (id, learningRate, events) => {
    const [whole, half] = [1, 2].map((part) =>
      schultz(0.1 / part, { id, learningRule: { id: 'td-lambda', parameters: { learningRate } } }),
    ) as [Finished, Finished];
    for (const seconds of events) {
      const before = at(whole, 'predicted', 'rpe', seconds);
      expect(Math.abs(at(half, 'predicted', 'rpe', seconds) - before)).toBeLessThan(
        Math.max(0.02, Math.abs(before) / 20),
      );
    }
  });
});
