import { verdictMarks, verdictReason } from '../analysis/verdict-words.ts';
import type { BenchSignature, BenchVerdict } from '../contracts/bench.ts';
import type { Note } from '../contracts/note.ts';
import { indented } from './text-width.ts';

/** A verdict in one line: `partly: some findings are shown; 2 of 3 findings shown`. */
export const verdictLine = (verdict: BenchVerdict, signatures: readonly BenchSignature[]): string =>
  `${verdictMarks[verdict].words}; ${verdictReason(signatures)}`;

/** Explanations, one line per note. */
export const noteLines = (notes: readonly Note[]): readonly string[] =>
  notes.map(({ signatures = [], why }) =>
    indented(`${signatures.length === 0 ? '' : `${signatures.join(', ')}: `}${why}`, 2),
  );
