import { describe, expect, test } from 'vitest';
import type { AnyValues } from '../../src/contracts/parameters.ts';
import type { Averages, Band, Evidence } from '../../src/contracts/paradigm.ts';
import { randomStream } from '../../src/core/random.ts';
import { observe } from '../../src/engine/run.ts';
import { createTrialSession } from '../../src/engine/trial-session.ts';
import { worldOf } from '../../src/engine/world.ts';
import { ownAgents, shortSpec } from './arms.ts';

/** The size of a rounding error. A number divided by it is larger than any real measurement. */
const rounding = 1e-18;
const tooLarge = 1e9;
const draws = 20;

/** The same fields, each made when it is first read: a signature reads few of them. */
function onceRead<Of>(all: Readonly<Record<string, Of>>, make: (of: Of) => Of): Readonly<Record<string, Of>> {
  const known = new Map<string, Of>();
  const fields = Object.entries(all).map(([id, of]) => {
    const get = (): Of => {
      const one = known.get(id) ?? make(of);
      known.set(id, one);
      return one;
    };
    return [id, { enumerable: true, get }] as const;
  });
  return Object.defineProperties({}, Object.fromEntries(fields));
}

/**
 * The evidence of a session in which every number is 0, a rounding error, or about a reward, at random, all scaled by a
 * factor.
 */
function made(seen: Evidence<AnyValues>, seed: number, factor = 1): Evidence<AnyValues> {
  const random = randomStream(seed, 'quotients');
  const read = (): number =>
    factor * ([0, rounding, -rounding, 1, -1, 0.5][random.integer(6)] as number) * (0.5 + random.next());
  const band = ({ mean, ...rest }: Band): Band => ({ ...rest, mean: mean.map(read) });
  const averages = (of: Averages): Averages => ({
    ...of,
    rpe: band(of.rpe),
    value: band(of.value),
    rate: band(of.rate),
  });
  const channels = (of: readonly unknown[]): readonly { rpe: number; value: number }[] =>
    of.map(() => ({ rpe: read(), value: read() }));
  return {
    ...seen,
    averages: onceRead(seen.averages, averages),
    at: read,
    mean: read,
    response: read,
    units: (...where) => seen.units(...where).map(read),
    channels: (...where) => channels(seen.channels(...where)),
    trials: (...which) =>
      seen.trials(...which).map((one) => ({
        index: one.index,
        trial: one.trial,
        at: read,
        mean: read,
        response: read,
        channels: (seconds) => channels(one.channels(seconds)),
        state: (seconds) => one.state(seconds).map(read),
      })),
  };
}

describe.each(ownAgents)('$paradigm', ({ paradigm, agent }) => {
  const spec = shortSpec(paradigm, agent);
  const session = createTrialSession(spec);
  session.advance(session.trials.length);
  const seen = observe(session).evidence();
  const { signatures, summaries = [] } = worldOf(spec);

  test('a quotient whose denominator is close to 0 is undefined, not a huge number', () => {
    const huge: string[] = [];
    const look = (measured: number, what: string): void => {
      if (Number.isFinite(measured) && Math.abs(measured) >= tooLarge) huge.push(`${what}: ${measured}`);
    };
    for (let seed = 0; seed < draws; seed++) {
      const evidence = made(seen, seed);
      for (const { id, measure } of signatures) look(measure(evidence), id);
      for (const { id, series } of summaries)
        for (const one of series) for (const { y } of one.measure(evidence)) look(y, `${id} ${one.id}`);
    }
    expect(huge).toEqual([]);
  });

  const withoutSize = signatures.filter(({ quantity }) =>
    /^(contrast \(a - b\)|ratio a) \/ \(\|a\| \+ \|b\|\)/.test(quantity),
  );

  test('a contrast or a ratio of measured numbers stays within -1 and 1, and scaling all of them does not change it', () => {
    for (let seed = 0; seed < draws; seed++) {
      for (const { id, quantity, measure } of withoutSize) {
        // The contrast of one group minus that of another.
        const most = / minus /.test(quantity) ? 2 : 1;
        const [once, larger] = [measure(made(seen, seed)), measure(made(seen, seed, 64))];
        if (Number.isNaN(once)) continue;
        expect(Math.abs(once), id).toBeLessThanOrEqual(most);
        // The intercept and the slopes of lines may differ in the last digits.
        expect(Math.abs(larger - once), id).toBeLessThan(1e-9);
      }
    }
  });

  test('and is undefined if both are 0', () => {
    for (const { id, measure } of withoutSize) expect(measure(made(seen, 0, 0)), id).toBeNaN();
  });
});
