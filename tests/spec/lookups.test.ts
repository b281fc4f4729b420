// The page completes and checks specs with the catalogue, the engine with the registry: both give the same results.
import { expect, test } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import { catalogue as readCatalogue } from '../../src/engine/catalogue.ts';
import * as engine from '../../src/engine/complete-spec.ts';
import { controlAgents, controlEnvs, list, lookup as registry, trialAgents } from '../../src/engine/registry.ts';
import { lookupIn } from '../../src/spec/catalogue.ts';
import { completeControlSpec, completeTrialSpec } from '../../src/spec/complete.ts';
import { misfit, worldFacts } from '../../src/spec/fits.ts';
import { partNames } from '../../src/spec/parts.ts';
import { parametersOf } from '../../src/spec/locate.ts';
import { versions } from '../../src/spec/versions.ts';

const catalogue = readCatalogue();
const lookup = lookupIn(JSON.parse(JSON.stringify(catalogue)) as typeof catalogue);

/** The result of a call, or its error message. */
function outcome<T>(call: () => T): T | string {
  try {
    return call();
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}

test('a paradigm with each agent gives the same spec, or the same error message', () => {
  let fitting = 0;
  for (const { id: world } of list('paradigms')) {
    expect(completeTrialSpec(lookup, { world })).toEqual(engine.completeTrialSpec({ world }));
    for (const { id: agent } of list('agents')) {
      const spec = completeTrialSpec(lookup, { world, agent });
      const reason = misfit(lookup, spec)?.message;
      expect(
        outcome(() => engine.completeTrialSpec({ world, agent })),
        `${agent} in ${world}`,
      ).toEqual(reason ?? spec);
      fitting += reason === undefined ? 1 : 0;
    }
  }
  expect(fitting).toBeGreaterThan(trialAgents().length);
});

test('a stepped environment with each agent gives the same spec, and an agent of trials the same error message', () => {
  let fitting = 0;
  for (const { id: world } of controlEnvs()) {
    expect(completeControlSpec(lookup, { world })).toEqual(engine.completeControlSpec({ world }));
    for (const { id: agent } of list('agents')) {
      const spec = completeControlSpec(lookup, { world, agent });
      const reason = misfit(lookup, spec)?.message;
      const found = outcome(() => engine.completeControlSpec({ world, agent }));
      // Compatibility of observations and actions requires creating agent and environment, which the page cannot.
      if (typeof found === 'string' && reason === undefined) continue;
      expect(found, `${agent} in ${world}`).toEqual(reason ?? spec);
      fitting += reason === undefined ? 1 : 0;
    }
  }
  expect(fitting).toBeGreaterThan(controlAgents().length);
});

test('the requirements of a world do not depend on its parameters, so the catalogue can contain them', () => {
  for (const paradigm of list('paradigms')) {
    const { hasChoices, hasRates } = registry.get('paradigms', paradigm.id) ?? {};
    for (const [name, parameter] of Object.entries(paradigm.parameters)) {
      const values =
        parameter.kind === 'choice' ? parameter.options : parameter.kind === 'flag' ? [false, true] : undefined;
      for (const value of values ?? []) {
        const { world } = engine.completeTrialSpec({ world: { id: paradigm.id, parameters: { [name]: value } } });
        expect(worldFacts(paradigm.design(world.parameters))).toEqual({ hasChoices, hasRates });
      }
    }
  }
});

test('parts declare the same parameters and have the same versions', () => {
  for (const spec of [
    engine.completeTrialSpec({ world: 'morris-2006', manipulations: ['rpe-gains'] }),
    engine.completeControlSpec({ world: 'frozen-lake', agent: 'q-table', recording: 'spikes' }),
  ]) {
    for (const name of partNames)
      expect(parametersOf(lookup, spec, name)).toEqual(JSON.parse(JSON.stringify(parametersOf(registry, spec, name))));
    expect(versions(lookup, spec)).toEqual(versions(registry, spec));
  }
});
