import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { InputError } from '../../core/errors.ts';
import { runJobs } from '../job-pool.ts';
import {
  fitTask,
  problemOf,
  taskName,
  type FitResults,
  type FitTask,
  type SessionFit,
} from '../../fitting/session/fit-task.ts';
import type { FitJob } from './fit-job.ts';

export interface RunFitOptions {
  /** Number of threads; as many as pay if absent. */
  readonly workers?: number | undefined;
  /** The built worker. */
  readonly workerFile?: string | undefined;
  /** Called with the number of tasks that are done. */
  readonly told?: (done: number) => void;
}

/** A thread takes a third of a second to start: the tasks after the first should take longer. */
const worthSeconds = 2;

/**
 * Does tasks of a fit, the first in this thread. Results come in the order of the tasks and are the same for any number
 * of workers.
 * @throws InputError for a task that cannot be done, and if a worker fails twice
 */
export async function runTasks<Kind extends FitTask['kind']>(
  fit: SessionFit,
  tasks: readonly Extract<FitTask, { readonly kind: Kind }>[],
  options: RunFitOptions,
): Promise<readonly FitResults[Kind][]> {
  const { workers, workerFile, told } = options;
  const problem = problemOf(fit);
  const results: FitResults[Kind][] = [];
  const keep = (result: FitResults[FitTask['kind']]): void => {
    // A task gives the result of its kind.
    results.push(result as FitResults[Kind]);
    told?.(results.length);
  };
  const [first, ...rest] = tasks;
  if (first === undefined) return results;
  const began = process.cpuUsage();
  keep(fitTask(fit, first, problem));
  const { user, system } = process.cpuUsage(began);
  const isWorth = ((user + system) / 1e6) * rest.length > worthSeconds;
  const threads = Math.min(rest.length, workers ?? (isWorth ? availableParallelism() : 1));
  if (threads < 2) {
    for (const task of rest) {
      // So that Ctrl-C and progress get their turn.
      await setImmediate();
      keep(fitTask(fit, task, problem));
    }
    return results;
  }
  const jobs = rest.map((task): FitJob => ({ ...fit, task }));
  for await (const outcome of runJobs('fit', jobs, {
    workers: threads,
    workerFile,
    name: ({ task }) => taskName(task),
  })) {
    if ('error' in outcome) throw outcome.error;
    const { answer } = outcome;
    if ('error' in answer) throw new InputError(answer.error.what, answer.error.where, answer.error.remedy);
    keep(answer.result);
  }
  return results;
}
