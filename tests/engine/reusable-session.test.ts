import { expect, test } from 'vitest';
import { readDesign } from '../../src/designs/read.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { find, trialAgents } from '../../src/engine/registry.ts';
import { reusableSession } from '../../src/engine/reusable-session.ts';
import { createTrialSession } from '../../src/engine/trial-session.ts';
import { shortest } from '../conformance/variants.ts';
import type { TrialSpec } from '../../src/spec/spec.ts';

/** Two groups, so that a naive subject begins in the middle of the session. */
const design = readDesign(
  'txt',
  'G1 | 6A+/3AB-\nG2 | rand/6AB+/2A-\niti = uniform 2 9\nreward probability = 0.8\n',
  'test',
);

const agents = trialAgents().flatMap(({ id, learningRule }) => {
  const rule = find('learning-rules', learningRule.id);
  return 'slow' in rule && rule.slow ? [] : [{ id, acts: rule.timescale === 'choice' }];
});

/** Another setting of the same agent. */
function changed({ agent }: TrialSpec): TrialSpec['agent'] {
  const { learningRule } = agent;
  const rate = ['learningRate', 'learningRateGains', 'learningRateLosses'].find(
    (name) => name in learningRule.parameters,
  );
  if (rate === undefined) return agent;
  return { ...agent, learningRule: { ...learningRule, parameters: { ...learningRule.parameters, [rate]: 0.037 } } };
}

function signalsOf(spec: TrialSpec) {
  const session = createTrialSession(spec);
  session.advance(Infinity);
  return session.signals;
}

test.each(agents)('$id: many runs of one session are the sessions themselves to the bit', ({ id, acts }) => {
  const spec = acts
    ? completeTrialSpec({
        world: { id: 'morris-2006', parameters: shortest(find('paradigms', 'morris-2006').parameters) },
        agent: id,
        seed: 3,
      })
    : completeTrialSpec({ world: 'own-design', design, agent: id, seed: 3 });
  const session = reusableSession(spec);
  // There and back: nothing of one run is left in the next.
  const arms = [spec.agent, changed(spec)].map((agent) => ({ agent, expected: signalsOf({ ...spec, agent }) }));
  for (const { agent, expected } of [...arms, ...arms.slice(0, 1)]) {
    const { rpe, value } = session.run(agent);
    expect(rpe).toEqual(expected.rpe);
    expect(value).toEqual(expected.value);
  }
});

test('another architecture is encoded anew, and another resolution refused', () => {
  const spec = completeTrialSpec({ world: 'own-design', design, agent: 'td-lambda-csc' });
  const session = reusableSession(spec);
  const other = completeTrialSpec({ world: 'own-design', design, agent: 'td-microstimuli' });
  session.run(spec.agent);
  expect(session.run(other.agent).rpe).toEqual(signalsOf(other).rpe);
  expect(session.run(spec.agent).rpe).toEqual(signalsOf(spec).rpe);
  const { architecture } = spec.agent;
  const coarse = { ...architecture, parameters: { ...architecture.parameters, resolutionSeconds: 0.2 } };
  expect(() => session.run({ ...spec.agent, architecture: coarse })).toThrow(/make another session/);
});
