import { describe, expect, test } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import { completeAgent } from '../../src/spec/complete-parts.ts';
import { parsePartialSpec } from '../../src/spec/parse-spec.ts';
import { isControl } from '../../src/spec/spec.ts';
import { completeSpec, completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { controlEnvs, list, lookup } from '../../src/engine/registry.ts';
import { setParameter } from '../../src/engine/set-parameter.ts';
import { locateParameter } from '../../src/spec/locate.ts';

const agent = {
  architecture: 'complete-serial-compound',
  objective: 'discounted-return',
  learningRule: 'td-zero',
} as const;
const complete = completeTrialSpec({ world: 'schultz-1997', agent });

describe('completing a spec', () => {
  test('fills in every default', () => {
    expect(complete.world.parameters).toMatchObject({ trainingTrials: 300, cueRewardSeconds: 1, magnitude: 1 });
    expect(complete.agent.objective).toEqual({ id: 'discounted-return', parameters: { discount: 0.9 } });
    expect(complete).toMatchObject({ phasic: 3, seed: 1, backend: 'fused', recording: { id: 'spikes' } });
  });

  test('a complete spec stays as it is', () => expect(completeTrialSpec(complete)).toEqual(complete));

  test('given values take precedence over the paradigm’s values, and those over defaults', () => {
    const eshel = (recording: Parameters<typeof completeTrialSpec>[0]['recording']) =>
      completeTrialSpec({ world: 'eshel-2015', agent, recording }).recording.parameters;
    expect(eshel('spikes')['units']).toBe(40);
    expect(eshel({ id: 'spikes', parameters: { units: 3 } })).toMatchObject({ units: 3, baselineHz: 6.4 });
    expect(eshel({ id: 'identity' })).toEqual({});
  });

  test.each([
    [{ world: 'schulz-1997' }, "paradigms: unknown paradigm 'schulz-1997'; did you mean 'schultz-1997'?"],
    [
      { world: 'schultz-1997', agent: { ...agent, learningRule: 'td-zerro' } },
      "unknown learning rule 'td-zerro'; did you mean 'td-zero'?",
    ],
    [{ world: 'schultz-1997', agent, recording: 'spike' }, "did you mean 'spikes'?"],
    [
      { world: { id: 'schultz-1997', parameters: { magnitud: 2 } }, agent },
      "paradigm schultz-1997: unknown parameter 'magnitud'; did you mean 'magnitude'?",
    ],
    [
      { world: { id: 'schultz-1997', parameters: { magnitude: -1 } }, agent },
      'paradigm schultz-1997: magnitude = -1 is not allowed; must be a number from 0.05 to 10 (default 1)',
    ],
    [
      { world: { id: 'schultz-1997', parameters: { trainingTrials: 10.5 } }, agent },
      'must be a whole number from 10 to',
    ],
    [
      { world: { id: 'schultz-1997', parameters: { trainingTrials: '300' } }, agent },
      'trainingTrials = "300" is not allowed',
    ],
    [
      { world: { id: 'schultz-1997', parameters: { magnitude: Number.NaN } }, agent },
      'magnitude = null is not allowed',
    ],
    [
      { world: 'schultz-1997', agent: { architecture: 'presence' } },
      'agent.objective is missing; name an agent by its id, or give all three parts',
    ],
    [
      { world: 'schultz-1997', agent: { ...agent, learningRule: 'rescorla-wagner' } },
      "learning rule 'rescorla-wagner' learns once per trial, but architecture 'complete-serial-compound' gives features once per step",
    ],
  ])('%j is refused with a remedy', (spec, message) => {
    expect(() => completeTrialSpec(spec)).toThrow(InputError);
    expect(() => completeTrialSpec(spec)).toThrow(message);
  });
});

describe('reading a spec', () => {
  test('accepts the result of completeSpec, through JSON', () => {
    expect(completeTrialSpec(parsePartialSpec(JSON.parse(JSON.stringify(complete)), 'spec.json'))).toEqual(complete);
  });

  test.each([
    [{}, /spec\.json: world is missing/],
    [{ world: 'schultz-1997', seed: -1 }, /seed .* must be a whole number from 0/],
    [{ world: 'schultz-1997', seed: 1.5 }, /must be a whole number/],
    [{ world: 'schultz-1997', phasic: 99 }, /is not the version of specs that this program reads, 3/],
    [[], /this is not a spec/],
    ['x', /this is not a spec/],
    [{ world: 'schultz-1997', sead: 1 }, /sead/],
  ])('%j is refused', (given, message) => expect(() => parsePartialSpec(given, 'spec.json')).toThrow(message));
});

describe('setting a parameter', () => {
  test('by its name, in the part that has it', () => {
    expect(setParameter(complete, 'learningRate', 0.3).agent.learningRule.parameters['learningRate']).toBe(0.3);
    expect(setParameter(complete, 'recording.units', 3).recording.parameters['units']).toBe(3);
    expect(setParameter(complete, 'world.magnitude', 2).world.parameters['magnitude']).toBe(2);
    expect(locateParameter(lookup, complete, 'discount')).toMatchObject({ part: 'objective', name: 'discount' });
  });

  test('changes nothing else', () => {
    const changed = setParameter(complete, 'discount', 0.9);
    expect({ ...changed, agent: { ...changed.agent, objective: complete.agent.objective } }).toEqual(complete);
  });

  test.each([
    ['learningRat', 0.1, "unknown parameter 'learningRat'; did you mean 'learningRate'?"],
    ['discount', 2, 'discount = 2 is not allowed'],
    ['units', 0, 'must be a whole number from 1'],
  ])('%s = %s is refused with a remedy', (path, value, message) =>
    expect(() => setParameter(complete, path, value)).toThrow(message),
  );
});

test('the default discount is per second, and in stepped environments per step', () => {
  const discountOf = (architecture: string, learningRule: string): unknown =>
    completeAgent(lookup, { architecture, objective: 'discounted-return', learningRule }).objective.parameters[
      'discount'
    ];
  expect(discountOf('presence', 'td-zero')).toBe(0.9);
  expect(discountOf('mlp', 'dqn')).toBe(0.98);
});

describe('one spec for every kind of world', () => {
  const worlds = [...list('paradigms'), ...controlEnvs()].map(({ id }) => id);

  test('an id names one world', () => expect(new Set(worlds).size).toBe(worlds.length));

  test.each(worlds)(
    '%s is completed from its name, is unchanged by JSON, and has parameters that can be set',
    (world) => {
      const spec = completeSpec({ world });
      expect(isControl(spec)).toBe(controlEnvs().some(({ id }) => id === world));
      expect(completeSpec(parsePartialSpec(JSON.parse(JSON.stringify(spec)), 'spec.json'))).toEqual(spec);
      const rates = Object.entries(spec.agent.learningRule.parameters).filter(([name]) => name === 'learningRate');
      for (const [name, value] of rates)
        expect(
          setParameter(spec, `learningRule.${name}`, (value as number) / 2).agent.learningRule.parameters[name],
        ).toBe((value as number) / 2);
    },
  );

  test.each([
    [{ world: 'schultz-1979' }, "unknown world 'schultz-1979'; did you mean 'schultz-1997'?"],
    [{ world: 'brekout' }, "unknown world 'brekout'; did you mean 'breakout'?"],
    [
      { world: 'schultz-1997', steps: 100 },
      'steps = 100 is for stepped environments, and a paradigm says how long it lasts; leave it out',
    ],
    [{ world: 'schultz-1997', worlds: 2 }, 'worlds = 2 is for stepped environments'],
    [
      { world: 'schultz-1997', agent: 'dqn' },
      "learning rule 'dqn' is for stepped environments; use it with phasic train",
    ],
    [
      { world: 'breakout', agent: 'td-csc' },
      "learning rule 'td-zero' is for experiments of trials; use it with phasic run",
    ],
  ])('%j is refused with a remedy', (spec, message) => {
    expect(() => completeSpec(spec)).toThrow(InputError);
    expect(() => completeSpec(spec)).toThrow(message);
  });

  test('a world of the other kind is refused with the right command', () => {
    expect(() => completeTrialSpec({ world: 'breakout' })).toThrow(
      "'breakout' is an environment, not a paradigm; use it with phasic train",
    );
  });
});
