import { setImmediate } from 'node:timers/promises';
import { passesWith, searchMark, searchMarks } from '../../analysis/search-words.ts';
import { controlsAgainst, standingOf } from '../../analysis/verdict.ts';
import { judgingWords, notesOn, verdictMarks } from '../../analysis/verdict-words.ts';
import type { BenchCell, BenchSignature } from '../../contracts/bench.ts';
import type { SearchedCell } from '../../contracts/search.ts';
import { InputError } from '../../core/errors.ts';
import { find } from '../../engine/registry.ts';
import {
  agentsOfRows,
  benchAgents,
  benchJobs,
  benchParadigms,
  defaultSeeds,
  isInMatrix,
  runBench,
  type BenchOptions,
} from '../../jobs/bench/run-bench.ts';
import { cellCommand } from '../../jobs/bench/cell-command.ts';
import { rowNotes } from '../../jobs/bench/row-notes.ts';
import { defaultBenchFolder, openBenchStore } from '../../jobs/bench/bench-store.ts';
import { bestSignatures, searchWords } from '../../jobs/bench/search/best-signatures.ts';
import { knownSearch, openSearchStore, type SearchStore } from '../../jobs/bench/search/search-store.ts';
import { keptCells, mergedResults, resultsOf } from '../../jobs/bench/results/results-data.ts';
import { resultsIn, writeResults } from '../../jobs/bench/results/write-results.ts';
import { searchCells } from '../bench-search.ts';
import { wholeNumber, type Arguments, type Command } from '../command.ts';
import { interruptedCode, takeCharge } from '../interruption.ts';
import { shortNumber } from '../../core/short-number.ts';
import { note, progressLine, textTable } from '../output.ts';
import { openOutputs } from '../outputs.ts';
import { indented, outputWidth } from '../text-width.ts';
import { noteLines, verdictLine } from '../judged-report.ts';
import { signatureDetails, signatureTable } from '../signature-table.ts';
import { sharedOptions } from '../shared-options.ts';

const command: Command = {
  name: 'bench',
  group: 'experiments',
  short: 'run every paradigm with every agent: which model shows which finding',
  isLong: true,
  usage: '',
  summary:
    'Runs every paradigm with every agent under several seeds, and prints which model shows which finding. Cells that were run before are kept.',
  examples: [
    'phasic bench --paradigms schultz-1997  # one row of the matrix',
    'phasic bench --paradigms kim-2020 --agents td-csc,td-belief --details',
    'phasic bench --search --html matrix.html  # everything, which takes hours',
  ],
  options: {
    agents: { type: 'string', multiple: true, value: 'ID,ID', ids: 'agents', help: 'these agents only' },
    paradigms: { type: 'string', multiple: true, value: 'ID,ID', ids: 'paradigms', help: 'these paradigms only' },
    html: {
      type: 'string',
      value: 'FILE.html',
      help: 'save a page with the matrix and, for each cell, its figure and signatures',
    },
    details: { type: 'boolean', help: 'print every signature of every cell' },
    search: { type: 'boolean', help: 'search for a setting that passes wherever an agent fails with its defaults' },
    results: {
      type: 'string',
      value: 'FOLDER',
      help: 'write the results that the repository ships: results.json, and results.md as text; cells that are still valid are not run again',
    },
    fresh: { type: 'boolean', help: 'run all cells again' },
    store: {
      type: 'string',
      value: 'FOLDER',
      help: 'where cells are kept (default $PHASIC_BENCH, else Phasic/bench in the home folder)',
    },
    seeds: {
      type: 'string',
      value: 'N',
      help: 'seeds per cell (default 10, at most 5 of an agent with a network; fewer give a preview, not a verdict)',
    },
    ...sharedOptions('workers', 'json'),
  },
  run,
};
export default command;

