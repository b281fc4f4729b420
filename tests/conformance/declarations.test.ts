import { describe, expect, test } from 'vitest';
import { didYouMean, InputError } from '../../src/core/errors.ts';
import { parseParameters, type Parameter } from '../../src/contracts/parameters.ts';
import { catalogue } from '../../src/engine/catalogue.ts';
import { find, list } from '../../src/engine/registry.ts';
import { kinds } from '../../src/spec/kinds.ts';

const everything = kinds.flatMap((kind) => list(kind).map((thing) => ({ kind, id: thing.id, thing })));

test('every kind has parts, in order of id', () => {
  for (const kind of kinds) {
    const ids = list(kind).map(({ id }) => id);
    expect(ids, kind).not.toEqual([]);
    expect(ids).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(ids.length);
  }
});

test('the catalogue is plain data and contains all parts', () => {
  const plain = catalogue();
  expect(JSON.parse(JSON.stringify(plain))).toEqual(plain);
  for (const { kind, id } of everything) expect(plain[kind].some((entry) => entry.id === id)).toBe(true);
});

describe.each(everything)('$kind/$id', ({ kind, id, thing }) => {
  test('has a title, a summary and a citation', () => {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(Number.isInteger(thing.version) && thing.version >= 1).toBe(true);
    expect(thing.title.trim().length).toBeGreaterThan(0);
    expect(thing.summary).toMatch(/^\S[^\n]*[.!?]$/);
    expect(thing.citation.text, 'a citation has a year').toMatch(/\b(19|20)\d\d\b/);
    if (thing.citation.doi !== undefined) expect(thing.citation.doi).toMatch(/^10\.\d{4,}\/\S+$/);
  });

  test('cannot be changed', () => {
    for (const part of [thing, thing.citation, thing.parameters, ...Object.values(thing.parameters)])
      expect(Object.isFrozen(part)).toBe(true);
  });

  test('is found by its id, and suggested for a misspelt one', () => {
    expect(find(kind, id)).toBe(thing);
    const ids = list(kind).map((other) => other.id);
    const misspelt = `${id}x`;
    expect(() => find(kind, misspelt)).toThrow(InputError);
    expect(didYouMean(misspelt, ids)).toContain(id);
  });

  test('its defaults are valid', () => expect(() => parseParameters(thing.parameters, {}, id)).not.toThrow());

  const parameters: [string, Parameter][] = Object.entries(thing.parameters);
  test.each(parameters)('parameter %s is described', (name, parameter) => {
    expect(name).toMatch(/^[a-z][A-Za-z0-9]*$/);
    expect(parameter.help).toMatch(/^\S[^\n]*[^\s.]$/);
    if (parameter.kind === 'flag' || parameter.kind === 'choice' || parameter.kind === 'text') return;
    expect(parameter.unit ?? parameter.symbol, 'a number has a unit or a symbol').toBeTruthy();
    expect(parameter.min).toBeLessThan(parameter.max);
    // The unit is in the name.
    if (parameter.unit === 's' && !name.endsWith('Seconds')) expect(parameter.symbol).toBeTruthy();
  });

  test.each(parameters)('parameter %s refuses invalid values', (name, parameter) => {
    const refuse = (value: unknown): void =>
      expect(() => parseParameters(thing.parameters, { [name]: value }, id), JSON.stringify(value)).toThrow(InputError);
    refuse(null);
    refuse([1]);
    if (parameter.kind === 'choice') refuse('no such option');
    if (parameter.kind === 'flag') refuse('true');
    if (parameter.kind === 'text') refuse('two\nlines');
    if (parameter.kind === 'choice' || parameter.kind === 'flag' || parameter.kind === 'text') return;
    for (const value of [parameter.min - 1, parameter.max + 1, Number.NaN, Number.POSITIVE_INFINITY, '1'])
      refuse(value);
    if (parameter.kind === 'integer') refuse(parameter.min + 0.5);
    for (const value of [parameter.min, parameter.max])
      expect(parseParameters(thing.parameters, { [name]: value }, id)).toMatchObject({ [name]: value });
  });
});

describe('units of time', () => {
  const acts = (thing: object): boolean => 'timescale' in thing && thing.timescale === 'control';
  const agentParts = everything.filter(
    ({ kind, thing }) => ['architectures', 'objectives', 'learning-rules'].includes(kind) && !acts(thing),
  );
  const numbers = agentParts.flatMap(({ kind, id, thing }) =>
    Object.entries<Parameter>(thing.parameters).flatMap(([name, parameter]) =>
      parameter.kind === 'real' ? [{ kind, id, name, parameter, thing }] : [],
    ),
  );

  test('parameters of agents in trials are not per simulation step', () =>
    expect(
      numbers.filter(({ parameter }) => /steps?$/.test(parameter.unit ?? '')).map(({ id, name }) => `${id} ${name}`),
    ).toEqual([]));

  test('a time constant is per second, and parameters per second are time constants', () => {
    for (const { id, name, parameter } of numbers)
      expect(parameter.perSecond !== undefined, `${id} ${name}`).toBe(parameter.unit === 'per second');
  });

  test('discounts and decays are time constants; in rules with choices, traces decay per choice', () => {
    for (const { id, name, parameter, thing } of numbers.filter((one) => /discount|decay$/i.test(one.name))) {
      const chooses = 'timescale' in thing && thing.timescale === 'choice';
      expect(parameter.unit, `${id} ${name}`).toBe(chooses ? 'per choice' : 'per second');
    }
  });

  test('a learning rate has a unit', () => {
    const everyRule = everything.filter(({ kind }) => kind === 'learning-rules');
    for (const { id, thing } of everyRule)
      for (const [name, parameter] of Object.entries<Parameter>(thing.parameters))
        if (/learningRate$/i.test(name))
          expect('unit' in parameter && parameter.unit, `${id} ${name}`).toMatch(/^per /);
  });
});
