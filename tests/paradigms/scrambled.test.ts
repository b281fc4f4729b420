import { describe, expect, test } from 'vitest';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { list } from '../../src/engine/registry.ts';
import { observe } from '../../src/engine/run.ts';
import { createTrialSession } from '../../src/engine/trial-session.ts';
import { noises, scrambles } from './scrambles.ts';

/** Ids of the signatures that pass when RPE and value are scrambled after the run. */
function passing(paradigm: string, scramble: (typeof scrambles)[string]): readonly string[] {
  const session = createTrialSession(completeTrialSpec({ world: paradigm }));
  session.advance(session.trials.length);
  scramble(session);
  const { signatures } = observe(session).look();
  return signatures.filter(({ pass }) => pass).map(({ id }) => id);
}

/** Paradigms of which every claim is how much an animal responds in a trial, and none is when. */
const timeless: ReadonlySet<string> = new Set(['rescorla-heth-1975']);

// A score that ignored its input would pass whatever it is given.
describe.each(list('paradigms'))('$id', ({ id, signatures }) => {
  const passed = Object.fromEntries(Object.entries(scrambles).map(([name, scramble]) => [name, passing(id, scramble)]));

  const telling = Object.keys(scrambles).filter((name) => !noises.some((one) => one === name) && !(name === 'time reversed' && timeless.has(id)));
  test.each(telling)('as a whole fails with signals %s', (name) => {
    expect(passed[name]?.length).toBeLessThan(signatures.length);
  });

  test('as a whole fails with noise', () => {
    expect(Math.min(...noises.map((name) => passed[name]?.length as number))).toBeLessThan(signatures.length);
  });

  test.each(signatures.map((signature) => signature.id))('%s fails with some scrambled signals', (signature) => {
    const failsUnder = Object.keys(scrambles).filter((name) => !passed[name]?.includes(signature));
    expect(failsUnder).not.toEqual([]);
  });
});
