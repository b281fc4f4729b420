import { InputError } from '../../src/core/errors.ts';
import type { FitTask, SessionFit } from '../../src/fitting/session/fit-task.ts';
import type { FitWork } from '../../src/fitting/session/fit-work.ts';
import type { Asking } from '../connection/client.ts';
import type {
  ChoicesWork,
  FitQuestionsOnce,
  FromFitWorker,
  OnceName,
  TaskResult,
  ToFitWorker,
  ToldChoices,
  ToldFit,
  WorkerTask,
} from './protocol.ts';

/** How far fits are. */
export interface FitProgress {
  /** Number of the fit that is being made. */
  readonly number: number;
  readonly kind: WorkerTask['kind'];
  /** Tasks of this kind that are done, of so many. */
  readonly done: number;
  readonly of: number;
}

/** What has been computed: results of tasks by their fit and their place. Results depend on nothing but the work. */
export type KnownResults = Map<string, TaskResult>;

export interface RunOptions extends Asking {
  /** Results of the same work, which are not computed again; new ones are added. */
  readonly known: KnownResults;
  readonly onProgress: (progress: FitProgress) => void;
  /** Number of workers that do tasks; as many as the machine has cores if absent. */
  readonly workers?: number;
}

/**
 * Fits agents in workers: one leads, the others do its tasks. The numbers do not depend on how many there are.
 * @throws InputError if a worker fails, and if it was stopped
 */
export const fitRun = (
  work: FitWork,
  options: RunOptions & { readonly onTold: (number: number, told: ToldFit) => void },
): Promise<void> =>
  ledRun({ work }, options, sharesOf(work), (data) => {
    if ('told' in data) options.onTold(data.number, data.told);
  });

/** The same of models of choices. @throws InputError as well for choices that cannot be fitted */
export function choicesRun(
  work: ChoicesWork,
  options: RunOptions & { readonly onTold: (told: ToldChoices) => void },
): Promise<void> {
  let subjects = 1;
  return ledRun(
    { choices: work },
    options,
    (_, kind, share) => choicesShare(work, subjects, kind, share),
    (data) => {
      if (!('toldChoices' in data)) return;
      subjects = data.toldChoices.subjects.length;
      options.onTold(data.toldChoices);
    },
  );
}

/** The share of a work that is done when so much of the tasks of one kind of a fit is. */
type ShareOf = (number: number, kind: WorkerTask['kind'], share: number) => number;

function ledRun(
  start: ToFitWorker,
  options: RunOptions,
  shareOf: ShareOf,
  hear: (message: FromFitWorker) => void,
): Promise<void> {
  const pool = new TaskPool(options.workers ?? navigator.hardwareConcurrency);
  const lead = newWorker();
  return new Promise<void>((resolve, reject) => {
    const doTasks = async ({ asks, of, number }: Extract<FromFitWorker, { asks: unknown }>): Promise<void> => {
      const keyOf = (task: WorkerTask, i: number): string => `${number} ${task.kind} ${i}`;
      let done = 0;
      const results = await pool.results(of, asks, {
        known: (task, i) => options.known.get(keyOf(task, i)),
        onResult(task, i, result) {
          done += 1;
          options.onProgress({ number, kind: task.kind, done, of: asks.length });
          if (options.known.has(keyOf(task, i))) return;
          options.known.set(keyOf(task, i), result);
          options.onShare?.(shareOf(number, task.kind, done / asks.length));
        },
      });
      send(lead, { results });
    };
    options.signal?.addEventListener('abort', () => reject(new InputError('it was stopped', 'fit', 'resume it')));
    pool.onFailure = reject;
    lead.addEventListener('error', () => reject(failed()));
    lead.addEventListener('message', ({ data }: MessageEvent<FromFitWorker>) => {
      hear(data);
      if ('asks' in data)
        doTasks(data).catch((error: unknown) => {
          if (error instanceof InputError) send(lead, { refused: lineOf(error) });
          else reject(error);
        });
      else if ('ended' in data) resolve();
      else if ('error' in data) reject(errorOf(data.error));
    });
    send(lead, start);
  }).finally(() => {
    lead.terminate();
    pool.stop();
  });
}

/** Asks a worker that ends with its answer. @throws InputError if there is none */
export function askedOnce<Name extends OnceName>(
  name: Name,
  of: FitQuestionsOnce[Name]['of'],
): Promise<FitQuestionsOnce[Name]['reply']> {
  const worker = newWorker();
  return new Promise<FitQuestionsOnce[Name]['reply']>((resolve, reject) => {
    worker.addEventListener('error', () => reject(failed()));
    worker.addEventListener('message', ({ data }: MessageEvent<FromFitWorker>) => {
      // It replies to what it was asked.
      if ('reply' in data) resolve(data.reply);
      else if ('error' in data) reject(errorOf(data.error));
    });
    send(worker, { once: name, of } as ToFitWorker);
  }).finally(() => worker.terminate());
}

interface TaskUse {
  known(task: WorkerTask, place: number): TaskResult | undefined;
  onResult(task: WorkerTask, place: number, result: TaskResult): void;
}