async function run(args: Arguments): Promise<number> {
  const outputs = await openOutputs(args, ['html']);
  const workers = args.text('workers');
  const shipped = args.text('results');
  const seeds = wholeNumber(args.text('seeds') ?? String(defaultSeeds), '--seeds', 1, 1000);
  const there = shipped === undefined || args.on('fresh') ? undefined : resultsIn(shipped);
  const kept = there?.seeds === seeds ? keptCells(there, args.on('search')) : [];
  const names = new Set(kept.map(cellName));
  const paradigms = chosen('paradigms', args.texts('paradigms'), benchParadigms);
  const agents = args.on('agents')
    ? chosen('agents', args.texts('agents'), () => benchAgents({ slow: true }))
    : // An agent with a network takes an hour: it is run for the shipped matrix, and where it is named.
      shipped === undefined
      ? benchAgents()
      : agentsOfRows(paradigms);
  const options: BenchOptions = {
    paradigms,
    agents,
    seeds,
    passOver: (job) => names.has(cellName(job)) || (!args.on('agents') && !isInMatrix(job)),
    workers: workers === undefined ? undefined : wholeNumber(workers, '--workers', 1, 256),
  };
  const folder = args.text('store') ?? defaultBenchFolder();
  const store = openBenchStore(folder);
  const searches = openSearchStore(folder);
  for (const one of [store, searches]) {
    if (args.on('fresh')) one.clear();
    else if (one.flaw !== undefined) note(`phasic: ${one.flaw.where}: ${one.flaw.what}; they are run again`);
  }
  const began = performance.now();
  const cells = await collect(options, store);
  const total = benchJobs(options).length;
  const isSearched =
    !args.on('search') || cells.length < total || (await searchCells(cells, searches, options.workers));
  const searched = knownSearches(cells, searches);
  const seconds = (performance.now() - began) / 1000;
  await outputs.write('html', async () =>
    (await import('../../jobs/bench/bench-page.ts')).benchPage(cells, searched, options),
  );
  if (shipped !== undefined && cells.length === total) {
    const before = there?.seeds === seeds ? keptCells(there, false) : [];
    await writeResults(shipped, mergedResults(seeds, before, resultsOf(cells, searched, seeds).cells));
    if (kept.length > 0) note(`${kept.length} cells are still valid in ${shipped}`);
  }
  outputs.report(
    args.on('json')
      ? benchJson(cells, searched, seconds)
      : report({ cells, searched, seconds }, options, args.on('details')),
  );
  for (const cell of cells)
    if (cell.verdict === 'error') note(`phasic: ${cell.paradigm} with ${cell.agent}: ${cell.error}`);
  if (cells.length === total) return isSearched ? 0 : interruptedCode;
  note(`stopped after ${cells.length} of ${total} cells; run the same command again to continue`);
  return interruptedCode;
}

/**
 * @param possible those of the given ones that a matrix can have, in its order; all if none are given
 * @throws InputError for an unknown id
 */
function chosen(
  kind: 'paradigms' | 'agents',
  given: readonly string[],
  possible: (among?: readonly string[]) => readonly string[],
): readonly string[] {
  const ids = given.flatMap((list) => list.split(',')).map((id) => id.trim());
  for (const id of ids) find(kind, id);
  const all = possible(ids.length === 0 ? undefined : ids);
  const without = ids.find((id) => !all.includes(id));
  if (without !== undefined)
    throw new InputError(
      kind === 'paradigms'
        ? `paradigm '${without}' has no findings to judge`
        : `agent '${without}' does not learn from trials`,
      `--${kind}`,
      'choose another',
    );
  return ids.length === 0 ? all : all.filter((id) => ids.includes(id));
}

/** Searches by the name of their cell. */
type Searches = ReadonlyMap<string, SearchedCell>;

const cellName = ({ paradigm, agent }: Pick<BenchCell, 'paradigm' | 'agent'>): string => `${paradigm} ${agent}`;

interface Reported {
  readonly cells: readonly BenchCell[];
  readonly searched: Searches;
  readonly seconds: number;
}

function knownSearches(cells: readonly BenchCell[], store: SearchStore): Searches {
  const known = cells.flatMap((cell) => knownSearch(store, cell) ?? []);
  return new Map(known.map((one) => [cellName(one), one]));
}

/** All cells, or those finished when the user presses Ctrl-C. */
async function collect(options: BenchOptions, store: ReturnType<typeof openBenchStore>): Promise<readonly BenchCell[]> {
  const cells: BenchCell[] = [];
  const progress = progressLine(benchJobs(options).length);
  const stop = new AbortController();
  takeCharge(() => stop.abort());
  for await (const cell of runBench({ ...options, abandon: stop.signal }, store)) {
    cells.push(cell);
    progress.show(cells.length);
    await setImmediate();
    if (stop.signal.aborted) break;
  }
  progress.clear();
  return cells;
}

/** The rows of the matrix as data. */
export function benchJson(cells: readonly BenchCell[], searched: Searches, seconds: number): string {
  const rows = cells.map(({ paradigm, agent, seeds, verdict, signatures, seconds: took, error }) => ({
    paradigm,
    agent,
    seeds,
    verdict,
    failedControls: controlsAgainst(signatures).map(({ id }) => id),
    signatures: signatures.map((signature) => withStanding(signature, signatures)),
    notes: notesOn(find('paradigms', paradigm).notes, agent),
    command: cellCommand({ paradigm, agent, seeds }),
    seconds: took,
    ...(error === undefined ? {} : { error }),
    ...searchJson(searched.get(cellName({ paradigm, agent }))),
  }));
  return JSON.stringify({ rows, seconds });
}

