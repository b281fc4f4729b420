import type { Timed } from './measure.ts';
import { builtRevision, type Revision } from './revision.ts';
import { alternated, isSlower, ratioText, spreadText } from './spread.ts';
import { works, type Work } from './works.ts';

const rounds = 9;

/**
 * Alternates this checkout with another revision on the same work, and prints every row.
 * @param parts names in `works`; all of them if there are none
 * @returns the exit code: 1 if any row is slower
 */
export function against(root: string, revision: string, parts: readonly string[]): number {
  const unknown = parts.find((part) => !Object.hasOwn(works, part));
  if (unknown !== undefined) {
    process.stderr.write(`bench: '${unknown}' has nothing to compare; choose from ${Object.keys(works).join(', ')}\n`);
    return 2;
  }
  const other = builtRevision(root, revision);
  try {
    const named = Object.entries(works).filter(([part]) => parts.length === 0 || parts.includes(part));
    return compared(
      named.flatMap(([, of]) => of),
      root,
      other,
    );
  } finally {
    other.remove();
  }
}

/**
 * Alternates works in two checkouts, and prints every row.
 * @returns the exit code: 1 if any row is slower
 */
export function compared(
  all: readonly Work[],
  root: string,
  other: Pick<Revision, 'root' | 'name' | 'hasKernels'>,
): number {
  let slower = 0;
  for (const work of all) {
    if (work.kind === 'kernel' && !other.hasKernels) {
      process.stdout.write(`${work.what}: ${other.name} has no such kernel\n`);
      continue;
    }
    const found = alternated(rounds, { ours: () => work.measure(root), theirs: () => work.measure(other.root) });
    slower += reported(work, found, other.name);
  }
  process.stdout.write(slower === 0 ? 'nothing is slower\n' : `${slower} slower by more than 5 %\n`);
  return slower === 0 ? 0 : 1;
}

/** @returns the number of times that are slower: of the processor, and of the clock */
function reported(
  { what, kind }: Work,
  { ours, theirs }: Readonly<Record<'ours' | 'theirs', readonly Timed[]>>,
  name: string,
): number {
  const slower = (['cpu', 'wall'] as const).filter((time) => {
    const [own, other] = [ours.map((one) => one[time]), theirs.map((one) => one[time])];
    const isWorse = isSlower(own, other);
    const pairs = own.map((value, round) => [value, other[round] as number] as const);
    process.stdout.write(
      `${what}, ${kind}, ${time === 'cpu' ? 'CPU s' : 's'}: ${spreadText(own)}; ${name} ${spreadText(other)}; ${ratioText(pairs, name)}${isWorse ? ': SLOWER' : ''}\n`,
    );
    return isWorse;
  });
  return slower.length;
}
