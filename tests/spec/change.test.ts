import { expect, test } from 'vitest';
import { catalogue as readCatalogue } from '../../src/engine/catalogue.ts';
import { completeControlSpec, completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { find } from '../../src/engine/registry.ts';
import { lookupIn } from '../../src/spec/catalogue.ts';
import {
  basePart,
  isChangedAgent,
  withAgent,
  withChanged,
  withListed,
  withoutList,
  withPartId,
} from '../../src/spec/change.ts';
import { misfitInAgent } from '../../src/spec/fits.ts';
import { parametersOf } from '../../src/spec/locate.ts';
import { withValue } from '../../src/spec/part-of.ts';

const lookup = lookupIn(readCatalogue());
const schultz = completeTrialSpec({ world: 'schultz-1997' });

test('manipulations are added at their defaults, changed, and removed', () => {
  const one = withListed(lookup, schultz, 'manipulations', 'rpe-window');
  expect(one).toEqual(completeTrialSpec({ world: 'schultz-1997', manipulations: ['rpe-window'] }));
  const two = withChanged(withListed(lookup, one, 'manipulations', 'cue-lesion'), 'manipulations', 1, {
    name: 'cue',
    value: 'light',
  });
  expect(two.manipulations?.[1]?.parameters).toEqual({ cue: 'light', fromPhase: '', fromStep: 0 });
  expect(withChanged(two, 'manipulations', 0, undefined).manipulations).toEqual([two.manipulations?.[1]]);
  expect(withChanged(one, 'manipulations', 0, undefined)).toEqual(schultz);
  expect(withoutList(two, 'manipulations')).toEqual(schultz);
});

test('a changed value makes a changed agent, and a reset restores it', () => {
  const changed = withValue(schultz, 'learningRule', 'learningRate', 0.33);
  expect(isChangedAgent(lookup, schultz)).toBe(false);
  expect(isChangedAgent(lookup, changed)).toBe(true);
  expect(basePart(lookup, changed, 'learningRule')).toEqual(schultz.agent.learningRule);
  expect(withAgent(lookup, changed, schultz.agent.id as string)).toEqual(schultz);
});

test('a reset restores the value of the named agent or the paradigm, or else the default', () => {
  const eshel = completeTrialSpec({ world: 'eshel-2015', recording: { id: 'spikes', parameters: { units: 3 } } });
  expect(basePart(lookup, eshel, 'recording').parameters['units']).toBe(40);
  const slow = completeTrialSpec({ world: 'schultz-1997', agent: 'anccr-slow-base-rates' });
  expect(basePart(lookup, slow, 'learningRule')).toEqual(slow.agent.learningRule);
  const { id: _, ...nameless } = slow.agent;
  expect(basePart(lookup, { ...slow, agent: nameless }, 'learningRule')).toEqual(
    completeTrialSpec({ world: 'schultz-1997', agent: 'anccr' }).agent.learningRule,
  );
});

test('a paradigm may have values for an agent: they apply there unless the spec sets others, and a reset restores them', () => {
  const valuesIn = (world: string) => completeTrialSpec({ world, agent: 'value-rnn' });
  const [own, elsewhere] = [valuesIn('hennig-2023'), valuesIn('schultz-1997')];
  expect(own.agent.learningRule.parameters).toEqual({
    ...elsewhere.agent.learningRule.parameters,
    ...find('paradigms', 'hennig-2023').settings?.['value-rnn']?.learningRule,
  });
  expect(own.agent.learningRule.parameters['updatesPerEpisode']).toBe(40);
  expect(elsewhere.agent.learningRule.parameters['updatesPerEpisode']).toBe(4);
  expect(own.agent.id).toBe('value-rnn');
  expect(isChangedAgent(lookup, own)).toBe(false);
  expect(isChangedAgent(lookup, { ...own, agent: elsewhere.agent })).toBe(true);
  const changed = withValue(own, 'learningRule', 'updatesPerEpisode', 7);
  expect(completeTrialSpec(changed)).toEqual(changed);
  expect(basePart(lookup, changed, 'learningRule')).toEqual(own.agent.learningRule);
  expect(withAgent(lookup, changed, 'value-rnn')).toEqual(own);
  const given = { id: 'value-rnn', learningRule: { id: 'value-rnn', parameters: { units: 6 } } };
  expect(completeTrialSpec({ world: 'hennig-2023', agent: given }).agent.learningRule.parameters).toEqual({
    ...own.agent.learningRule.parameters,
    units: 6,
  });
});

test('replacing a part gives the spec that the engine would complete, with the name of the agent that has these parts', () => {
  const swapped = withPartId(lookup, schultz, 'architecture', 'microstimuli');
  expect(swapped.agent.architecture.id).toBe('microstimuli');
  expect(completeTrialSpec(swapped)).toEqual(swapped);
  expect(swapped.agent.id).toBeUndefined();
  const traced = withPartId(lookup, schultz, 'learningRule', 'td-lambda');
  expect(traced.agent.id).toBe('td-lambda-csc');
  expect(withPartId(lookup, traced, 'architecture', 'microstimuli').agent.id).toBe('td-microstimuli');
  expect(withPartId(lookup, traced, 'learningRule', 'td-zero').agent.id).toBe('td-csc');
});

test('a part of another time scale is refused with this reason', () => {
  const why = (name: 'learningRule' | 'objective', id: string): string | undefined =>
    misfitInAgent(lookup, withPartId(lookup, schultz, name, id).agent)?.what;
  expect(why('learningRule', 'rescorla-wagner')).toMatch(/once per trial.*once per step/);
  expect(why('learningRule', 'td-lambda')).toBeUndefined();
  expect(why('objective', 'average-reward')).toBeUndefined();
});

test('in a stepped environment a new agent sets its own number of environments; the environment and the manipulations stay', () => {
  const given = { world: { id: 'cartpole', parameters: { timeLimit: 77 } }, manipulations: ['rpe-window'], seed: 4 };
  const dqn = completeControlSpec({ ...given, agent: 'dqn', recording: 'spikes', steps: 900 });
  expect(withAgent(lookup, dqn, 'a2c')).toEqual(completeControlSpec({ ...given, agent: 'a2c', recording: 'spikes' }));
});

test('in a stepped environment a discount is per step, and so is a changed discount', () => {
  const dqn = completeControlSpec({ world: 'cartpole', agent: 'dqn' });
  expect(parametersOf(lookup, dqn, 'objective')['discount']).toMatchObject({
    unit: 'per step',
    default: 0.98,
    perSecond: undefined,
  });
  const { id: _, ...nameless } = withValue(dqn, 'objective', 'discount', 0.5).agent;
  expect(basePart(lookup, { ...dqn, agent: nameless }, 'objective').parameters['discount']).toBe(0.98);
  expect(withListed(lookup, dqn, 'manipulations', 'parameter-change').manipulations).toEqual(
    completeControlSpec({ world: 'cartpole', agent: 'dqn', manipulations: ['parameter-change'] }).manipulations,
  );
});
