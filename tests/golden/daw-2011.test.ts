import { expect, test } from 'vitest';
import daw from '../../src/paradigms/choice/daw-2011.ts';
import { actionValues } from './choice-paradigms.ts';
import { run, signature } from './experiment.ts';

const measured = (agent: Parameters<typeof actionValues>[0] | 'model-based', id: string): number => {
  const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
  return (
    seeds.reduce((sum, seed) => sum + (signature(run({ world: 'daw-2011', agent, seed }), id).measured as number), 0) /
    seeds.length
  );
};

test.each(['q-learning', 'sarsa', 'expected-sarsa'] as const)(
  '%s repeats rewarded choices after either transition',
  (agent) => {
    expect(measured(agent, 'stay-after-reward')).toBeGreaterThan(0.03);
    expect(Math.abs(measured(agent, 'stay-by-transition'))).toBeLessThan(0.07);
  },
);

test('model-based choice changes after a reward by a rare transition', () =>
  expect(measured('model-based', 'stay-by-transition')).toBeGreaterThan(0.15));

test('without traces the outcome does not affect the next first choice', () => {
  const finished = run({
    world: { id: 'daw-2011', parameters: { trials: 4000 } },
    agent: actionValues('sarsa', 0.2, 3, 0),
  });
  expect(Math.abs(signature(finished, 'stay-after-reward').measured as number)).toBeLessThan(0.04);
});

test('the bounds agree with the recorded probabilities', () => {
  const [rewarded, unrewarded] = daw.summaries?.[0]?.recorded?.series ?? [];
  const [rc, rr, uc, ur] = [...(rewarded?.points ?? []), ...(unrewarded?.points ?? [])].map(
    ({ y }) => y,
  ) as unknown as readonly [number, number, number, number];
  // The interaction in the recorded data is .317.
  expect(rc - rr - (uc - ur)).toBeCloseTo(0.317, 3);
  expect((rc + rr - uc - ur) / 2).toBeCloseTo(0.1005, 3);
});

test('common transitions occur in 70 % of trials', () => {
  const { session } = run({ world: { id: 'daw-2011', parameters: { trials: 4000 } }, agent: 'sarsa' });
  const common =
    session.trials.filter(({ choices = [] }) => choices[1]?.stage === (choices[0]?.option ?? 0) + 1).length /
    session.trials.length;
  // Two standard errors are .014.
  expect(Math.abs(common - 0.7)).toBeLessThan(0.02);
});