/** Workers that do tasks, each one at a time. */
class TaskPool {
  onFailure: (error: Error) => void = () => undefined;
  private readonly size: number;
  private workers: readonly Worker[] = [];

  constructor(size: number) {
    this.size = Math.max(1, size);
  }

  /** @returns what each task gives, in the order of the tasks. @throws InputError for one that cannot be done */
  async results(
    fit: SessionFit | undefined,
    tasks: readonly WorkerTask[],
    use: TaskUse,
  ): Promise<readonly TaskResult[]> {
    const results = new Map<number, TaskResult>();
    const keep = (place: number, result: TaskResult): void => {
      results.set(place, result);
      use.onResult(tasks[place] as WorkerTask, place, result);
    };
    const open: number[] = [];
    for (const [place, task] of tasks.entries()) {
      const known = use.known(task, place);
      if (known === undefined) open.push(place);
      else keep(place, known);
    }
    const own = Math.min(this.size, open.length);
    while (this.workers.length < own) this.workers = [...this.workers, newWorker()];
    const ends = await Promise.allSettled(
      this.workers.slice(0, own).map(async (worker) => {
        if (fit !== undefined) send(worker, { fit });
        for (let place = open.shift(); place !== undefined; place = open.shift())
          keep(place, await this.result(worker, tasks[place] as WorkerTask));
      }),
    );
    const refused = ends.find((end) => end.status === 'rejected');
    if (refused !== undefined) throw refused.reason;
    return tasks.map((_, place) => results.get(place) as TaskResult);
  }

  stop(): void {
    for (const worker of this.workers) worker.terminate();
  }

  private result(worker: Worker, task: WorkerTask): Promise<TaskResult> {
    return new Promise<TaskResult>((resolve, reject) => {
      const answered = new AbortController();
      const { signal } = answered;
      worker.addEventListener('error', () => this.onFailure(failed()), { signal });
      worker.addEventListener(
        'message',
        ({ data }: MessageEvent<FromFitWorker>) => {
          answered.abort();
          if ('result' in data) resolve(data.result);
          else if ('error' in data) reject(errorOf(data.error));
        },
        { signal },
      );
      send(worker, { task });
    });
  }
}

/** Searches of a fit to a simulated session, which begins each of three anew. */
const weights: Readonly<Record<FitTask['kind'], number>> = {
  search: 1,
  intervals: 3,
  profile: 1,
  heights: 1,
  block: 1,
  recovery: 3,
};
const kinds = ['search', 'intervals', 'profile', 'heights', 'block', 'recovery'] as const;

function sharesOf({ fits, starts, posterior, blocks, recover }: FitWork): ShareOf {
  // How many tasks a posterior has is not known before: about as many as the searches.
  const counts = {
    search: starts,
    intervals: posterior === undefined ? 1 : 0,
    profile: posterior === 'profile' ? starts : 0,
    heights: posterior === 'grid' ? starts : 0,
    block: blocks,
    recovery: recover,
  };
  const each = kinds.map((kind) => counts[kind] * weights[kind]);
  const whole = each.reduce((sum, one) => sum + one, 0);
  return (number, kind, share) => {
    const at = kinds.findIndex((one) => one === kind);
    const before = each.slice(0, at).reduce((sum, one) => sum + one, 0);
    return (number + (before + share * (each[at] as number)) / whole) / fits.length;
  };
}

/** How many rounds a group takes is not known before. */
const half = 0.5;

/** In fits of a model to a subject, about. A round of a group is shorter; a draw of a chain is of all subjects. */
function choicesShare(
  { asked: { models, isGroup, posterior, recover } }: ChoicesWork,
  subjects: number,
  kind: WorkerTask['kind'],
  share: number,
): number {
  const chained = posterior === 'nuts';
  const each = subjects * models.length;
  const costs = {
    subjects: each * (chained && !isGroup ? 30 : 1),
    rounds: isGroup ? each : 0,
    chain: isGroup && chained ? 100 * each : 0,
    recovery: recover * models.length * (1 + models.length / 3),
  };
  const order = ['subjects', 'rounds', 'chain', 'recovery'] as const;
  const at = order.findIndex((one) => one === kind);
  const sum = (of: readonly (typeof order)[number][]): number => of.reduce((total, one) => total + costs[one], 0);
  const own = order[at];
  return own === undefined
    ? 0
    : (sum(order.slice(0, at)) + (own === 'rounds' ? half : share) * costs[own]) / sum(order);
}

const newWorker = (): Worker => new Worker(new URL('./fit-worker.ts', import.meta.url), { type: 'module' });
const send = (worker: Worker, message: ToFitWorker): void => worker.postMessage(message, { transfer: [] });
const failed = (): InputError =>
  new InputError(
    'a worker of the fit has ended',
    'fit',
    'resume it; if that fails too, fit fewer parameters or agents',
  );
const lineOf = ({ what, where, remedy }: InputError) => ({ what, where, remedy });
const errorOf = ({ what, where, remedy }: ReturnType<typeof lineOf>): InputError => new InputError(what, where, remedy);
