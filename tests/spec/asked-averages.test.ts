import { expect, test } from 'vitest';
import { askedAverages, withRate } from '../../src/spec/asked-averages.ts';
import { averageConditions } from '../../src/analysis/conditions.ts';
import type { AskedAverages } from '../../src/contracts/paradigm.ts';
import { conditions, makeSource } from '../analysis/source.ts';

/** The averages of a session, and how many of its readings were looked at. */
function watched() {
  const source = makeSource();
  let readings = 0;
  const recorded = {
    ...source.recorded,
    mean: (...of: Parameters<typeof source.recorded.mean>) => {
      readings += 1;
      return source.recorded.mean(...of);
    },
  };
  const all = averageConditions({ ...source, recorded }, conditions).averages(source.trials.length);
  return { all, readings: () => readings };
}

const without = (averages: AskedAverages): AskedAverages => {
  const { rate: _, ...others } = averages;
  return others;
};

test('without the recording nothing is recorded, and all else is the same', () => {
  const { all, readings } = watched();
  const told = askedAverages(all, { rate: false });
  expect(readings()).toBe(0);
  expect(Object.values(told).some((one) => 'rate' in one)).toBe(false);
  const whole = askedAverages(all, { rate: true });
  expect(readings()).toBeGreaterThan(0);
  for (const [id, one] of Object.entries(whole)) {
    expect(one.rate).toEqual(all[id]?.rate);
    expect(told[id]).toEqual(without(one));
  }
});

test('they are plain data, which is sent between threads without recording anything', () => {
  const { all, readings } = watched();
  const told = askedAverages(all, { rate: false });
  expect(structuredClone(told)).toEqual(told);
  expect(readings()).toBe(0);
});

test('what shows the recording needs it', () => {
  const { all } = watched();
  expect(() => withRate(askedAverages(all, { rate: false }))).toThrow('was not asked for');
  const whole = askedAverages(all, { rate: true });
  expect(withRate(whole)).toBe(whole);
});
