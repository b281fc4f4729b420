import { declaredOf } from '../../../analysis/signatures.ts';
import type { BenchSignature } from '../../../contracts/bench.ts';
import type { SearchedCell } from '../../../contracts/search.ts';
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
