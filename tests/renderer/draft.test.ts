import { expect, test } from 'vitest';
import { agentEntries, paradigmEntries, trialAgents } from '../../renderer/store/catalogue.ts';
import {
  baseValue,
  draftFor,
  incompatibility,
  isChangedAgent,
  misfit,
  withAgent,
  withChangedManipulation,
  withManipulation,
  withPartId,
  withValue,
} from '../../renderer/store/draft.ts';
import { catalogue as readCatalogue } from '../../src/engine/catalogue.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import type { TrialSpec } from '../../src/contracts/spec.ts';

const catalogue = readCatalogue();
const schultz = draftFor(catalogue, 'schultz-1997') as TrialSpec;

test('a draft is what the engine makes of the paradigm alone, for every paradigm', () => {
  for (const { id } of catalogue.paradigms) expect(draftFor(catalogue, id)).toEqual(completeTrialSpec({ world: id }));
});

test('a draft with an agent is what the engine makes of it, for every agent that learns from trials, in a world where it can live', () => {
  for (const agent of trialAgents(catalogue)) {
    const paradigm = paradigmEntries(catalogue).find(({ id }) => misfit(catalogue, id, agent) === undefined)
      ?.id as string;
    expect(draftFor(catalogue, paradigm, agent.id)).toEqual(completeTrialSpec({ world: paradigm, agent: agent.id }));
  }
});

test('an agent is barred exactly where the engine refuses it', () => {
  for (const { id } of paradigmEntries(catalogue)) {
    for (const agent of agentEntries(catalogue)) {
      const complete = (): TrialSpec => completeTrialSpec({ world: id, agent: agent.id });
      if (misfit(catalogue, id, agent) === undefined) expect(complete, `${agent.id} in ${id}`).not.toThrow();
      else expect(complete, `${agent.id} in ${id}`).toThrow(/choices|worlds of steps/);
    }
  }
});

test('manipulations are added at their defaults, changed, and removed', () => {
  const one = withManipulation(catalogue, schultz, 'rpe-window');
  expect(one).toEqual(completeTrialSpec({ world: 'schultz-1997', manipulations: ['rpe-window'] }));
  const two = withChangedManipulation(withManipulation(catalogue, one, 'cue-lesion'), 1, {
    name: 'cue',
    value: 'light',
  });
  expect(two.manipulations?.[1]?.parameters).toEqual({ cue: 'light', fromPhase: '', fromStep: 0 });
  expect(withChangedManipulation(two, 0, undefined).manipulations).toEqual([two.manipulations?.[1]]);
  expect(withChangedManipulation(one, 0, undefined)).toEqual(schultz);
});

test('an unknown paradigm gives no draft', () => {
  expect(draftFor(catalogue, 'schultz-1897')).toBeUndefined();
});

test('a changed value makes a changed agent, and reset takes it back', () => {
  const changed = withValue(schultz, 'learningRule', 'learningRate', 0.33);
  expect(isChangedAgent(catalogue, schultz)).toBe(false);
  expect(isChangedAgent(catalogue, changed)).toBe(true);
  expect(baseValue(catalogue, changed, 'learningRule', 'learningRate')).toBe(
    schultz.agent.learningRule.parameters['learningRate'],
  );
  expect(withAgent(catalogue, changed, schultz.agent.id as string)).toEqual(schultz);
});

test('swapping a part gives what the engine would make of the parts', () => {
  const swapped = withPartId(catalogue, schultz, 'architecture', 'microstimuli');
  expect(swapped.agent.architecture.id).toBe('microstimuli');
  expect(() => completeTrialSpec(swapped)).not.toThrow();
});

test('parts of another time scale are barred, with a reason', () => {
  expect(incompatibility(catalogue, schultz, 'learningRule', 'rescorla-wagner')).toMatch(/once a trial.*once a step/);
  expect(incompatibility(catalogue, schultz, 'learningRule', 'td-lambda')).toBeUndefined();
  expect(incompatibility(catalogue, schultz, 'objective', 'average-reward')).toBeUndefined();
});
