import { missesOf } from '../../../analysis/misses.ts';
import { searchSentence } from '../../../analysis/search-words.ts';
import { declaredOf } from '../../../analysis/signatures.ts';
import type { BenchSignature } from '../../../contracts/bench.ts';
import type { Miss, SearchedCell } from '../../../contracts/search.ts';
import { find } from '../../../engine/registry.ts';

/**
 * The measurements of a search's best setting, with the paradigm's declarations of the signatures; none if there is no
 * such setting.
 */
export function bestSignatures({ paradigm, best }: SearchedCell): readonly BenchSignature[] {
  const measured = new Map(best?.signatures.map((one) => [one.id, one]));
  return find('paradigms', paradigm).signatures.flatMap((signature) => {
    const one = measured.get(signature.id);
    return one === undefined ? [] : [{ ...declaredOf(signature), ...one }];
  });
}

/** What the best setting misses; empty if it passes, or if neither this nor its signatures are stored. */
export const bestMisses = (search: SearchedCell): readonly Miss[] =>
  search.best?.misses ?? missesOf(bestSignatures(search));

/** The result of a search in a sentence, with what the closest setting misses. */
export const searchWords = (search: SearchedCell): string => searchSentence(search, bestMisses(search));
