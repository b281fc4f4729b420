import type { BenchVerdict } from '../contracts/bench.ts';
import type { Paradigm } from '../contracts/paradigm.ts';

/** What a paradigm says of a row of the matrix in which no agent passes, or none fails; undefined where it has nothing to say, as there is one. */
export type RowNotes = Pick<Paradigm, 'nonePasses' | 'noneFails'>;

/**
 * Of a whole row of the matrix: that no agent passes, or fails, and why. A row that tells all models apart, or none, is to be looked at twice;
 * one that says nothing of it has not been.
 */
export function rowWords(verdicts: readonly BenchVerdict[], { nonePasses, noneFails }: RowNotes): readonly string[] {
  const has = (verdict: BenchVerdict): boolean => verdicts.includes(verdict);
  return [
    ...(has('pass')
      ? nonePasses === undefined
        ? []
        : [stale('none passes')]
      : [`none passes: ${nonePasses ?? unlooked}`]),
    ...(has('fail')
      ? noneFails === undefined
        ? []
        : [stale('none fails')]
      : [`none fails: ${noneFails ?? unlooked}`]),
  ];
}

/** Whether the words say that a paradigm has to be looked at again: it does not say why, or says what is no longer so. */
export const asksForALook = (words: string): boolean => words.endsWith(unlooked) || words.endsWith(belied);

const unlooked = 'the paradigm does not say why';
const belied = ', and one does';
const stale = (said: string): string => `the paradigm says that ${said}${belied}`;
