import { expectationText } from '../analysis/signatures.ts';
import { judgedWord, roleWords, verdictMarks, verdictReason } from '../analysis/verdict-words.ts';
import type { BenchSignature, BenchVerdict } from '../contracts/bench.ts';
import type { Note } from '../contracts/note.ts';
import { shortNumber, textTable } from './output.ts';
import { measuredText, shareText, shownWord } from './verdict-text.ts';

/** A verdict in one line: `partly: some findings are shown; 2 of 3 findings shown`. */
export const verdictLine = (verdict: BenchVerdict, signatures: readonly BenchSignature[]): string =>
  `${verdictMarks[verdict].words}; ${verdictReason(signatures)}`;

/** The components of a verdict over seeds: one row per signature, and why some do not count. */
export function judgedTable(signatures: readonly BenchSignature[], seeds: number): string {
  const rows = signatures.map((signature) => [
    `  ${shownWord(judgedWord(signature, signatures))}`,
    shareText(signature.passRate, signature.defined, seeds),
    roleWords(signature),
    signature.id,
    `${measuredText(signature.measured)}${intervalText(signature.interval)}`,
    expectationText(signature.expected),
  ]);
  const apart = signatures.flatMap(({ id, byConstruction }) =>
    byConstruction === undefined ? [] : [`  ${id} does not count: ${byConstruction}`],
  );
  return [
    textTable([['  over seeds', 'seeds', 'role', 'signature', 'mean [95 %]', 'expected'], ...rows]),
    ...apart,
  ].join('\n');
}

const intervalText = (interval: BenchSignature['interval']): string =>
  interval === null ? '' : ` [${interval.map(shortNumber).join(', ')}]`;

/** Explanations, one line per note. */
export const noteLines = (notes: readonly Note[]): readonly string[] =>
  notes.map(({ signatures = [], why }) => `  ${signatures.length === 0 ? '' : `${signatures.join(', ')}: `}${why}`);
