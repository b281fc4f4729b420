import { passesWith } from '../../analysis/search-words.ts';
import { verdictReason } from '../../analysis/verdict-words.ts';
import type { BenchCell } from '../../contracts/bench.ts';
import type { SearchedCell } from '../../contracts/search.ts';
import { InputError } from '../../core/errors.ts';
import { find } from '../../engine/registry.ts';
import type {
  BenchCellDetail,
  BenchCellLine,
  BenchMatrix,
  BenchSearchDetail,
  BenchSearchLine,
} from '../../protocol/messages.ts';
import { openBenchStore, readCell, type BenchStore } from './bench-store.ts';
import {
  agentsOfRows,
  benchAgents,
  benchJobs,
  benchParadigms,
  defaultSeeds,
  isInMatrix,
  isSlow,
  runBench,
  seedsOf,
  type BenchOptions,
} from './run-bench.ts';
import { benchSpec, runBenchJob } from './bench-job.ts';
import { cellCommand } from './cell-command.ts';
import { shippedCells, type ShippedCell } from './results/shipped.ts';
import { bestSignatures, searchWords } from './search/best-signatures.ts';
import { knownSearch, openSearchStore } from './search/search-store.ts';

export interface BenchListeners {
  onCell(cell: BenchCellLine): void;
  /** It has ended, was stopped, or failed. */
  onEnd(error?: unknown): void;
  /** Some of the stored results cannot be used. */
  onFlaw(flaw: InputError): void;
}

/** The bench as a page sees it: the known part of the matrix, and a run that computes the rest. */
export class BenchSession {
  private readonly folder: string;
  private readonly listeners: BenchListeners;
  private readonly given: Partial<BenchOptions>;
  private shippedBySeeds: ReadonlyMap<string, ShippedCell> | undefined;
  private isRunning = false;
  private isStopped = false;

  /** @param given deviations from the defaults: fewer rows, another worker */
  constructor(folder: string, listeners: BenchListeners, given: Partial<BenchOptions> = {}) {
    this.folder = folder;
    this.listeners = listeners;
    this.given = given;
  }

  matrix(): BenchMatrix {
    const options = this.options();
    const store = this.store();
    const searches = openSearchStore(this.folder);
    const agents = this.given.agents ?? agentsOfRows(options.paradigms);
    const jobs = benchJobs({ ...options, agents });
    const cells = jobs.filter(isInMatrix).flatMap((job) => {
      const known = benchSpec(job) === undefined ? runBenchJob(job) : store.get(job);
      if (known !== undefined) return [lineOf(known, knownSearch(searches, known) ?? this.shipped(job)?.search)];
      const shipped = this.shipped(job);
      return shipped === undefined
        ? []
        : [{ ...lineOf({ ...shipped, seconds: 0 }, shipped.search), shipped: true as const }];
    });
    const { paradigms, seeds } = options;
    const outside = jobs.filter((job) => !isInMatrix(job)).map(({ paradigm, agent }) => ({ paradigm, agent }));
    return { paradigms, agents, seeds, cells, outside, running: this.isRunning };
  }

  /** @throws InputError for an unknown cell */
  cell({ paradigm, agent }: Pick<BenchCell, 'paradigm' | 'agent'>): BenchCellDetail {
    find('paradigms', paradigm);
    find('agents', agent);
    const job = { paradigm, agent, seeds: seedsOf(agent, this.options().seeds) };
    const here = readCell(this.folder, job);
    const known = here ?? this.shipped(job);
    if (known === undefined)
      throw new InputError('this cell is not known', `${paradigm} with ${agent}`, 'run the bench');
    const { seeds, verdict, signatures, error } = known;
    const search =
      (here === undefined ? undefined : knownSearch(openSearchStore(this.folder), here)) ?? this.shipped(job)?.search;
    return {
      paradigm,
      agent,
      seeds,
      verdict,
      signatures,
      command: cellCommand(known),
      ...(here === undefined ? { shipped: true as const } : {}),
      ...(isSlow(agent) ? { slow: true as const } : {}),
      ...(error === undefined ? {} : { error }),
      ...(search === undefined ? {} : { search: searchDetail(search) }),
    };
  }

  /**
   * Runs what was not run here yet, except agents that take minutes per session.
   * @param cell this one alone, whatever it takes
   */
  run(cell?: Pick<BenchCell, 'paradigm' | 'agent'>): void {
    if (this.isRunning) return;
    this.isRunning = true;
    this.isStopped = false;
    // A person waits for one, and goes on with other things while all are run.
    const only = cell === undefined ? {} : { paradigms: [cell.paradigm], agents: [cell.agent], background: false };
    void this.runCells({ ...this.options(), ...only }, this.store());
  }

  stop(): void {
    this.isStopped = true;
  }

  private async runCells(options: BenchOptions, store: BenchStore): Promise<void> {
    let failure: unknown;
    try {
      const searches = openSearchStore(this.folder);
      for await (const cell of runBench(options, store)) {
        if (this.isStopped) break;
        this.listeners.onCell(lineOf(cell, knownSearch(searches, cell) ?? this.shipped(cell)?.search));
      }
    } catch (error) {
      failure = error;
    }
    this.isRunning = false;
    this.listeners.onEnd(failure);
  }

  private store(): BenchStore {
    const store = openBenchStore(this.folder);
    if (store.flaw !== undefined) this.listeners.onFlaw(store.flaw);
    return store;
  }

  /** Read when it is first needed: it takes a moment. */
  private shipped({ paradigm, agent }: Pick<BenchCell, 'paradigm' | 'agent'>): ShippedCell | undefined {
    this.shippedBySeeds ??= shippedCells(this.options().seeds);
    return this.shippedBySeeds.get(`${paradigm} ${agent}`);
  }

  private options(): BenchOptions {
    return { paradigms: benchParadigms(), agents: benchAgents(), seeds: defaultSeeds, background: true, ...this.given };
  }
}

function lineOf(
  {
    paradigm,
    agent,
    verdict,
    signatures,
    seconds,
    error,
  }: Pick<BenchCell, 'paradigm' | 'agent' | 'verdict' | 'signatures' | 'seconds' | 'error'>,
  search: SearchedCell | undefined,
): BenchCellLine {
  return {
    paradigm,
    agent,
    verdict,
    reason: verdictReason(signatures),
    seconds,
    ...(error === undefined ? {} : { error }),
    ...(search === undefined ? {} : { search: searchLine(search) }),
  };
}

const searchLine = (search: SearchedCell): BenchSearchLine => ({
  found: passesWith(search),
  words: searchWords(search),
});

function searchDetail(search: SearchedCell): BenchSearchDetail {
  const { best } = search;
  return {
    ...searchLine(search),
    ...(best === undefined
      ? {}
      : {
          best: {
            setting: best.setting,
            signatures: bestSignatures(search),
            command: cellCommand(search, best.setting),
          },
        }),
  };
}
