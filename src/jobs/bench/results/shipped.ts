import text from '../../../../docs/matrix/results.json?raw';
import { declaredOf } from '../../../analysis/signatures.ts';
import type { BenchCell, BenchSignature } from '../../../contracts/bench.ts';
import type { SearchedCell } from '../../../contracts/search.ts';
import { find } from '../../../engine/registry.ts';
import { keptCells, readResults, type Results } from './results-data.ts';

/** A cell of the matrix that ships with the program: what was measured over its seeds. */
export interface ShippedCell extends Pick<
  BenchCell,
  'paradigm' | 'agent' | 'seeds' | 'verdict' | 'signatures' | 'error'
> {
  readonly search?: SearchedCell;
}

type Shown = Results['cells'][number]['signatures'];

/**
 * The shipped matrix, by `paradigm agent`: the cells that this program would reproduce. None for another number of
 * seeds.
 * @param wanted those that are looked at: of all it takes a second
 */
export function shippedCells(
  seeds: number,
  wanted: (cell: Pick<BenchCell, 'paradigm' | 'agent'>) => boolean = () => true,
): ReadonlyMap<string, ShippedCell> {
  const results = readResults(text);
  if (results.seeds !== seeds) return new Map();
  return new Map(
    keptCells({ seeds, cells: results.cells.filter(wanted) }, false).map((cell) => [
      `${cell.paradigm} ${cell.agent}`,
      shippedCell(cell, seeds),
    ]),
  );
}

function shippedCell(
  { paradigm, agent, seeds: own, verdict, error, signatures, search }: Results['cells'][number],
  others: number,
): ShippedCell {
  const seeds = own ?? others;
  return {
    paradigm,
    agent,
    seeds,
    verdict,
    signatures: measured(paradigm, signatures, seeds),
    ...(error === undefined ? {} : { error }),
    ...(search === undefined ? {} : { search: searched({ paradigm, agent, seeds }, search) }),
  };
}

function searched(
  { paradigm, agent, seeds }: Pick<BenchCell, 'paradigm' | 'agent' | 'seeds'>,
  { tried, run, setting, verdict, signatures = {}, misses }: NonNullable<Results['cells'][number]['search']>,
): SearchedCell {
  const best =
    setting === undefined || verdict === undefined
      ? {}
      : {
          best: {
            setting,
            verdict,
            signatures: measured(paradigm, signatures, seeds),
            ...(misses === undefined ? {} : { misses: Object.entries(misses).map(([id, limits]) => ({ id, limits })) }),
          },
        };
  return { paradigm, agent, seeds, tried, run, ...best, seconds: 0 };
}

/** The signatures of a paradigm that were measured, in its order. */
function measured(paradigm: string, shown: Shown, seeds: number): readonly BenchSignature[] {
  return find('paradigms', paradigm).signatures.flatMap((signature) => {
    const one = shown[signature.id];
    if (one === undefined) return [];
    const [pass, mean, low, high, listed] = one;
    const values = listed ?? (low === high ? Array.from({ length: seeds }, () => mean) : []);
    return [
      {
        ...declaredOf(signature),
        values,
        measured: mean,
        interval: low === null || high === null ? null : ([low, high] as const),
        defined: listed === undefined ? (mean === null ? 0 : seeds) : listed.filter((value) => value !== null).length,
        passRate: null,
        pass,
      },
    ];
  });
}
