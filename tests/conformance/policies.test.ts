import { describe, expect, test } from 'vitest';
import type { AgentPart } from '../../src/contracts/agent.ts';
import { parseParameters } from '../../src/contracts/parameters.ts';
import { InputError } from '../../src/core/errors.ts';
import { completeControlSpec, completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { ControlSession } from '../../src/engine/control/control-session.ts';
import { controlAgents, find, findControlRule, list, trialAgents } from '../../src/engine/registry.ts';
import { fusedNetworks } from '../../src/compute/networks/fused/fused-networks.ts';
import { agentsInWorlds, runTrial, runWithoutCaches, ownAgents, shortSpec, type Signals } from './arms.ts';
import { extremes } from './variants.ts';

const acts = (agent: string): boolean =>
  find('learning-rules', find('agents', agent).learningRule.id).timescale === 'choice';
const placesToChoose = [...ownAgents, ...agentsInWorlds].filter(({ agent }) => acts(agent));

const policy = (id: string, parameters = {}): AgentPart => ({
  id,
  parameters: parseParameters(find('policies', id).parameters, parameters, id),
});
const chosenBy = (paradigm: string, agent: string, part: AgentPart): Signals => {
  const completed = runTrial(shortSpec(paradigm, agent, { policy: part }));
  if (completed instanceof InputError) throw completed;
  return completed;
};
const differs = (one: Signals | readonly number[], other: Signals | readonly number[]): boolean =>
  one.some((x, i) => x !== other[i]);

describe.each(list('policies').map(({ id }) => id))('%s', (id) => {
  test.each(placesToChoose)(
    'each of its parameters changes the behaviour of $agent in $paradigm',
    ({ paradigm, agent }) => {
      const plain = chosenBy(paradigm, agent, policy(id));
      const { parameters } = find('policies', id);
      for (const name of Object.keys(parameters)) {
        const ends = extremes({ [name]: parameters[name] as never }, {});
        expect(
          ends.some(({ values }) => differs(chosenBy(paradigm, agent, policy(id, values)), plain)),
          name,
        ).toBe(true);
      }
    },
  );

  test.each(agentsInWorlds.filter(({ agent }) => acts(agent)))(
    'makes the same choices for $agent in $paradigm with and without caches of earlier trials',
    ({ paradigm, agent }) => {
      const spec = shortSpec(paradigm, agent, { policy: policy(id) });
      expect(runWithoutCaches(spec)).toEqual(runTrial(spec));
    },
  );

  test('is refused by every agent without choices, or with a built-in policy', () => {
    for (const { id: agent, learningRule } of trialAgents().filter(({ id: one }) => !acts(one))) {
      expect(() => completeTrialSpec({ world: 'schultz-1997', agent: { id: agent, policy: id } }), agent).toThrow(
        `learning rule '${learningRule.id}' makes no choices`,
      );
    }
    for (const { id: agent, learningRule } of controlAgents().filter(
      ({ learningRule: { id: rule } }) => findControlRule(rule).takesPolicy !== true,
    )) {
      expect(() => completeControlSpec({ world: 'frozen-lake', agent: { id: agent, policy: id } }), agent).toThrow(
        `learning rule '${learningRule.id}' has its own policy`,
      );
    }
  });
});

test.each(placesToChoose)(
  'softmax at inverse temperature 0 equals epsilon-greedy at ε = 1, for $agent in $paradigm',
  ({ paradigm, agent }) => {
    expect(chosenBy(paradigm, agent, policy('softmax', { inverseTemperature: 0 }))).toEqual(
      chosenBy(paradigm, agent, policy('epsilon-greedy', { exploration: 1 })),
    );
  },
);

/** Actions and errors of an agent in a stepped environment in which every step has a cost. */
function control(agent: string, part: AgentPart): readonly number[] {
  const session = new ControlSession(
    completeControlSpec({
      world: 'cliff-walking',
      agent: { id: agent, policy: part },
      worlds: 2,
      steps: 4000,
      seed: 4,
    }),
    fusedNetworks,
  );
  const completed: number[] = [];
  session.onStep(
    ({ acting, worlds }) => void completed.push(...acting.actions, ...acting.signals.rpe, ...worlds.rewards),
  );
  session.advance(400);
  session.dispose();
  return completed;
}

const tables = controlAgents()
  .filter(
    ({ architecture, learningRule }) =>
      architecture.id === 'state-table' && findControlRule(learningRule.id).takesPolicy === true,
  )
  .map(({ id }) => id);

test.each(tables)('in a stepped environment %s follows its policy', (agent) => {
  const random = control(agent, policy('softmax', { inverseTemperature: 0 }));
  expect(control(agent, policy('epsilon-greedy', { exploration: 1 }))).toEqual(random);
  expect(differs(control(agent, policy('softmax', { inverseTemperature: 100 })), random)).toBe(true);
  expect(differs(control(agent, policy('epsilon-greedy', { exploration: 0 })), random)).toBe(true);
});
