import { InputError } from '../../src/core/errors.ts';
import type { FitTask, SessionFit } from '../../src/fitting/session/fit-task.ts';
import type { FitWork } from '../../src/fitting/session/fit-work.ts';
import type { Asking } from '../connection/client.ts';
import type { FitFileKind, FromFitWorker, TaskResult, ToFitWorker, ToldFit } from './protocol.ts';

/** How far fits are. */
export interface FitProgress {
  /** Number of the fit that is being made. */
  readonly number: number;
  readonly kind: FitTask['kind'];
  /** Tasks of this kind that are done, of so many. */
  readonly done: number;
  readonly of: number;
}

/** What has been computed: results of tasks by their fit and their place. Results depend on nothing but the work. */
export type KnownResults = Map<string, TaskResult>;

interface RunOptions extends Asking {
  /** Results of the same work, which are not computed again; new ones are added. */
  readonly known: KnownResults;
  readonly onProgress: (progress: FitProgress) => void;
  readonly onTold: (number: number, told: ToldFit) => void;
  /** Number of workers that do tasks; as many as the machine has cores if absent. */
  readonly workers?: number;
}

/**
 * Fits agents in workers: one leads, the others do its tasks. The numbers do not depend on how many there are.
 * @throws InputError if a worker fails, and if it was stopped
 */
export function fitRun(work: FitWork, options: RunOptions): Promise<void> {
  const pool = new TaskPool(options.workers ?? navigator.hardwareConcurrency);
  const lead = newWorker();
  const shares = sharesOf(work);
  return new Promise<void>((resolve, reject) => {
    const doTasks = async ({ asks, of, number }: Extract<FromFitWorker, { asks: unknown }>): Promise<void> => {
      const keyOf = (task: FitTask, i: number): string => `${number} ${task.kind} ${i}`;
      let done = 0;
      const results = await pool.results(of, asks, {
        known: (task, i) => options.known.get(keyOf(task, i)),
        onResult(task, i, result) {
          done += 1;
          options.onProgress({ number, kind: task.kind, done, of: asks.length });
          if (options.known.has(keyOf(task, i))) return;
          options.known.set(keyOf(task, i), result);
          options.onShare?.(shares(number, task.kind, done / asks.length));
        },
      });
      send(lead, { results });
    };
    options.signal?.addEventListener('abort', () => reject(new InputError('it was stopped', 'fit', 'resume it')));
    pool.onFailure = reject;
    lead.addEventListener('error', () => reject(failed()));
    lead.addEventListener('message', ({ data }: MessageEvent<FromFitWorker>) => {
      if ('told' in data) options.onTold(data.number, data.told);
      else if ('asks' in data)
        doTasks(data).catch((error: unknown) => {
          if (error instanceof InputError) send(lead, { refused: lineOf(error) });
          else reject(error);
        });
      else if ('ended' in data) resolve();
      else if ('error' in data) reject(errorOf(data.error));
    });
    send(lead, { work });
  }).finally(() => {
    lead.terminate();
    pool.stop();
  });
}

/** A file of fits. @throws InputError if it cannot be made */
export function fitText(
  file: FitFileKind,
  fits: Extract<ToFitWorker, { file: unknown }>['fits'],
): Promise<Extract<FromFitWorker, { text: string }>> {
  const worker = newWorker();
  return new Promise<Extract<FromFitWorker, { text: string }>>((resolve, reject) => {
    worker.addEventListener('error', () => reject(failed()));
    worker.addEventListener('message', ({ data }: MessageEvent<FromFitWorker>) => {
      if ('text' in data) resolve(data);
      else if ('error' in data) reject(errorOf(data.error));
    });
    send(worker, { file, fits });
  }).finally(() => worker.terminate());
}

interface TaskUse {
  known(task: FitTask, place: number): TaskResult | undefined;
  onResult(task: FitTask, place: number, result: TaskResult): void;
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
  async results(fit: SessionFit, tasks: readonly FitTask[], use: TaskUse): Promise<readonly TaskResult[]> {
    const results = new Map<number, TaskResult>();
    const keep = (place: number, result: TaskResult): void => {
      results.set(place, result);
      use.onResult(tasks[place] as FitTask, place, result);
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
        send(worker, { fit });
        for (let place = open.shift(); place !== undefined; place = open.shift())
          keep(place, await this.result(worker, tasks[place] as FitTask));
      }),
    );
    const refused = ends.find((end) => end.status === 'rejected');
    if (refused !== undefined) throw refused.reason;
    return tasks.map((_, place) => results.get(place) as TaskResult);
  }

  stop(): void {
    for (const worker of this.workers) worker.terminate();
  }

  private result(worker: Worker, task: FitTask): Promise<TaskResult> {
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
  profile: 1,
  heights: 1,
  block: 1,
  recovery: 3,
};
const kinds = ['search', 'profile', 'heights', 'block', 'recovery'] as const;

/** The share of a work that is done. */
function sharesOf({ fits, starts, posterior, blocks, recover }: FitWork) {
  // How many tasks a posterior has is not known before: about as many as the searches.
  const counts = {
    search: starts,
    profile: posterior === 'profile' ? starts : 0,
    heights: posterior === 'grid' ? starts : 0,
    block: blocks,
    recovery: recover,
  };
  const each = kinds.map((kind) => counts[kind] * weights[kind]);
  const whole = each.reduce((sum, one) => sum + one, 0);
  return (number: number, kind: FitTask['kind'], share: number): number => {
    const at = kinds.indexOf(kind);
    const before = each.slice(0, at).reduce((sum, one) => sum + one, 0);
    return (number + (before + share * (each[at] as number)) / whole) / fits.length;
  };
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
