import { describe, expect, test } from 'vitest';
import type { NoteNumber } from '../../src/contracts/note.ts';
import type { SignatureResult } from '../../src/contracts/result.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { setParameter } from '../../src/engine/set-parameter.ts';
import { find, list } from '../../src/engine/registry.ts';
import { observe } from '../../src/engine/run.ts';
import { createTrialSession } from '../../src/engine/trial-session.ts';

const named = list('paradigms').flatMap(({ id, notes = [] }) =>
  notes.flatMap(({ why, numbers = [] }) => numbers.map((number) => ({ world: id, why, ...number }))),
);

type Setting = Pick<NoteNumber, 'agent' | 'seeds' | 'set'>;
const known = new Map<string, readonly (readonly SignatureResult[])[]>();

/** The signatures of each seed; several numbers of a note are of one setting. */
function signaturesOf(
  paradigm: string,
  { agent, seeds = 10, set = {} }: Setting,
): readonly (readonly SignatureResult[])[] {
  const key = JSON.stringify({ paradigm, agent, seeds, set });
  const found = known.get(key) ?? runSeeds(paradigm, { agent, seeds, set });
  known.set(key, found);
  return found;
}

function runSeeds(paradigm: string, { agent, seeds, set }: Required<Setting>): readonly (readonly SignatureResult[])[] {
  const world = { id: paradigm, parameters: find('paradigms', paradigm).bench ?? {} };
  const spec = Object.entries(set).reduce(
    (given, [name, value]) => setParameter(given, name, value),
    completeTrialSpec({ world: world, agent }),
  );
  return Array.from({ length: seeds }, (_, i) => {
    const session = createTrialSession({ ...spec, seed: i + 1 });
    session.advance(session.trials.length);
    return observe(session).look().signatures;
  });
}

/** Mean of a signature over seeds. */
function measured(paradigm: string, { signature, ...setting }: NoteNumber): number {
  const all = signaturesOf(paradigm, setting).map(
    (signatures) => signatures.find(({ id }) => id === signature)?.measured ?? Number.NaN,
  );
  return all.reduce((sum, one) => sum + one, 0) / all.length;
}

describe('a number in a note equals the measurement, to its last digit', () => {
  test.each(named)('$world, $agent, $signature: $text', ({ world: paradigm, why, ...number }) => {
    expect(why).toContain(number.text);
    const digits = number.text.split('.')[1]?.length ?? 0;
    expect(Math.abs(measured(paradigm, number) - Number(number.text))).toBeLessThanOrEqual(0.5 / 10 ** digits + 1e-9);
  });
});
