import { availableParallelism } from 'node:os';
import type { BenchCell } from '../../contracts/bench.ts';
import type { TrialTimescale } from '../../contracts/architecture.ts';
import type { Paradigm } from '../../contracts/paradigm.ts';
import { parseParameters } from '../../contracts/parameters.ts';
import { find, findTrialRule, ids, list, trialAgents } from '../../engine/registry.ts';
import { runJobs, type JobOutcome } from '../job-pool.ts';
import { benchSpec, runBenchJob, type BenchJob } from './bench-job.ts';
import type { BenchStore } from './bench-store.ts';

export interface BenchOptions {
  readonly paradigms: readonly string[];
  readonly agents: readonly string[];
  readonly seeds: number;
  /** Cells of these rows and columns to leave out. */
  readonly passOver?: (job: BenchJob) => boolean;
  readonly workers?: number | undefined;
  /** See JobPoolOptions. */
  readonly background?: boolean;
  readonly workerFile?: string;
  /** See JobPoolOptions. */
  readonly abandon?: AbortSignal;
}

/** With fewer seeds there is no verdict. */
export const defaultSeeds = 10;

/** Of an agent that takes minutes per session. */
const mostSlowSeeds = 5;

/**
 * Paradigms that a model can pass or fail: dopamine, then choices, then behaviour. `own-design` is excluded: its
 * default is an example, not a finding.
 * @param among only these: where a paradigm belongs is found in its design, which takes a moment to build
 */
export function benchParadigms(among: readonly string[] = ids('paradigms')): readonly string[] {
  const judged = list('paradigms').filter(
    ({ id, signatures }) => among.includes(id) && signatures.length > 0 && id !== 'own-design',
  );
  const subject = ({ id, design, parameters }: Paradigm): number => {
    if (id.startsWith('ccnlab-')) return 2;
    return design(parseParameters(parameters, {}, id)).states === undefined ? 0 : 1;
  };
  return inOrder(judged, subject);
}

const timescales: readonly TrialTimescale[] = ['trial', 'step', 'event', 'choice'];

/**
 * Agents by how often they learn: per trial, step, event, choice. Those that take minutes per session only on request.
 */
export function benchAgents({ slow = false } = {}): readonly string[] {
  const agents = trialAgents().filter(({ id }) => slow || !isSlow(id));
  return inOrder(agents, ({ learningRule }) => timescales.indexOf(findTrialRule(learningRule.id).timescale));
}

/** Whether a session of an agent takes minutes. */
export const isSlow = (agent: string): boolean => findTrialRule(find('agents', agent).learningRule.id).slow === true;

/** Seeds of an agent's cells where others have so many. */
export const seedsOf = (agent: string, seeds: number): number =>
  isSlow(agent) ? Math.min(seeds, mostSlowSeeds) : seeds;

/** Whether a cell belongs to the matrix: an agent that takes minutes per session is run only where it is the paradigm's own. */
export const isInMatrix = ({ paradigm, agent }: Pick<BenchJob, 'paradigm' | 'agent'>): boolean =>
  !isSlow(agent) || find('paradigms', paradigm).agent === agent;

/** The agents that have a cell in these rows of the matrix. */
export const agentsOfRows = (paradigms: readonly string[]): readonly string[] =>
  benchAgents({ slow: true }).filter((agent) => paradigms.some((paradigm) => isInMatrix({ paradigm, agent })));

/** Ids, by rank; ties keep their order. */
const inOrder = <T extends { readonly id: string }>(
  things: readonly T[],
  rank: (thing: T) => number,
): readonly string[] => [...things].sort((one, other) => rank(one) - rank(other)).map(({ id }) => id);

/** All cells in the order of the matrix, row by row. */
export const benchJobs = ({ paradigms, agents, seeds, passOver = () => false }: BenchOptions): readonly BenchJob[] =>
  paradigms
    .flatMap((paradigm) => agents.map((agent): BenchJob => ({ paradigm, agent, seeds: seedsOf(agent, seeds) })))
    .filter((job) => !passOver(job));

/**
 * The finished cells of a matrix, in order. Cells in the store are taken from it, the others are run and added to it.
 * If a cell's worker stops twice, the cell gets an error.
 */
export async function* runBench(options: BenchOptions, store: BenchStore): AsyncGenerator<BenchCell, void> {
  const jobs = benchJobs(options);
  const isTrivial = (job: BenchJob): boolean => benchSpec(job) === undefined;
  const toRun = jobs.filter((job) => store.get(job) === undefined && !isTrivial(job));
  const workers = Math.max(1, Math.min(options.workers ?? availableParallelism(), toRun.length));
  const fresh =
    toRun.length === 0
      ? undefined
      : isDoneHere(options, toRun)
        ? outcomesHere(toRun)
        : runJobs('bench', toRun, {
            workers,
            background: options.background,
            ahead,
            workerFile: options.workerFile,
            abandon: options.abandon,
            name: jobName,
          });
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

/**
 * Whether cells are run in this thread: one more would only load the program again. Where others wait for this thread, or
 * a cell takes minutes, during which nobody could stop it, they are not.
 */
const isDoneHere = ({ workers, background, workerFile }: BenchOptions, jobs: readonly BenchJob[]): boolean =>
  workers === 1 && background !== true && workerFile === undefined && !jobs.some(({ agent }) => isSlow(agent));

// eslint-disable-next-line require-await -- the same as of cells from threads
async function* outcomesHere(jobs: readonly BenchJob[]): AsyncGenerator<JobOutcome<BenchJob, BenchCell>, void> {
  for (const job of jobs) yield { job, answer: runBenchJob(job) };
}

/** Cells take from milliseconds to seconds. */
const ahead = 30;

const jobName = ({ paradigm, agent }: BenchJob): string => `${paradigm} with ${agent}`;

const failedCell = (job: BenchJob, error: string): BenchCell => ({
  ...job,
  verdict: 'error',
  signatures: [],
  conditions: [],
  summaries: [],
  seconds: 0,
  error,
});
