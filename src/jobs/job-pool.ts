import { existsSync } from 'node:fs';
import type { Tinypool } from 'tinypool';
import { InputError } from '../core/errors.ts';
import { builtFile } from '../install/package-root.ts';
import type { JobKind, JobKinds } from './job-kinds.ts';

export interface JobPoolOptions<Job> {
  readonly workers: number;
  /** The built worker. */
  readonly workerFile?: string | undefined;
  /** True for work in the background of a page: its threads yield to the page and to other programs. */
  readonly background?: boolean | undefined;
  /** True for jobs that need a separate process, not only a thread. */
  readonly processes?: boolean | undefined;
  /** Jobs in progress beyond one per worker; a long job delays no more than these. */
  readonly ahead?: number;
  /** True if results may arrive in any order. */
  readonly anyOrder?: boolean;
  /** Tells processes to stop their work, as Ctrl-C does; threads are told by shared memory of the jobs. */
  readonly signal?: AbortSignal | undefined;
  /** Ends all threads at once, with their jobs; earlier results stay. */
  readonly abandon?: AbortSignal | undefined;
  /** The name of a job in messages, e.g. `seeds 1 to 5`. */
  name(job: Job): string;
}

/** The result of a job: the worker's answer, or the error of a worker that stopped twice on it. */
export type JobOutcome<Job, Answer> =
  | { readonly job: Job; readonly answer: Answer }
  | { readonly job: Job; readonly error: InputError };

/** Tells a worker that it runs in the background of a page. */
export const backgroundFlag = '--background';

const maxRounds = 5;

// A child process inherits the environment only if it is passed, and typed arrays are preserved only with this
// serialisation. The processes share the processors: TensorFlow in each must use one.
const inProcesses = () =>
  ({
    runtime: 'child_process',
    serialization: 'advanced',
    env: { TF_NUM_INTRAOP_THREADS: '1', ...process.env } as Record<string, string>,
  }) as const;

/** Runs jobs of one of the program's own kinds: see runPool. */
export function runJobs<K extends JobKind>(
  kind: K,
  jobs: Iterable<JobKinds[K]['job']>,
  options: JobPoolOptions<JobKinds[K]['job']>,
): AsyncGenerator<JobOutcome<JobKinds[K]['job'], JobKinds[K]['answer']>, void> {
  return runPool(jobs, options, (job) => ({ kind, job }));
}

/**
 * Runs jobs in worker threads, or in processes. Results come in the order of the jobs, whatever the number of workers,
 * unless any order is allowed; only a few jobs are in progress at a time, so that memory does not grow with their
 * number. A worker that stops (out of memory, killed) gets its job once more, in a fresh thread; if that one stops too,
 * the result is an error that names the job.
 * @param sent the message to the worker for a job
 */
export async function* runPool<Job, Answer>(
  jobs: Iterable<Job>,
  options: JobPoolOptions<Job>,
  sent: (job: Job) => unknown = (job) => job,
): AsyncGenerator<JobOutcome<Job, Answer>, void> {
  const {
    workers,
    background = false,
    processes = false,
    ahead = 2,
    workerFile: filename = builtFile('node', 'worker.cjs'),
  } = options;
  if (!existsSync(filename)) throw new InputError('the worker is not built', filename, 'run npm run build');
  const { Tinypool: Pool } = await import('tinypool');
  const pool = new Pool({
    filename,
    minThreads: workers,
    maxThreads: workers,
    ...(background ? { argv: [backgroundFlag] } : {}),
    ...(processes ? inProcesses() : {}),
  });
  if (processes) options.signal?.addEventListener('abort', () => interruptAll(pool));
  // A thread that fails before it has a job (missing file, no memory) notifies the pool; otherwise its job would wait
  // forever.
  const broken = watched(new Promise<never>((_, reject) => pool.on('error', reject)));
  const run = (job: Job): Promise<Answer> => Promise.race([pool.run(sent(job)) as Promise<Answer>, broken]);
  const abandoned = new Promise<undefined>((resolve) =>
    options.abandon?.addEventListener('abort', () => resolve(undefined)),
  );
  const underWay: Promise<JobOutcome<Job, Answer>>[] = [];
  const waiting = jobs[Symbol.iterator]();
  let next = waiting.next();
  try {
    while (next.done !== true || underWay.length > 0) {
      for (; next.done !== true && underWay.length < workers + ahead; next = waiting.next())
        underWay.push(runTwice(run, next.value, options.name));
      const done = await Promise.race([nextOf(underWay, options.anyOrder ?? false), abandoned]);
      if (done === undefined) return;
      void underWay.splice(done.place, 1);
      yield done.outcome;
    }
  } finally {
    await end(pool);
  }
}

/** The first of them, or whichever finishes first, with its index. */
const nextOf = <T>(
  underWay: readonly Promise<T>[],
  anyOrder: boolean,
): Promise<{ readonly place: number; readonly outcome: T }> =>
  Promise.race(
    underWay
      .slice(0, anyOrder ? undefined : 1)
      .map((promise, place) => promise.then((outcome) => ({ place, outcome }))),
  );

// For a process, tinypool reports its id as the thread id. On Windows a signal ends a process at once, and Ctrl-C
// reaches it from the console.
function interruptAll(pool: Tinypool): void {
  if (process.platform === 'win32') return;
  for (const { threadId } of pool.threads) process.kill(threadId, 'SIGINT');
}

// A failure is reported when its result is awaited; until then it must not count as unhandled.
function watched<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

async function runTwice<Job, Answer>(
  run: (job: Job) => Promise<Answer>,
  job: Job,
  name: (job: Job) => string,
): Promise<JobOutcome<Job, Answer>> {
  try {
    return { job, answer: await run(job) };
  } catch {
    return run(job).then(
      (answer) => ({ job, answer }),
      (error: unknown) => ({
        job,
        error: new InputError(
          `the worker stopped twice (${error instanceof Error ? error.message : String(error)})`,
          name(job),
          'run it alone, with one worker, to see why',
        ),
      }),
    );
  }
}

/**
 * Ends all threads. Tinypool waits for their end with Node's events.once(), which removes its listener from a thread
 * that fails just then; tinypool's threads lack the method for that, and without it the failure would end the whole
 * program. A thread that fails is replaced, so check whether any is left.
 */
async function end(pool: Tinypool): Promise<void> {
  for (let round = 0; round === 0 || (pool.threads.length > 0 && round < maxRounds); round++) {
    for (const thread of pool.threads) Object.assign(thread, { removeListener: () => thread });
    await pool.destroy().catch(() => undefined);
  }
}
