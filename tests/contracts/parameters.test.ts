import { expect, test } from 'vitest';
import { parseParameters, real } from '../../src/contracts/parameters.ts';

// What every JavaScript object inherits; `__proto__` as JSON.parse gives it, an own name.
const inherited = Object.getOwnPropertyNames(Object.prototype);
const givenAs = (name: string): Record<string, unknown> => JSON.parse(`{"${name}": 1}`) as Record<string, unknown>;

test.each(inherited)('%s, which every object inherits, is not a declared parameter', (name) => {
  expect(() =>
    parseParameters({ rate: real({ default: 1, min: 0, max: 2, help: 'a rate' }) }, givenAs(name), 'part x'),
  ).toThrow(`unknown parameter '${name}'`);
});

test.each(inherited.filter((name) => name !== '__proto__'))(
  'a declared parameter called %s has its default, not what every object inherits',
  (name) => {
    expect(parseParameters({ [name]: real({ default: 1, min: 0, max: 2, help: 'a rate' }) }, {}, 'part x')[name]).toBe(
      1,
    );
  },
);
