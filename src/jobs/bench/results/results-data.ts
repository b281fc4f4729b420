import * as v from 'valibot';
import type { BenchCell, BenchSignature } from '../../../contracts/bench.ts';
import type { SearchedCell } from '../../../contracts/search.ts';
import { ids } from '../../../engine/registry.ts';
import { benchSpec, type BenchJob } from '../bench-job.ts';
import { benchKey, verdictSchema } from '../bench-store.ts';
import { benchAgents, benchJobs, benchParadigms, isInMatrix, seedsOf } from '../run-bench.ts';
import { bestMisses, bestSignatures } from '../search/best-signatures.ts';
import { isSearched, searchJob } from '../search/search-job.ts';
import { searchKey } from '../search/search-store.ts';

const shownNumber = v.nullable(v.number());
const judged = [v.nullable(v.boolean()), shownNumber, shownNumber, shownNumber] as const;
const shownSignature = v.union([v.strictTuple(judged), v.strictTuple([...judged, v.array(shownNumber)])]);
const shownSignatures = v.record(v.string(), shownSignature);

const resultsSchema = v.strictObject({
  seeds: v.number(),
  cells: v.array(
    v.strictObject({
      paradigm: v.string(),
      agent: v.string(),
      /** Hash of everything that the cell depends on. */
      key: v.string(),
      /** Where there are fewer than of the other cells. */
      seeds: v.optional(v.number()),
      verdict: verdictSchema,
      error: v.optional(v.string()),
      /** By id: pass, mean, the ends of its interval, and each seed where they differ. */
      signatures: shownSignatures,
      search: v.optional(
        v.strictObject({
          key: v.string(),
          tried: v.number(),
          run: v.number(),
          setting: v.optional(v.record(v.string(), v.union([v.number(), v.string(), v.boolean()]))),
          verdict: v.optional(verdictSchema),
          /** Cells in which it passes. */
          signatures: v.optional(shownSignatures),
          /** Cells in which it does not: by id, by how many of its limits each is missed. Searches until 0.2.0 have none. */
          misses: v.optional(v.record(v.string(), shownNumber)),
        }),
      ),
    }),
  ),
});

/** The matrix as stored in the repository: verdicts and their measurements, without figures. */
export type Results = v.InferOutput<typeof resultsSchema>;

/** @throws if it is not a valid file */
export const readResults = (text: string): Results => v.parse(resultsSchema, JSON.parse(text));

/** One cell per line, so that a diff names the cells that changed. */
export const resultsText = ({ seeds, cells }: Results): string =>
  `{"seeds":${seeds},"cells":[\n${cells.map((cell) => JSON.stringify(cell)).join(',\n')}\n]}\n`;

/** @param searches by `paradigm agent` */
export function resultsOf(
  cells: readonly BenchCell[],
  searches: ReadonlyMap<string, SearchedCell>,
  seeds: number,
): Results {
  const applicable = cells.filter(({ verdict }) => verdict !== 'not-applicable');
  return {
    seeds,
    cells: applicable.map((cell) => ({
      ...cellResult(cell, searches.get(`${cell.paradigm} ${cell.agent}`)),
      ...(cell.seeds === seeds ? {} : { seeds: cell.seeds }),
    })),
  };
}

function cellResult(cell: BenchCell, search: SearchedCell | undefined): Results['cells'][number] {
  const { paradigm, agent, verdict, signatures, error } = cell;
  return {
    paradigm,
    agent,
    key: benchKey(cell),
    verdict,
    ...(error === undefined ? {} : { error }),
    signatures: shown(signatures),
    ...(search === undefined ? {} : { search: searchResult(cell, search) }),
  };
}

function searchResult(cell: BenchCell, search: SearchedCell): NonNullable<Results['cells'][number]['search']> {
  const { tried, run, best } = search;
  const found =
    best === undefined
      ? {}
      : {
          setting: { ...best.setting },
          verdict: best.verdict,
          ...(best.verdict === 'pass'
            ? { signatures: shown(bestSignatures(search)) }
            : { misses: Object.fromEntries(bestMisses(search).map(({ id, limits }) => [id, short(limits)])) }),
        };
  return { key: searchKey(searchJob(cell)), tried, run, ...found };
}

