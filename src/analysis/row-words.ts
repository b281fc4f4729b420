import type { BenchVerdict } from '../contracts/bench.ts';
import type { Paradigm } from '../contracts/paradigm.ts';

/**
 * What a paradigm says about a row of the matrix in which no agent passes, or none fails; undefined if the row has
 * both.
 */
export type RowNotes = Pick<Paradigm, 'nonePasses' | 'noneFails'>;

/**
 * For a whole row of the matrix: that no agent passes, or fails, and why. Such a row must be examined twice; without an
 * explanation it has not been.
 */
export function rowWords(verdicts: readonly BenchVerdict[], { nonePasses, noneFails }: RowNotes): readonly string[] {
  const has = (verdict: BenchVerdict): boolean => verdicts.includes(verdict);
  return [
    ...(has('pass')
      ? nonePasses === undefined
        ? []
        : [stale('none passes')]
      : [`none passes with default parameters: ${nonePasses ?? unexplained}`]),
    ...(has('fail')
      ? noneFails === undefined
        ? []
        : [stale('none fails')]
      : [`none fails: ${noneFails ?? unexplained}`]),
  ];
}

/** Whether the paradigm must be examined again: the explanation is missing or outdated. */
export const needsReview = (words: string): boolean => words.endsWith(unexplained) || words.endsWith(outdated);

const unexplained = 'the paradigm gives no explanation';
const outdated = ', but one does';
const stale = (explained: string): string => `the paradigm explains why ${explained}${outdated}`;
