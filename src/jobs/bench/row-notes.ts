import { rowWords } from '../../analysis/row-words.ts';
import type { BenchCell } from '../../contracts/bench.ts';
import { find } from '../../engine/registry.ts';
import { agentsOfRows, isInMatrix } from './run-bench.ts';

/** The paradigms' explanations of rows, run with every agent, in which none passes or none fails. */
export function rowNotes(
  cells: readonly BenchCell[],
  paradigms: readonly string[],
): readonly { readonly paradigm: string; readonly words: string }[] {
  return paradigms.flatMap((paradigm) => {
    const whole = agentsOfRows([paradigm]);
    const row = cells.filter((cell) => cell.paradigm === paradigm && isInMatrix(cell));
    return row.length < whole.length
      ? []
      : rowWords(
          row.map(({ verdict }) => verdict),
          find('paradigms', paradigm),
        ).map((words) => ({ paradigm, words }));
  });
}
