import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvNames, csvTable } from '../../src/core/csv.ts';

test('cells are quoted as in RFC 4180, and missing values are empty', () => {
  expect(
    csvTable([
      ['a', 'b, c', 'say "x"', 'two\nlines'],
      [1.5, null, undefined, -0],
    ]),
  ).toBe('a,"b, c","say ""x""","two\nlines"\n1.5,,,0\n');
});

test('there is no #, and a probe still has a distinct name', () => {
  expect(csvTable([['Blocking/3/#B', '#A>(light)', 'Rat #3/1/#B', 'C#']])).toBe(
    'Blocking/3/probe-B,probe-A>(light),Rat No.3/1/probe-B,CNo.\n',
  );
  fc.assert(fc.property(fc.array(fc.array(fc.string())), (rows) => !csvTable(rows).includes('#')));
});

test('no text is a formula for a spreadsheet, and numbers and signs stay', () => {
  expect(
    csvTable([["=cmd|' /C calc'!A0", '+1+A1', '-2+3', '@SUM(A1)', '\t=1', '＝1+1', 'CS+', '-', '-0.50', '-1e-7', -3]]),
  ).toBe("'=cmd|' /C calc'!A0,'+1+A1,'-2+3,'@SUM(A1),'\t=1,'＝1+1,CS+,-,-0.50,-1e-7,-3\n");
});

test('names are distinct for any distinct ids', () => {
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