const digits = 4;

const short = (value: number | null): number | null => (value === null ? null : Number(value.toPrecision(digits)));

function shown(signatures: readonly BenchSignature[]): v.InferOutput<typeof shownSignatures> {
  return Object.fromEntries(
    signatures.map(({ id, pass, measured, interval, values }) => {
      const seeds = values.map(short);
      const over = [pass, short(measured), short(interval?.[0] ?? null), short(interval?.[1] ?? null)] as const;
      return [id, new Set(seeds).size > 1 ? [...over, seeds] : [...over]];
    }),
  );
}

type Cell = Results['cells'][number];

const jobOf = ({ paradigm, agent }: Cell, seeds: number): BenchJob => ({
  paradigm,
  agent,
  seeds: seedsOf(agent, seeds),
});

/**
 * The existing results that this program would reproduce: everything they depend on is unchanged.
 * @param searched only if nothing is left to search
 */
export const keptCells = ({ seeds, cells }: Results, searched: boolean): readonly Cell[] =>
  cells.filter(
    (cell) =>
      isCurrent(cell, seeds) &&
      (!searched || !isSearched(cell) || cell.search?.key === searchKey(searchJob(jobOf(cell, seeds)))),
  );

/** Whether a cell, and its search if it has one, belong to this program. */
function isCurrent(cell: Cell, seeds: number): boolean {
  if (!isKnown('paradigms', cell.paradigm) || !isKnown('agents', cell.agent)) return false;
  const job = jobOf(cell, seeds);
  if (benchSpec(job) === undefined || cell.key !== benchKey(job)) return false;
  return cell.search === undefined || cell.search.key === searchKey(searchJob(job));
}

/** Merges results, replacing those of the same cells; row by row, in the order of the matrix. */
export function mergedResults(seeds: number, ...all: readonly (readonly Cell[])[]): Results {
  const cells = new Map(all.flatMap((some) => some.map((cell) => [`${cell.paradigm} ${cell.agent}`, cell] as const)));
  const jobs = benchJobs({ paradigms: benchParadigms(), agents: benchAgents({ slow: true }), seeds });
  return { seeds, cells: jobs.flatMap(({ paradigm, agent }) => cells.get(`${paradigm} ${agent}`) ?? []) };
}

/** The remedy if shipped results are not those of this program. */
export const staleRemedy = 'run `npm run matrix`: it runs these again, and only these';

/** Cells that fail at their defaults and have not been searched yet. */
export const unsearchedCells = ({ cells }: Results): readonly Cell[] =>
  cells.filter((cell) => isSearched(cell) && cell.search === undefined);

const isKnown = (kind: 'paradigms' | 'agents', id: string): boolean => ids(kind).includes(id);

/**
 * Cells, by name, whose results are not those of this program: something they depend on has changed, they are missing,
 * or their parts no longer exist. Nothing is run for that.
 */
export function staleCells({ seeds, cells }: Results): readonly string[] {
  const known = new Map(cells.map((cell) => [`${cell.paradigm} ${cell.agent}`, cell]));
  const wanted = benchJobs({ paradigms: benchParadigms(), agents: benchAgents({ slow: true }), seeds }).filter(
    (job) => isInMatrix(job) && benchSpec(job) !== undefined,
  );
  const stale = wanted.filter((job) => {
    const cell = known.get(`${job.paradigm} ${job.agent}`);
    return cell === undefined || !isCurrent(cell, seeds);
  });
  const names = new Set(wanted.map(({ paradigm, agent }) => `${paradigm} ${agent}`));
  return [
    ...stale.map(({ paradigm, agent }) => `${paradigm} ${agent}`),
    ...[...known.keys()].filter((name) => !names.has(name)),
  ];
}
