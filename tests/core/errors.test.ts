import { expect, test } from 'vitest';
import { didYouMean, InputError } from '../../src/core/errors.ts';

test('an InputError contains where, what and the remedy', () => {
  const error = new InputError("unknown agent 'td'", 'agents', "did you mean 'td-csc'?");
  expect(error.message).toBe("agents: unknown agent 'td'; did you mean 'td-csc'?");
  expect(error).toMatchObject({
    name: 'InputError',
    where: 'agents',
    what: "unknown agent 'td'",
    remedy: "did you mean 'td-csc'?",
  });
});

test('input is shown in one line, with control characters escaped', () => {
  const error = new InputError(
    "unknown agent 'a\nb\u001b[2J\u0000\u009b\u202e\ud800\u{e0041}'",
    'spec\r',
    'remedy\u2028',
  );
  expect(error.message).toBe(
    String.raw`spec\u000d: unknown agent 'a\nb\u001b[2J\u0000\u009b\u202e\ud800\u{e0041}'; remedy\u2028`,
  );
  expect(error).toMatchObject({ where: String.raw`spec\u000d`, remedy: String.raw`remedy\u2028` });
  expect(new InputError('α = −½, "é", 中, 🐁', 'C:\\runs', 'ok').message).toBe('C:\\runs: α = −½, "é", 中, 🐁; ok');
  expect(new InputError('x'.repeat(1e6), 'a', 'b').message.length).toBeLessThan(3000);
});

test.each([
  ['schulz-1997', "did you mean 'schultz-1997'?"],
  ['schultz1997', "did you mean 'schultz-1997'?"],
  ['nonsense', 'choose one of: eshel-2015, schultz-1997'],
])('the remedy for %s', (name, remedy) => expect(didYouMean(name, ['schultz-1997', 'eshel-2015'])).toBe(remedy));

test('no candidates', () => expect(didYouMean('x', [])).toBe('there is none to choose from'));

test('of many names the first are listed, with the number of the others', () => {
  const known = Array.from({ length: 46 }, (_, i) => `paradigm-${String(i).padStart(2, '0')}`);
  expect(didYouMean('quite-another-thing', known)).toMatch(
    /^choose one of: paradigm-00, (paradigm-\d\d, ){19}and 26 more$/,
  );
});

test('a part of a name suffices if few names contain it; for many names the command to list them is given', () => {
  const known = ['schultz-1997', 'hollerman-schultz-1998', ...Array.from({ length: 46 }, (_, i) => `paradigm-${i}`)];
  expect(didYouMean('schultz', known, 'list them')).toBe("did you mean 'schultz-1997' or 'hollerman-schultz-1998'?");
  expect(didYouMean('nonsense-and-more', known, 'list them')).toBe('list them');
});
