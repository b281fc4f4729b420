import { existsSync } from 'node:fs';
import type { Tinypool } from 'tinypool';
import { InputError } from '../core/errors.ts';
import { builtFile } from '../install/package-root.ts';
import type { JobKind, JobKinds } from './job-kinds.ts';

export interface JobPoolOptions<Job> {
  readonly workers: number;
  /** The built worker. */
  readonly workerFile?: string | undefined;
  /** True for work behind a page: its threads give way to the page, and to whatever else runs. */
  readonly background?: boolean | undefined;
  /** True for jobs that need a process of their own and not only a thread. */
  readonly processes?: boolean | undefined;
  /** Jobs beyond one a worker that may be under way; a long job holds up no more than these. */
  readonly ahead?: number;
  /** True where outcomes may come as they are done. */
  readonly anyOrder?: boolean;
  /** Tells processes to end what they do, as Ctrl-C does; threads are told by memory that jobs share. */
  readonly signal?: AbortSignal | undefined;
  /** Ends all threads at once, and the jobs with them; what was yielded before stays. */
  readonly abandon?: AbortSignal | undefined;
  /** What a job is called in messages, e.g. `seeds 1 to 5`. */
  name(job: Job): string;
}

/** What came of a job: the worker's answer, or the error of a worker that stopped twice on it. */
export type JobOutcome<Job, Answer> =
  | { readonly job: Job; readonly answer: Answer }
  | { readonly job: Job; readonly error: InputError };

/** Tells a worker that it computes behind a page. */
export const backgroundFlag = '--background';

const mostRounds = 5;

// A process inherits no environment unless it is given, and typed arrays come through as such only with this serialisation. The processes share
// the processors among them: TensorFlow in each is to use one.
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
 * Runs jobs in worker threads, or in processes. Outcomes come in the order of the jobs, whatever the number of workers, unless any order
 * will do; only a few jobs are under way at a time, so that many need no more memory than some. A worker that stops (out of memory, killed)
 * gets its job once more, in a fresh thread; if that one stops too, the outcome is an error that names the job.
 * @param sent what the worker is given for a job
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
    workerFile: filename = builtFile('node', 'worker.js'),
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
  // A thread that fails before it has a job (no such file, no memory) tells the pool, and its job would wait for ever.
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

/** The first of them, or whichever is done first, with its place. */
const nextOf = <T>(
  underWay: readonly Promise<T>[],
  anyOrder: boolean,
): Promise<{ readonly place: number; readonly outcome: T }> =>
  Promise.race(
    underWay
      .slice(0, anyOrder ? undefined : 1)
      .map((promise, place) => promise.then((outcome) => ({ place, outcome }))),
  );

// Of a process tinypool gives the id as that of its thread. On Windows a signal ends a process without its being asked, and Ctrl-C reaches it from the console.
function interruptAll(pool: Tinypool): void {
  if (process.platform === 'win32') return;
  for (const { threadId } of pool.threads) process.kill(threadId, 'SIGINT');
}

// A failure is reported when its turn comes to be waited for, and until then is not unhandled.
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
 * Ends all threads. Tinypool waits for their end with Node's events.once(), which takes its listener off a thread that fails just
 * then; tinypool's threads lack the method for that, and without it the failure would bring down the whole program. A thread that
 * fails is replaced, so it is looked whether any is left.
 */
async function end(pool: Tinypool): Promise<void> {
  for (let round = 0; round === 0 || (pool.threads.length > 0 && round < mostRounds); round++) {
    for (const thread of pool.threads) Object.assign(thread, { removeListener: () => thread });
    await pool.destroy().catch(() => undefined);
  }
}
