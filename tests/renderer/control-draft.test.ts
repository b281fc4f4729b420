import { expect, test } from 'vitest';
import {
  actingAgents,
  controlDraft,
  controlEntry,
  controlManipulations,
  worldEntries,
} from '../../renderer/store/control/control-draft.ts';
import { InputError } from '../../src/core/errors.ts';
import { catalogue as readCatalogue } from '../../src/engine/catalogue.ts';
import { completeControlSpec } from '../../src/engine/complete-spec.ts';

const catalogue = readCatalogue();

test('a draft is what the command line makes of the world alone, for every world', () => {
  for (const { id } of worldEntries(catalogue))
    expect(controlDraft(catalogue, id), id).toEqual(completeControlSpec({ world: id }));
});

test('a draft with an agent is what the command line makes of both, for every agent that can act in the world', () => {
  let agreed = 0;
  for (const { id: env } of worldEntries(catalogue)) {
    for (const { id: agent } of actingAgents(catalogue)) {
      const completed = completedOrRefused(env, agent);
      if (completed === undefined) continue;
      expect(controlDraft(catalogue, env, agent), `${agent} in ${env}`).toEqual(completed);
      agreed += 1;
    }
  }
  expect(agreed).toBeGreaterThanOrEqual(worldEntries(catalogue).length);
});

test('in a game a discount is per step, and what it is changed to', () => {
  const draft = controlDraft(catalogue, 'cartpole', 'dqn') as NonNullable<ReturnType<typeof controlDraft>>;
  expect(controlEntry(catalogue, draft, 'objective')?.parameters['discount']).toMatchObject({
    unit: 'per step',
    default: 0.98,
    perSecond: undefined,
  });
  const changed = completeControlSpec({ world: 'cartpole', agent: 'dqn', manipulations: ['parameter-change'] });
  const { changedTo } =
    controlManipulations(catalogue).manipulations.find(({ id }) => id === 'parameter-change')?.parameters ?? {};
  expect(changedTo).toMatchObject({ unit: 'per step', default: changed.manipulations?.[0]?.parameters['changedTo'] });
});

function completedOrRefused(env: string, agent: string): unknown {
  try {
    return completeControlSpec({ world: env, agent });
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
