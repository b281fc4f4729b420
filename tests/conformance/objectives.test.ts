import { describe, expect, test } from 'vitest';
import type { AgentPart } from '../../src/contracts/agent.ts';
import { parseParameters, type AnyValues } from '../../src/contracts/parameters.ts';
import type { ControlSpec } from '../../src/spec/spec.ts';
import { completeControlSpec, completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { setParameter } from '../../src/engine/set-parameter.ts';
import { InputError } from '../../src/core/errors.ts';
import { ControlSession } from '../../src/engine/control/control-session.ts';
import { controlAgents, find, findTrialRule, list } from '../../src/engine/registry.ts';
import { fusedNetworks } from '../../src/compute/networks/fused/fused-networks.ts';
import { runTrial, runWithoutCaches, ownAgents, rulesInWorlds, shortSpec, type Signals } from './arms.ts';
import { extremes } from './variants.ts';

const objectives = list('objectives').map(({ id }) => id);
const objective = (id: string, parameters: AnyValues = {}): AgentPart => ({
  id,
  parameters: parseParameters(find('objectives', id).parameters, parameters, id),
});
const under = (paradigm: string, agent: string, part: AgentPart): Signals | InputError =>
  runTrial(shortSpec(paradigm, agent, { objective: part }));
const differs = (one: Signals | readonly number[], other: Signals | readonly number[]): boolean =>
  one.some((x, i) => x !== other[i]);
const signalsOf = (one: Signals | InputError): Signals => {
  if (one instanceof InputError) throw one;
  return one;
};

function expectLine({ message, remedy }: InputError): void {
  expect(message).not.toContain('\n');
  expect(remedy).not.toBe('');
}

test.each([...ownAgents, ...rulesInWorlds])(
  'each objective gives different results for $agent in $paradigm, or is refused there in one line',
  ({ paradigm, agent }) => {
    const results = objectives.map((id) => under(paradigm, agent, objective(id)));
    const accepted = results.filter((one): one is Signals => !(one instanceof InputError));
    for (const one of results) if (one instanceof InputError) expectLine(one);
    expect(accepted.length).toBeGreaterThan(0);
    for (const [i, one] of accepted.entries())
      for (const other of accepted.slice(i + 1)) expect(differs(one, other)).toBe(true);
  },
);

/** For agents with a discount; those that learn once per trial, and ANCCR, have none, and say so. */
const lookAhead = rulesInWorlds.filter(
  ({ agent }) => findTrialRule(find('agents', agent).learningRule.id).heeds?.includes('discount') === true,
);

describe.each(objectives)('%s', (id) => {
  const { parameters } = find('objectives', id);

  test.each(lookAhead)(
    'each of its parameters has an effect on $agent in $paradigm, or it is refused there',
    ({ paradigm, agent }) => {
      const plain = under(paradigm, agent, objective(id));
      if (plain instanceof InputError) return expectLine(plain);
      for (const name of Object.keys(parameters)) {
        const ends = extremes({ [name]: parameters[name] as never }, {});
        expect(
          ends.some(({ values }) => differs(signalsOf(under(paradigm, agent, objective(id, values))), plain)),
          name,
        ).toBe(true);
      }
    },
  );

  test.each(rulesInWorlds)(
    'has the same effect on $agent in $paradigm with and without caches of earlier trials',
    ({ paradigm, agent }) => {
      const spec = shortSpec(paradigm, agent, { objective: objective(id) });
      const plain = runTrial(spec);
      if (plain instanceof InputError) return expectLine(plain);
      expect(runWithoutCaches(spec)).toEqual(plain);
    },
  );
});

describe('special cases in which objectives agree', () => {
  const worlds = ['schultz-1997', 'rescorla-2004', 'fiorillo-2003'];

  test.each(worlds)('in %s average reward without learning of the rate is the undiscounted return', (paradigm) => {
    expect(under(paradigm, 'td-csc', objective('average-reward', { rewardRateLearning: 0 }))).toEqual(
      under(paradigm, 'td-csc', objective('discounted-return', { discount: 1 })),
    );
  });

  test.each(worlds)('in %s a single expectile at τ = 0.5 is the mean, learned at half the rate', (paradigm) => {
    const rate = (learningRate: number) => ({ learningRule: { id: 'td-zero', parameters: { learningRate } } });
    const one = runTrial(
      completed(
        paradigm,
        rate(0.4),
        objective('expectile', { channels: 1, gains: 'even', largestGain: 1, bootstrap: 'own' }),
      ),
    );
    expect(one).toEqual(runTrial(completed(paradigm, rate(0.2), objective('discounted-return'))));
  });

  test.each(worlds)('in %s many equal discounts are the discounted return', (paradigm) => {
    const many = signalsOf(
      under(
        paradigm,
        'td-csc',
        objective('many-discounts', { channels: 2, smallestDiscount: 0.9, largestDiscount: 0.9 }),
      ),
    );
    const one = signalsOf(under(paradigm, 'td-csc', objective('discounted-return', { discount: 0.9 })));
    expect(Math.max(...many.map((x, i) => Math.abs(x - (one[i] as number))))).toBeLessThan(1e-12);
  });

  const completed = (paradigm: string, rule: { learningRule: AgentPart }, part: AgentPart) => {
    const spec = shortSpec(paradigm, 'td-csc', { objective: part });
    return completeTrialSpec({ ...spec, agent: { ...spec.agent, ...rule } });
  };
});

/** The error of an acting agent. */
function control(spec: ControlSpec): readonly number[] {
  const session = new ControlSession(spec, fusedNetworks);
  const rawError: number[] = [];
  session.onStep(({ acting }) => void rawError.push(...acting.signals.rpe, ...acting.signals.value));
  session.advance(60);
  session.dispose();
  return rawError;
}

/** In a small environment with frequent outcomes; with networks of few units that start learning at once. */
function shortControlRun(agent: string, part: AgentPart): ControlSpec {
  const envs = ['cliff-walking', 'cartpole', 'catch'];
  for (const env of envs) {
    try {
      const short = {
        learningStarts: 10,
        bufferSize: 100,
        nSteps: 8,
        nEpochs: 1,
        batchSize: 8,
        trainFrequency: 2,
        gradientSteps: 1,
        units: 6,
        filters: 2,
        tilings: 2,
        tiles: 2,
      };
      return Object.entries(short).reduce(
        (spec, [name, value]) => trySetting(spec, name, value),
        completeControlSpec({ world: env, agent: { id: agent, objective: part }, worlds: 2, steps: 400, seed: 4 }),
      );
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
    }
  }
  throw new Error(`no world for ${agent}`);
}

function trySetting(spec: ControlSpec, name: string, value: number): ControlSpec {
  try {
    return setParameter(spec, name, value);
  } catch {
    return spec;
  }
}

test.each(controlAgents().map(({ id }) => id))(
  'each objective gives different results for %s in a stepped environment, or is refused there in one line',
  (agent) => {
    const rawError = objectives.flatMap((id) => {
      try {
        return [control(shortControlRun(agent, objective(id)))];
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        expectLine(error);
        return [];
      }
    });
    expect(rawError.length).toBeGreaterThan(0);
    for (const [i, one] of rawError.entries())
      for (const other of rawError.slice(i + 1)) expect(differs(one, other)).toBe(true);
  },
);
