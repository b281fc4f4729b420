import { describe, expect, test } from 'vitest';
import { parseDesignIn, readDesign } from '../../src/designs/read.ts';
import type { DesignFormat } from '../../src/designs/design-format.ts';

const lines = (format: DesignFormat, text: string): readonly string[] => {
  const parsed = parseDesignIn(format, text);
  return 'errors' in parsed
    ? parsed.errors.map(({ line, column, what, remedy }) => `${line}:${column} ${what}; ${remedy}`)
    : [];
};

describe('PALMS files (.rw)', () => {
  test('a trial without a number occurs once, one without a sign is not rewarded, an empty phase is skipped', () => {
    const palms = 'Blocking|10A+|rand/lambda=0.8/5AB+/C\nControl||5AB+/C-\n';
    const ours = 'Blocking | 10A+ | rand/lambda=0.8/5AB+/1C-\nControl | - | 5AB+/1C-';
    expect(readDesign('rw', palms, 'a.rw')).toEqual(readDesign('txt', ours, 'a.txt'));
  });

  test('reports errors with their position', () => {
    expect(lines('rw', 'Blocking|10A+|5AB*')).toEqual([
      "1:18 '*' does not belong here; separate trials by / and phases by |",
    ]);
    expect(lines('rw', 'Blocking')).toEqual(["1:1 group 'Blocking' has no phases; write Blocking | 20A+"]);
    expect(lines('rw', 'A|10A\nA|10B')).toEqual(["2:1 group 'A' is listed twice; give each group its own name"]);
    expect(lines('rw', '\n')).toEqual([
      '1:1 there is no group; write a line such as Experimental | 20A+ | 20AB+ | 5#B',
    ]);
  });
});

describe('calmr tables (.csv)', () => {
  const ours = 'Exp | rand/10A+/10B- | 10AB+ | 1#A/1#B\nControl | rand/10C+/10B- | 10AB+ | 1#A/1#B';

  test('columns R1, R2 determine whether the trials before them are shuffled', () => {
    const table =
      'Group,P1,R1,P2,R2,Test,R3\nExp,10A>(US)/10B,TRUE,10AB>(US),FALSE,1#A/1#B,FALSE\nControl,10C>(US)/10B,TRUE,10AB>(US),FALSE,1#A/1#B,FALSE\n';
    expect(readDesign('csv', table, 'a.csv')).toEqual(readDesign('txt', ours, 'a.txt'));
  });

  test('without such columns trials are in the given order; cells may be quoted, with any line ends', () => {
    const table = '"Group","Phase1","Test"\r\n"Exp","10A>(light)>(US)/10B","1#A"\r\n';
    expect(readDesign('csv', table, 'a.csv')).toEqual(readDesign('txt', 'Exp | 10A>(light)+ / 10B- | 1#A', 'a.txt'));
    expect(readDesign('csv', table.replaceAll('","', '";"'), 'a.csv')).toEqual(readDesign('csv', table, 'a.csv'));
  });

  test('an empty cell is a phase that the group skips', () => {
    expect(readDesign('csv', 'Group,P1,P2\nG,,10A>(US)', 'a.csv')).toEqual(readDesign('txt', 'G | - | 10A+', 'a.txt'));
  });

  test.each([
    ['Group,P1\nG,A(US)', '2:3 the number of trials is missing; write 10A>(US)'],
    [
      'Group,P1\nG,10A(US1)/10B(US2)',
      "2:15 a second kind of US, 'US2'; there is one kind of reward here: use one name",
    ],
    ['Group,P1,R1\nG,10A(US),MAYBE', "2:11 'MAYBE' is neither TRUE nor FALSE; write TRUE for random order"],
    ['Group,R1\nG,TRUE', '2:3 this column follows no phase; put it after the phase that it is about'],
    ['Group,P1\nG,10A(US),5B', '2:11 the line has more cells than the 2 headings; give every column its heading'],
    ['Group,P1\nG,10A(US)\nG,5B', "3:1 group 'G' is listed twice; give each group its own name"],
    ['Group,P1\nG,10A+', "2:6 '+' does not belong here; write trials such as 10A>(US), separated by /"],
    ['Group,P1\nG,', "2:1 group 'G' has no trials; give it at least one phase with trials"],
    ['Group,P1', '1:1 the table has no groups; write a line of headings such as Group,P1,P2, then one line per group'],
    ['Group,P1\nG,"10A(US)', '2:3 an extra quotation mark; put the whole cell in double quotes, or none of it'],
  ])('%j', (text, line) => expect(lines('csv', text)).toEqual([line]));
});
