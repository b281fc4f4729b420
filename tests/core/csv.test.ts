import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvNames, csvTable, jsonCell } from '../../src/core/csv.ts';

test('cells are quoted as RFC 4180 says, and what is missing is empty', () => {
  expect(
    csvTable([
      ['a', 'b, c', 'say "x"', 'two\nlines'],
      [1.5, null, undefined, -0],
    ]),
  ).toBe('a,"b, c","say ""x""","two\nlines"\n1.5,,,0\n');
});

test('no # is left, and a probe is still told from what it probes', () => {
  expect(csvTable([['Blocking/3/#B', '#A>(light)', 'Rat #3/1/#B', 'C#']])).toBe(
    'Blocking/3/probe-B,probe-A>(light),Rat No.3/1/probe-B,CNo.\n',
  );
  fc.assert(fc.property(fc.array(fc.array(fc.string())), (rows) => !csvTable(rows).includes('#')));
});

test('names are as many as ids, whatever the ids are', () => {
  expect([...csvNames(['1/#B', '1/probe-B', '1/B']).values()]).toEqual(['1/probe-B-2', '1/probe-B', '1/B']);
  const id = fc.stringMatching(/^[ab/#]{0,4}(probe-)?(-2)?$/);
  fc.assert(
    fc.property(fc.uniqueArray(id), (ids) => {
      const names = csvNames(ids);
      expect(new Set(names.values()).size).toBe(ids.length);
      for (const one of ids) if (!one.includes('#')) expect(names.get(one)).toBe(one);
    }),
  );
});

test('JSON in a cell holds no # and parses to what it was; what is too long for a cell is left out', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const cell = jsonCell(value) as string;
      expect(cell).not.toContain('#');
      expect(JSON.parse(cell)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
  expect(jsonCell('x'.repeat(131_072))).toBeUndefined();
});
