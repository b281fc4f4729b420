import { describe, expect, test } from 'vitest';
import type { AnyValues } from '../../src/contracts/parameters.ts';
import type { Evidence, Paradigm } from '../../src/contracts/paradigm.ts';
import { judge, satisfies } from '../../src/analysis/signatures.ts';
import { randomStream } from '../../src/core/random.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { find } from '../../src/engine/registry.ts';
import { observe } from '../../src/engine/run.ts';
import { createTrialSession } from '../../src/engine/trial-session.ts';

/** Paradigms whose findings are differences of conditioned responding, without an absolute size. */
const paradigms = [
  'grahame-1994',
  'harris-2000',
  'holland-fox-2003',
  'lubow-1976',
  'maes-2020',
  'matzel-1985',
  'rescorla-2004',
  'rescorla-heth-1975',
  'ricker-bouton-1996',
  'wagner-1967',
  'wagner-1968',
  'yin-1994',
];

const draws = 40;

/** Evidence in which each condition has a response, and an equal value, in the cue and none before it. */
type Read = (condition: string) => number;

function evidenceOf(seen: Evidence<AnyValues>, read: Read): Evidence<AnyValues> {
  const during = (condition: string, from: number): number => (from < 0 ? 0 : read(condition));
  return {
    ...seen,
    at: (condition) => read(condition),
    mean: (condition, _, from) => during(condition, from),
    response: (condition, from) => during(condition, from),
    trials: (condition) =>
      seen.trials(condition).map((one, i) => ({
        ...one,
        mean: (_, from) => (from < 0 ? 0 : read(`${condition}, trial ${i}`)),
        response: (from) => (from < 0 ? 0 : read(`${condition}, trial ${i}`)),
      })),
  };
}

/** Numbers of either sign, some of them 0, the others of sizes from `least` to a reward, times a scale. */
function drawn(seed: number, least: number, scale = 1): Read {
  return (condition) => {
    const random = randomStream(seed, condition);
    const size = random.integer(5) === 0 ? 0 : least ** random.next();
    return scale * size * (random.integer(4) === 0 ? -1 : 1);
  };
}

function seenOf(id: string): { readonly paradigm: Paradigm; readonly seen: Evidence<AnyValues> } {
  const session = createTrialSession(completeTrialSpec({ world: id, agent: 'rescorla-wagner' }));
  return { paradigm: find('paradigms', id), seen: observe(session).evidence() };
}

const ofSize = /\/ (reward size|size of the outcome)/;

describe.each(paradigms)('%s', (id) => {
  const { paradigm, seen } = seenOf(id);

  test('no number is inflated: a small response does not divide a large one', () => {
    for (const { id: name, quantity, measure } of paradigm.signatures) {
      if (ofSize.test(quantity)) continue;
      for (let seed = 0; seed < draws; seed++) {
        const measured = measure(evidenceOf(seen, drawn(seed, 1e-6)));
        if (!Number.isNaN(measured)) expect(Math.abs(measured), name).toBeLessThanOrEqual(2);
      }
    }
  });

  test('a subject that responds twice or ten times as much to everything gives the same result', () => {
    for (const { id: name, quantity, measure } of paradigm.signatures) {
      if (ofSize.test(quantity)) continue;
      for (let seed = 0; seed < draws; seed++) {
        const once = measure(evidenceOf(seen, drawn(seed, 0.1, 10)));
        for (const scale of [20, 100]) {
          const more = measure(evidenceOf(seen, drawn(seed, 0.1, scale)));
          if (Number.isNaN(once)) expect(more, name).toBeNaN();
          else expect(more, name).toBeCloseTo(once, 9);
        }
      }
    }
  });
});

/** The verdict of a signature for subjects with these responses. */
function judged(id: string, name: string, responses: Readonly<Record<string, number>>): ReturnType<typeof judge> {
  const { paradigm, seen } = seenOf(id);
  const signature = paradigm.signatures.find((one) => one.id === name);
  if (signature === undefined) throw new Error(`no signature '${name}'`);
  return judge(
    signature,
    evidenceOf(seen, (condition) => responses[condition] ?? 0),
  );
}

describe('a group that does not respond at all gives a defined, perfect result', () => {
  test.each([
    ['wagner-1968', 'valid-cue', { 'correlated-a': 0.7, 'uncorrelated-a': 0 }, 1],
    ['wagner-1968', 'relative-validity', { 'correlated-x': 0, 'uncorrelated-x': 0.4 }, -1],
    ['harris-2000', 'renewal', { acquired: 0.8, same: 0, other: 0.4 }, 0.5],
    ['holland-fox-2003', 'blocking', { overshadowing: 0.4, blocking: 0 }, -1],
    ['lubow-1976', 'latent-inhibition', { 'same-novel': 0.3, 'same-exposed': 0 }, -1],
    ['matzel-1985', 'recovery', { overshadowing: 0, recovery: 0.2 }, 1],
  ] as const)('%s, %s', (id, name, responses, expected) => {
    const { measured, pass } = judged(id, name, responses);
    expect(measured).toBeCloseTo(expected, 12);
    expect(pass).toBe(true);
  });

  test('two groups that do not respond give no result', () =>
    expect(judged('wagner-1968', 'valid-cue', {}).pass).toBeNull());
});

describe('a finding has two bounds if too large an effect is another finding', () => {
  const recovery = find('paradigms', 'rescorla-2004').signatures.find(({ id }) => id === 'spontaneous-recovery');

  test.each([
    // As digitised: 6.2 after rest and 0.2 at once, of 15 responses a minute.
    [6.2, 0.2, 0.4, true],
    // Responding equal to or above that before extinction is not partial recovery.
    [15, 0.2, 14.8 / 15, false],
    [18.6, 0, 1, false],
    [0.2, 0.2, 0, false],
  ])('%f responses a minute after rest, and %f at once', (rested, immediate, expected, pass) => {
    const { measured } = judged('rescorla-2004', 'spontaneous-recovery', { acquired: 15, rested, immediate });
    expect(measured).toBeCloseTo(expected, 9);
    expect(satisfies(measured as number, recovery?.expected ?? {})).toBe(pass);
  });

  test('a group that does not extinguish does not count as slow extinction', () => {
    const responses = { 'continuous-0': 1, 'partial-0': 0.5, 'continuous-4': 0.05, 'partial-4': 0.5 };
    expect(judged('wagner-1967', 'slower-after-partial', responses).pass).toBe(false);
    expect(judged('wagner-1967', 'slower-after-partial', { ...responses, 'partial-4': 0.2 }).pass).toBe(true);
  });
});

test('a reward of another size gives the same finding: Rescorla-Wagner on its own scale', () => {
  const responding = (magnitude: number): number | null => {
    const session = createTrialSession(
      completeTrialSpec({ world: { id: 'maes-2020', parameters: { magnitude } }, agent: 'rescorla-wagner' }),
    );
    session.advance(session.trials.length);
    return (
      observe(session)
        .look()
        .signatures.find(({ id }) => id === 'conditioned')?.measured ?? null
    );
  };
  // The threshold of responding, a twentieth of a reward of 1, is relatively smaller for a larger reward.
  expect(responding(10)).toBeGreaterThan(responding(1) as number);
});
