import { expect, test, vi } from 'vitest';
import { compared } from '../../bench/against.ts';
import type { Work } from '../../bench/works.ts';

const seconds: Readonly<Record<string, { readonly cpu: number; readonly wall: number }>> = {
  here: { cpu: 1.06, wall: 0.8 },
  there: { cpu: 1, wall: 0.8 },
};
const work = (kind: Work['kind']): Work => ({ what: 'some work', kind, measure: (at) => seconds[at] as never });

/** The exit code, and what was printed. */
function comparison(kind: Work['kind'], ours: string, theirs: string, hasKernels = true): readonly [number, string] {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    const code = compared([work(kind)], ours, { root: theirs, name: 'abc', hasKernels });
    return [code, write.mock.calls.map(([line]) => String(line)).join('')];
  } finally {
    write.mockRestore();
  }
}

test('a revision that is 6 % faster fails the comparison, and the row says in which time', () => {
  const [code, printed] = comparison('whole process', 'here', 'there');
  expect(code).toBe(1);
  expect(printed).toMatch(/CPU s: .*1\.06 x abc.*: SLOWER\n/);
  expect(printed).toMatch(/, s: .*1\.00 x abc \([^)]*\)\n/);
  expect(printed).toMatch(/1 slower by more than 5 %\n$/);
});

test('one that is slower does not', () => {
  expect(comparison('kernel', 'there', 'here')).toEqual([0, expect.stringMatching(/nothing is slower\n$/)]);
});

test('a kernel that the other revision does not have is said, and is not compared', () => {
  expect(comparison('kernel', 'here', 'there', false)).toEqual([
    0,
    'some work: abc has no such kernel\nnothing is slower\n',
  ]);
});
