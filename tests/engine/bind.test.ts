import { expect, test } from 'vitest';
import { bind, bindControlEnv, bindControlRule, bound } from '../../src/engine/bind.ts';
import { find } from '../../src/engine/registry.ts';

test('a bound part has its values, and its functions take the remaining arguments', () => {
  // P(a) of two options whose values differ by 1 is 1 / (1 + exp(-β)).
  const choose = bind('policies', { id: 'softmax', parameters: { inverseTemperature: 2 } }).create();
  expect(choose([1, 0])[0]).toBeCloseTo(1 / (1 + Math.exp(-2)), 12);
  const { parameters } = find('manipulations', 'rpe-gains');
  const manipulation = bound(find('manipulations', 'rpe-gains'), {});
  expect(manipulation.parameters).toBe(parameters);
  expect(manipulation.title).toBe(find('manipulations', 'rpe-gains').title);
});

test('a function that the declaration lacks is absent', () => {
  const kept = { ...find('recordings', 'identity'), id: 'made-up' };
  expect(Object.keys(bound(kept, {}))).toEqual(Object.keys(kept));
  expect(bindControlRule({ id: 'q-control', parameters: {} }).remembers).toBeUndefined();
});

test('an unknown id, or one of another kind, is refused', () => {
  expect(() => bind('policies', { id: 'softmaxx', parameters: {} })).toThrow("unknown policy 'softmaxx'");
  expect(() => bindControlEnv({ id: 'schultz-1997', parameters: {} })).toThrow('is a paradigm');
});
