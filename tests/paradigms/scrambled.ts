import { expect, test } from 'vitest';
import type { Paradigm } from '../../src/contracts/paradigm.ts';
import { observe } from '../../src/engine/run.ts';
import type { TrialSession } from '../../src/engine/trial-session.ts';
import { noises, scrambles, seenScrambled, type Scramble } from './scrambles.ts';

/** Ids of the signatures that pass when RPE, value and choices of a finished run are scrambled. */
function passing(session: TrialSession, scramble: Scramble): readonly string[] {
  const { signatures } = seenScrambled(session, scramble, () => observe(session).look());
  return signatures.filter(({ pass }) => pass).map(({ id }) => id);
}

/** Paradigms whose claims are all about how much a subject responds in a trial, not when. */
const timeless: ReadonlySet<string> = new Set(['rescorla-heth-1975']);

/** A score that ignored its input would pass whatever it is given. */
export function testScrambled({ id, signatures }: Paradigm, finished: () => TrialSession): void {
  const known = new Map<string, readonly string[]>();
  /** Ids of what passes in spite of a scramble, which is judged once, and only if a test asks for it. */
  const passed = (name: string): readonly string[] => {
    const found = known.get(name) ?? passing(finished(), scrambles[name] as Scramble);
    known.set(name, found);
    return found;
  };

  const telling = Object.keys(scrambles).filter(
    (name) => !noises.some((one) => one === name) && !(name === 'time reversed' && timeless.has(id)),
  );
  test.each(telling)('fails as a whole with signals %s', (name) => {
    expect(passed(name).length).toBeLessThan(signatures.length);
  });

  test('fails as a whole with noise', () => {
    expect(noises.some((name) => passed(name).length < signatures.length)).toBe(true);
  });

  test.each(signatures.map((signature) => signature.id))('%s fails with some scrambled signals', (signature) => {
    expect(Object.keys(scrambles).some((name) => !passed(name).includes(signature))).toBe(true);
  });
}
