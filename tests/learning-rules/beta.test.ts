import { describe, expect, test } from 'vitest';
import { readDesign } from '../../src/designs/read.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { observe } from '../../src/engine/run.ts';
import { createTrialSession } from '../../src/engine/trial-session.ts';

/** V at the cue, trial by trial of G's only phase. */
function values(trial: string, agent: string): readonly number[] {
  const session = createTrialSession(
    completeTrialSpec({ world: 'own-design', design: readDesign('txt', `G | 3${trial}`, 'test'), agent }),
  );
  session.advance(session.trials.length);
  return observe(session)
    .evidence()
    .trials(`G/1/${trial}`)
    .map((one) => one.at('value', 0));
}

describe('a reward with its own beta', () => {
  // After one trial from nothing, V = rate x lambda, in which the rate has beta as a factor; defaults of each rule.
  test.each([
    ['rescorla-wagner', 0.1],
    ['rescorla-wagner-configural', 0.1],
    ['mackintosh', 0.4 * 0.4],
    ['pearce-hall', 0.4 * 0.4],
    ['pearce-hall-hybrid', 0.3],
  ])('%s learns faster by that factor', (agent, rate) => {
    expect(values('A+', agent)[1]).toBeCloseTo(rate, 12);
    expect(values('A+b2', agent)[1]).toBeCloseTo(2 * rate, 12);
    expect(values('A+0.5b0.25', agent)[1]).toBeCloseTo(0.25 * rate * 0.5, 12);
  });

  test('a trial without this reward uses the rate of omission', () => {
    expect(values('A+p0b2', 'rescorla-wagner')).toEqual(values('A+p0', 'rescorla-wagner'));
  });

  test.each(['td-csc', 'anccr'])('%s has no beta, and refuses it', (agent) => {
    expect(() => values('A+b2', agent)).toThrow('the design gives rewards learning rates of their own (beta)');
  });
});
