import { passesWith, searchSentence } from '../../analysis/search-words.ts';
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
import { benchAgents, benchJobs, benchParadigms, defaultSeeds, runBench, type BenchOptions } from './run-bench.ts';
import { benchSpec, runBenchJob } from './bench-job.ts';
import { cellCommand } from './cell-command.ts';
import { bestSignatures } from './search/best-signatures.ts';
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
    const cells = benchJobs(options).flatMap((job) => {
      const known = benchSpec(job) === undefined ? runBenchJob(job) : store.get(job);
      return known === undefined ? [] : [lineOf(known, knownSearch(searches, known))];
    });
    const { paradigms, agents, seeds } = options;
    return { paradigms, agents, seeds, cells, running: this.isRunning };
  }

  /** @throws InputError for an unknown cell */
  cell({ paradigm, agent }: Pick<BenchCell, 'paradigm' | 'agent'>): BenchCellDetail {
    find('paradigms', paradigm);
    find('agents', agent);
    const known = readCell(this.folder, { paradigm, agent, seeds: this.options().seeds });
    if (known === undefined)
      throw new InputError('this cell is not known', `${paradigm} with ${agent}`, 'run the bench');
    const { seeds, verdict, signatures, error } = known;
    const search = knownSearch(openSearchStore(this.folder), known);
    return {
      paradigm,
      agent,
      seeds,
      verdict,
      signatures,
      command: cellCommand(known),
      ...(error === undefined ? {} : { error }),
      ...(search === undefined ? {} : { search: searchDetail(search) }),
    };
  }

  run(): void {
    if (this.isRunning) return;
    this.isRunning = true;
    this.isStopped = false;
    void this.fill(this.store());
  }

  stop(): void {
    this.isStopped = true;
  }

  private async fill(store: BenchStore): Promise<void> {
    let failure: unknown;
    try {
      const searches = openSearchStore(this.folder);
      for await (const cell of runBench(this.options(), store)) {
        if (this.isStopped) break;
        this.listeners.onCell(lineOf(cell, knownSearch(searches, cell)));
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

  private options(): BenchOptions {
    return { paradigms: benchParadigms(), agents: benchAgents(), seeds: defaultSeeds, background: true, ...this.given };
  }
}

function lineOf(
  { paradigm, agent, verdict, signatures, seconds, error }: BenchCell,
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
  words: searchSentence(search),
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
