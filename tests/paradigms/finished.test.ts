// Each paradigm with its own agent, run to its end once: what is measured of it, as it is and as it cannot be.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Result } from '../../src/spec/result.ts';
import { list } from '../../src/engine/registry.ts';
import { observe } from '../../src/engine/run.ts';
import type { TrialSession } from '../../src/engine/trial-session.ts';
import { finishedAsItComes } from '../conformance/arms.ts';
import { testNextToNothing } from './next-to-nothing.ts';
import { expectPlaces } from './places.ts';
import { testScrambled } from './scrambled.ts';

describe.each(list('paradigms').map((paradigm) => ({ id: paradigm.id, paradigm })))('$id', ({ id, paradigm }) => {
  // Not kept longer: all of them together are gigabytes.
  let known: { readonly session: TrialSession; readonly seen: Omit<Result, 'hash'> } | undefined;
  const run = (): NonNullable<typeof known> => known as NonNullable<typeof known>;
  beforeAll(() => {
    const session = finishedAsItComes(id);
    known = { session, seen: observe(session).look() };
  });
  afterAll(() => (known = undefined));

  test('at its defaults, every condition has trials and every signature and summary is measured', () => {
    const { conditions, signatures, summaries } = run().seen;
    for (const [name, { n, rate }] of Object.entries(conditions)) {
      expect(n, name).toBeGreaterThan(0);
      expect(rate.mean.every(Number.isFinite), name).toBe(true);
    }
    for (const { id: name, measured } of signatures) expect(measured, name).not.toBeNull();
    for (const { id: name, series, categories } of summaries) {
      for (const { points } of series) {
        expect(points.length, name).toBeGreaterThan(1);
        if (categories !== undefined) expectPlaces(points, categories);
      }
    }
  });

  testScrambled(paradigm, () => run().session);
  if (paradigm.signatures.length > 0)
    testNextToNothing(
      () => run().session,
      () => run().seen.signatures,
    );
});
