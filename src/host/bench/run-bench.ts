import { availableParallelism } from 'node:os';
import type { BenchCell } from '../../contracts/bench.ts';
import { list } from '../../engine/registry.ts';
import { runJobs } from '../job-pool.ts';
import { benchSpec, runBenchJob, type BenchAnswer, type BenchJob } from './bench-job.ts';
import type { BenchStore } from './bench-store.ts';

export interface BenchOptions {
  readonly paradigms: readonly string[];
  readonly agents: readonly string[];
  readonly seeds: number;
  readonly workers?: number | undefined;
  readonly workerFile?: string;
}

/** A verdict over fewer is none. */
export const defaultSeeds = 10;

/** Paradigms that a model can pass or fail. What stands under `own-design` until someone writes one is an example, not a finding. */
export const benchParadigms = (): readonly string[] => list('paradigms').flatMap(({ id, signatures }) => (signatures.length === 0 || id === 'own-design' ? [] : [id]));
export const benchAgents = (): readonly string[] => list('agents').map(({ id }) => id);

/** All cells in the order of the matrix, row by row. */
export const benchJobs = ({ paradigms, agents, seeds }: BenchOptions): readonly BenchJob[] =>
  paradigms.flatMap((paradigm) => agents.map((agent): BenchJob => ({ paradigm, agent, seeds })));

/**
 * The cells of a matrix as they are done, in order. Cells that the store holds are taken from it, the others are run and added
 * to it. A cell whose worker stops twice is a cell with an error.
 */
export async function* runBench(options: BenchOptions, store: BenchStore): AsyncGenerator<BenchCell, void> {
  const jobs = benchJobs(options);
  const isTrivial = (job: BenchJob): boolean => benchSpec(job) === undefined;
  const toRun = jobs.filter((job) => store.get(job) === undefined && !isTrivial(job));
  const workers = Math.max(1, Math.min(options.workers ?? availableParallelism(), toRun.length));
  const fresh = toRun.length === 0 ? undefined : runJobs<BenchJob, BenchAnswer>(toRun, { workers, ahead, workerFile: options.workerFile, name: jobName });
  try {
    for (const job of jobs) {
      const known = isTrivial(job) ? runBenchJob(job) : store.get(job);
      if (known !== undefined) {
        yield known;
        continue;
      }
      const outcome = (await fresh?.next())?.value;
      if (!outcome) return;
      const cell = 'answer' in outcome ? outcome.answer : failedCell(job, outcome.error.message);
      if ('answer' in outcome) store.add(job, cell);
      yield cell;
    }
  } finally {
    await fresh?.return(undefined);
  }
}

/** Cells take from milliseconds to seconds. */
const ahead = 30;

const jobName = ({ paradigm, agent }: BenchJob): string => `${paradigm} with ${agent}`;

const failedCell = (job: BenchJob, error: string): BenchCell => ({ ...job, verdict: 'error', signatures: [], conditions: [], summaries: [], seconds: 0, error });
