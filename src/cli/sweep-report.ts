import { quantileSorted } from 'simple-statistics';
import type { SubjectResult, Sweep } from '../spec/sweep.ts';
import type { World } from '../engine/world.ts';
import { countVerdicts, expectationText } from '../analysis/signatures.ts';
import { shortNumber } from '../core/short-number.ts';
import { textTable } from './output.ts';
import { measuredText, shareText, verdictText } from './verdict-text.ts';

/** With more subjects than this the table of all is omitted. */
const maxRows = 40;

/** Signatures over all subjects, and the individual subjects if they are few. */
export function sweepReport(sweep: Sweep, world: Pick<World, 'signatures'>, results: readonly SubjectResult[]): string {
  const diverged = results.filter((result) => result.diverged).length;
  const parts = [
    signatureTable(world, results),
    ...(diverged === 0 ? [] : [`${diverged} of ${results.length} diverged: their weights grew without bound`]),
  ];
  if (results.length <= maxRows) parts.push(subjectTable(sweep, results));
  return parts.join('\n\n');
}

function signatureTable({ signatures }: Pick<World, 'signatures'>, results: readonly SubjectResult[]): string {
  if (signatures.length === 0)
    return 'the paradigm has no signatures; --csv and --json have the averages of its conditions';
  const rows = signatures.map(({ claim, expected }, i) => {
    const all = results.map((result) => result.signatures[i]);
    const measured = Float64Array.from(
      all.flatMap((one) => (one?.measured === null || one === undefined ? [] : [one.measured])),
    ).sort();
    const at = (share: number): string =>
      measuredText(measured.length === 0 ? null : quantileSorted(Array.from(measured), share));
    const { passed, defined } = countVerdicts(all.map((one) => one?.pass ?? null));
    return [
      shareText(defined === 0 ? null : passed / defined, defined, all.length),
      claim,
      at(0.05),
      at(0.5),
      at(0.95),
      expectationText(expected),
    ];
  });
  return textTable([['pass', 'signature', '5 %', 'median', '95 %', 'expected'], ...rows]);
}

function subjectTable({ varied }: Sweep, results: readonly SubjectResult[]): string {
  const seeds = new Set(results.map(({ seed }) => seed)).size;
  const names = results[0]?.signatures.map(({ id }) => id) ?? [];
  const rows = results.map(({ subject, seed, diverged, signatures }) => [
    String(subject + 1),
    ...(seeds > 1 ? [String(seed)] : []),
    ...varied.map(({ values }) => shortValue(values[subject])),
    ...signatures.map(({ measured, pass }) => (diverged ? 'diverged' : verdictText(pass, measured))),
  ]);
  return textTable([['subject', ...(seeds > 1 ? ['seed'] : []), ...varied.map(({ path }) => path), ...names], ...rows]);
}

const shortValue = (value: unknown): string => (typeof value === 'number' ? shortNumber(value) : String(value));
