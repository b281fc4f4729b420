import { passesWith } from '../analysis/search-words.ts';
import { benchParadigms, defaultSeeds } from '../jobs/bench/run-bench.ts';
import { shippedCells } from '../jobs/bench/results/shipped.ts';
import type { Kind } from '../spec/kinds.ts';
import { indented } from './text-width.ts';

/** Who passes a paradigm, or what an agent passes, in the shipped matrix; none for other kinds. */
export function matrixLines(kind: Kind, id: string): readonly string[] {
  const field = kind === 'paradigms' ? 'agent' : kind === 'agents' ? 'paradigm' : undefined;
  if (field === undefined || (kind === 'paradigms' && !benchParadigms().includes(id))) return [];
  const shown = (cell: { readonly paradigm: string; readonly agent: string }): boolean =>
    kind === 'paradigms' ? cell.paradigm === id : cell.agent === id;
  const cells = [...shippedCells(defaultSeeds, shown).values()];
  const names = (of: typeof cells): string => of.map((cell) => cell[field]).join(', ') || 'none';
  const passing = cells.filter(({ verdict }) => verdict === 'pass');
  const others = cells.filter((cell) => cell.search !== undefined && passesWith(cell.search));
  return [
    '',
    kind === 'paradigms' ? 'Agents that pass, of the shipped matrix' : 'Paradigms passed, of the shipped matrix',
    indented(`with default parameters: ${names(passing)}`, 2, 4),
    indented(`with another setting: ${names(others)}`, 2, 4),
  ];
}
