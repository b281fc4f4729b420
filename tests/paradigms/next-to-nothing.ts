import { expect, test } from 'vitest';
import type { SignatureResult } from '../../src/contracts/result.ts';
import type { Trial } from '../../src/contracts/trial.ts';
import { observe } from '../../src/engine/run.ts';
import type { TrialSession } from '../../src/engine/trial-session.ts';
import { isWhole } from '../sample.ts';
import { noiseOf, scrambleAll, scrambleTrials, seenScrambled, type Scramble } from './scrambles.ts';

/** Of a reward of about one. */
const tiny = 1e-9;
/** Kinds of trial that are tested of a paradigm. */
const maxKinds = 2;
/** No number that a signature measures of a real response is as large: volumes end at 20 µl, counts of groups at 6. */
const largest = 100;

const sizesOf = (signatures: readonly SignatureResult[]): Readonly<Record<string, number>> =>
  Object.fromEntries(signatures.map(({ id, measured }) => [id, Math.abs(measured ?? 0)]));

const sizesIn = (session: TrialSession, scramble: Scramble): Readonly<Record<string, number>> =>
  seenScrambled(session, scramble, () => sizesOf(observe(session).look().signatures));

/**
 * A quotient of two responses is unbounded as the second approaches 0. For responses close to 0 a measurement must be
 * 0, undefined or, for a shape, unchanged; for noise of that size it must never exceed the range of real responses.
 *
 * @param asItIs what is measured of the finished session as it is
 */
export function testNextToNothing(finished: () => TrialSession, asItIs: () => readonly SignatureResult[]): void {
  const measured = (scramble: Scramble): Readonly<Record<string, number>> => sizesIn(finished(), scramble);
  /** Signatures that a scramble makes larger than they are, or than 1. */
  const grownBy = (scramble: Scramble): readonly string[] => {
    const before = sizesOf(asItIs());
    return Object.entries(measured(scramble)).flatMap(([signature, size]) =>
      size > Math.max(1, before[signature] as number) * (1 + 1e-6) ? [`${signature}: ${size}`] : [],
    );
  };

  test('almost absent responses of one trial type are not used as a divisor', () => {
    const kindOf = ({ phase, type }: Trial): string => `${phase}, ${type}`;
    const session = finished();
    const all = [...new Set(session.trials.map(kindOf))];
    // A session is measured once for each: of the many of some designs, every n-th.
    const kinds = isWhole ? all : all.filter((_, i) => i % Math.ceil(all.length / maxKinds) === 0);
    const large = kinds.flatMap((kind) => {
      const little = measured(() =>
        scrambleTrials(
          session,
          (trial) => kindOf(trial) === kind,
          (value) => tiny * value,
        ),
      );
      const found = Object.entries(little).filter(([, size]) => size > largest);
      return found.map(([signature, size]) => `${signature} with little in ${kind}: ${size}`);
    });
    expect(large).toEqual([]);
  });

  test('responses scaled to a billionth do not increase a measurement', () => {
    expect(grownBy((session) => scrambleAll(session, (value) => tiny * value))).toEqual([]);
  });

  test('noise of a billionth never gives a large measurement', () => {
    const noise = measured((session) => scrambleAll(session, noiseOf(1, tiny)));
    expect(Object.entries(noise).filter(([, size]) => size > largest)).toEqual([]);
  });

  test('absent responses do not increase a measurement', () => {
    expect(grownBy((session) => scrambleAll(session, () => 0))).toEqual([]);
  });
}
