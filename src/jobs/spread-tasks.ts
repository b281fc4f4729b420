import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { InputError } from '../core/errors.ts';
import type { JobKind, JobKinds } from './job-kinds.ts';
import { runJobs } from './job-pool.ts';
import type { TaskAnswer } from './task-answer.ts';

export interface SpreadOptions {
  /** Number of threads; as many as pay if absent. */
  readonly workers?: number | undefined;
  /** The built worker. */
  readonly workerFile?: string | undefined;
  /** Called with the number of tasks that are done. */
  readonly told?: ((done: number) => void) | undefined;
}

type TaskKind = { readonly [K in JobKind]: JobKinds[K]['answer'] extends TaskAnswer<unknown> ? K : never }[JobKind];
type ResultOf<Kind extends TaskKind> = JobKinds[Kind]['answer'] extends TaskAnswer<infer Result> ? Result : never;

/** How one kind of task is done. */
interface Doing<Kind extends TaskKind, Task> {
  readonly kind: Kind;
  /** In this thread. */
  here(task: Task): ResultOf<Kind>;
  /** In a worker. */
  job(task: Task): JobKinds[Kind]['job'];
  /** For messages. */
  name(job: JobKinds[Kind]['job']): string;
  /** As soon as it is done. */
  done?(task: Task, result: ResultOf<Kind>): void;
}

/** A thread takes a third of a second to start: the tasks after the first should take longer. */
const worthSeconds = 2;

/**
 * Does tasks that depend on nothing but themselves, the first in this thread. Results come in the order of the tasks and
 * are the same for any number of workers.
 * @throws InputError for a task that cannot be done, and if a worker fails twice
 */
export async function spreadTasks<Kind extends TaskKind, Task>(
  tasks: readonly Task[],
  { kind, here, job, name, done }: Doing<Kind, Task>,
  { workers, workerFile, told }: SpreadOptions,
): Promise<readonly ResultOf<Kind>[]> {
  const results: ResultOf<Kind>[] = [];
  const keep = (result: ResultOf<Kind>): void => {
    done?.(tasks[results.length] as Task, result);
    results.push(result);
    told?.(results.length);
  };
  const [first, ...rest] = tasks;
  if (first === undefined) return results;
  const began = process.cpuUsage();
  keep(here(first));
  const { user, system } = process.cpuUsage(began);
  const isWorth = ((user + system) / 1e6) * rest.length > worthSeconds;
  const threads = Math.min(rest.length, workers ?? (isWorth ? availableParallelism() : 1));
  if (threads < 2) {
    for (const task of rest) {
      // So that Ctrl-C and progress get their turn.
      await setImmediate();
      keep(here(task));
    }
    return results;
  }
  for await (const outcome of runJobs(kind, rest.map(job), { workers: threads, workerFile, name })) {
    if ('error' in outcome) throw outcome.error;
    // Every answer of such a job is a result, or an error.
    const answer = outcome.answer as TaskAnswer<ResultOf<Kind>>;
    if ('error' in answer) throw new InputError(answer.error.what, answer.error.where, answer.error.remedy);
    keep(answer.result);
  }
  return results;
}