/** The result of a search: the best setting with its measurements, and the command that runs it. */
function searchJson(cell: SearchedCell | undefined): object {
  if (cell === undefined) return {};
  const { best, tried, run, seconds } = cell;
  const signatures = bestSignatures(cell);
  const found =
    best === undefined
      ? {}
      : {
          setting: best.setting,
          verdict: best.verdict,
          signatures: signatures.map((one) => withStanding(one, signatures)),
          command: cellCommand(cell, best.setting),
        };
  return { search: { words: searchWords(cell), tried, run, ...found, seconds } };
}

const withStanding = (signature: BenchSignature, signatures: readonly BenchSignature[]): object =>
  signature.role === 'control' ? signature : { ...signature, standing: standingOf(signature, signatures) };

/**
 * One row per paradigm, one column per agent; agents are numbered, because their names are longer than their columns.
 */
function report(
  { cells, searched, seconds }: Reported,
  { paradigms, agents, seeds }: BenchOptions,
  hasDetails: boolean,
): string {
  const cellOf = (paradigm: string, agent: string): BenchCell | undefined =>
    cells.find((cell) => cell.paradigm === paradigm && cell.agent === agent);
  const rows = paradigms.map((paradigm) => {
    const row = agents.map((agent) => cellOf(paradigm, agent));
    const took = row.reduce((sum, cell) => sum + (cell?.seconds ?? 0), 0);
    return [
      paradigm,
      ...row.map((cell) => (cell === undefined ? ' ' : markOf(cell, searched.get(cellName(cell))))),
      shortNumber(took),
    ];
  });
  const width = Math.max(searched.size === 0 ? 1 : 2, ...agents.map((_, i) => String(i + 1).length));
  const legend = agents.map(
    (agent, i) => `${String(i + 1).padStart(width)}  ${find('agents', agent).title} (${agent})`,
  );
  const notes = rowNotes(cells, paradigms);
  return [
    matrixTables(rows, agents.length, width),
    '',
    ...legend,
    '',
    ...Object.values(verdictMarks).map(({ letter, words }) => `${letter}  ${words}`),
    ...(searched.size === 0
      ? []
      : Object.values(searchMarks).map(({ mark, words }) => `${mark}  after a letter: ${words}`)),
    '',
    ...(notes.length === 0 ? [] : [...notes.map(({ paradigm, words }) => indented(`${paradigm}: ${words}`, 0, 2)), '']),
    indented(`${judgingWords(seeds)} Last column: computing time of the row, s. ${shortNumber(seconds)} s in all.`, 0),
    ...(hasDetails ? ['', ...cells.flatMap((cell) => details(cell, searched.get(cellName(cell))))] : []),
  ].join('\n');
}

/**
 * Letters under the numbers of their agents, so many agents side by side as the output is wide; the last table has the
 * time of each row.
 */
function matrixTables(rows: readonly (readonly string[])[], agents: number, width: number): string {
  const named = Math.max(...rows.map(([first = '']) => first.length));
  const each = Math.max(1, Math.floor((outputWidth() - named - 8) / (width + 2)));
  const starts = Array.from({ length: Math.ceil(agents / each) }, (_, i) => i * each);
  const tables = starts.map((from) => {
    const to = Math.min(agents, from + each);
    const isLast = to === agents;
    const numbers = Array.from({ length: to - from }, (_, i) => String(from + i + 1).padStart(width));
    return textTable([
      ['paradigm', ...numbers, ...(isLast ? ['s'] : [])],
      ...rows.map(([first = '', ...cells]) => [
        first,
        ...cells.slice(from, to).map((cell) => cell.padStart(width)),
        ...(isLast ? cells.slice(agents) : []),
      ]),
    ]);
  });
  return tables.join('\n\n');
}

/** The letter of a cell, and the result of its search. */
const markOf = ({ verdict }: BenchCell, searched: SearchedCell | undefined): string =>
  `${verdictMarks[verdict].letter}${searched === undefined ? '' : searchMark(passesWith(searched))}`;

function details(
  { paradigm, agent, seeds, verdict, signatures, error }: BenchCell,
  searched: SearchedCell | undefined,
): readonly string[] {
  if (signatures.length === 0 && searched === undefined) return [];
  const notes = notesOn(find('paradigms', paradigm).notes, agent);
  return [
    `${paradigm}, ${agent}: ${error ?? verdictLine(verdict, signatures)}`,
    ...(signatures.length === 0 ? [] : [signatureTable([{ signatures, seeds }]), signatureDetails(signatures)]),
    ...noteLines(notes),
    `  ${cellCommand({ paradigm, agent, seeds })}`,
    ...(searched === undefined ? [] : searchLines(searched)),
    '',
  ];
}

function searchLines(cell: SearchedCell): readonly string[] {
  const { best, seeds } = cell;
  return [
    `  ${searchWords(cell)}`,
    ...(best === undefined
      ? []
      : [signatureTable([{ signatures: bestSignatures(cell), seeds }]), `  ${cellCommand(cell, best.setting)}`]),
  ];
}
