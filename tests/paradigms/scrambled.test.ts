import { describe, expect, test } from 'vitest';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { list } from '../../src/engine/registry.ts';
import { observe } from '../../src/engine/run.ts';
import { createTrialSession } from '../../src/engine/trial-session.ts';
import { scrambles } from './scrambles.ts';

/** Ids of the signatures that pass when RPE and value are scrambled after the run. */
function passing(paradigm: string, scramble: (typeof scrambles)[string]): readonly string[] {
  const session = createTrialSession(completeTrialSpec({ world: paradigm }));
  session.advance(session.trials.length);
  scramble(session);
  const { signatures } = observe(session).look();
  return signatures.filter(({ pass }) => pass).map(({ id }) => id);
}

// A score that ignored its input would pass whatever it is given.
describe.each(list('paradigms'))('$id', ({ id, signatures }) => {
  const passed = Object.fromEntries(Object.entries(scrambles).map(([name, scramble]) => [name, passing(id, scramble)]));

  test.each(Object.keys(scrambles))('as a whole fails with signals %s', (name) => {
    expect(passed[name]?.length).toBeLessThan(signatures.length);
  });

  test.each(signatures.map((signature) => signature.id))('%s fails with some scrambled signals', (signature) => {
    const failsUnder = Object.keys(scrambles).filter((name) => !passed[name]?.includes(signature));
    expect(failsUnder).not.toEqual([]);
  });
});
