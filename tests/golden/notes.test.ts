import { describe, expect, test } from 'vitest';
import type { NoteNumber } from '../../src/contracts/note.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { setParameter } from '../../src/engine/set-parameter.ts';
import { find, list } from '../../src/engine/registry.ts';
import { observe } from '../../src/engine/run.ts';
import { createTrialSession } from '../../src/engine/trial-session.ts';

const named = list('paradigms').flatMap(({ id, notes = [] }) =>
  notes.flatMap(({ why, numbers = [] }) => numbers.map((number) => ({ world: id, why, ...number }))),
);

/** Mean of a signature over seeds. */
function measured(paradigm: string, { agent, signature, seeds = 10, set = {} }: NoteNumber): number {
  const world = { id: paradigm, parameters: find('paradigms', paradigm).bench ?? {} };
  const spec = Object.entries(set).reduce(
    (given, [name, value]) => setParameter(given, name, value),
    completeTrialSpec({ world: world, agent }),
  );
  const all = Array.from({ length: seeds }, (_, i) => {
    const session = createTrialSession({ ...spec, seed: i + 1 });
    session.advance(session.trials.length);
    return (
      observe(session)
        .look()
        .signatures.find(({ id }) => id === signature)?.measured ?? Number.NaN
    );
  });
  return all.reduce((sum, one) => sum + one, 0) / seeds;
}

describe('a number in a note equals the measurement, to its last digit', () => {
  test.each(named)('$world, $agent, $signature: $text', ({ world: paradigm, why, ...number }) => {
    expect(why).toContain(number.text);
    const digits = number.text.split('.')[1]?.length ?? 0;
    expect(Math.abs(measured(paradigm, number) - Number(number.text))).toBeLessThanOrEqual(0.5 / 10 ** digits + 1e-9);
  });
});
