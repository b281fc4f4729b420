import { afterEach, expect, test, vi } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import { choicesRun, fitRun, type FitProgress, type KnownResults } from '../../renderer/fit/fit-run.ts';
import type {
  FitTask,
  FitWork,
  FromFitWorker,
  TaskResult,
  ToFitWorker,
  ToldFit,
  WorkerTask,
} from '../../renderer/fit/protocol.ts';

/** Workers that were started, the leading one first. */
let started: FakeWorker[] = [];
/** What a worker answers to a message; undefined: nothing. */
let answer: (message: ToFitWorker, worker: FakeWorker) => FromFitWorker | undefined;

class FakeWorker extends EventTarget {
  readonly got: ToFitWorker[] = [];
  isEnded = false;

  constructor() {
    super();
    started.push(this);
  }

  postMessage(message: ToFitWorker): void {
    this.got.push(message);
    const reply = answer(message, this);
    if (reply !== undefined) setTimeout(() => this.say(reply), 1 + ((7 * this.got.length) % 5));
  }

  say(data: FromFitWorker): void {
    if (!this.isEnded) this.dispatchEvent(new MessageEvent('message', { data }));
  }

  terminate(): void {
    this.isEnded = true;
  }
}

afterEach(() => {
  started = [];
  vi.unstubAllGlobals();
});

const work = {
  fits: [
    { agent: 'one', uses: 'signal' },
    { agent: 'other', uses: 'signal' },
  ],
  starts: 6,
  blocks: 0,
  recover: 2,
} as unknown as FitWork;
const searches = Array.from({ length: 6 }, (_, start): FitTask => ({ kind: 'search', start }));
const resultOf = (task: WorkerTask): TaskResult => ({ of: task }) as unknown as TaskResult;

/** Answers tasks, and leads two fits of six searches each. */
function answering(message: ToFitWorker, worker: FakeWorker): FromFitWorker | undefined {
  if ('task' in message) return { result: resultOf(message.task) };
  if ('work' in message) return { asks: searches, of: {} as never, number: 0 };
  if (!('results' in message)) return undefined;
  const number = worker.got.filter((one) => 'results' in one).length;
  return number < 2 ? { asks: searches, of: {} as never, number } : { ended: true };
}

interface Heard {
  readonly known: KnownResults;
  readonly progress: FitProgress[];
  readonly told: ToldFit[];
  readonly shares: number[];
}

function run(known: KnownResults, signal?: AbortSignal): { readonly heard: Heard; readonly done: Promise<void> } {
  vi.stubGlobal('Worker', FakeWorker);
  const heard: Heard = { known, progress: [], told: [], shares: [] };
  const done = fitRun(work, {
    known,
    workers: 3,
    signal,
    onProgress: (progress) => void heard.progress.push(progress),
    onTold: (_, told) => void heard.told.push(told),
    onShare: (share) => void heard.shares.push(share),
  });
  return { heard, done };
}

const tasksDone = (): number => started.flatMap(({ got }) => got.filter((one) => 'task' in one)).length;
const resultsOf = (lead: FakeWorker | undefined): readonly unknown[] =>
  lead?.got.flatMap((one) => ('results' in one ? [one.results] : [])) ?? [];

test('several workers share the tasks; the leading one gets the results in the order of the tasks', async () => {
  answer = answering;
  const { heard, done } = run(new Map());
  await done;
  const [lead, ...others] = started;
  expect(others).toHaveLength(3);
  expect(others.every(({ got }) => got.filter((one) => 'task' in one).length > 0)).toBe(true);
  expect(resultsOf(lead)).toEqual([searches.map(resultOf), searches.map(resultOf)]);
  expect(heard.progress.map(({ number, done: count }) => 6 * number + count)).toEqual(
    Array.from({ length: 12 }, (_, i) => i + 1),
  );
  // Of each of two fits six searches, intervals as long as three, and two simulated sessions of three: 15 parts.
  expect(heard.shares[5]).toBeCloseTo(6 / 30, 12);
  expect(heard.shares.at(-1)).toBeCloseTo(21 / 30, 12);
  expect(started.every(({ isEnded }) => isEnded)).toBe(true);
});

test('what was stopped goes on from there: nothing is computed again, and the results are the same', async () => {
  const stopping = new AbortController();
  answer = (message, worker) => {
    if ('task' in message && tasksDone() > 8) stopping.abort();
    return answering(message, worker);
  };
  const known: KnownResults = new Map();
  await expect(run(known, stopping.signal).done).rejects.toThrow(InputError);
  expect(started.every(({ isEnded }) => isEnded)).toBe(true);
  const before = known.size;
  expect(before).toBeGreaterThan(0);
  expect(before).toBeLessThan(12);
  answer = answering;
  started = [];
  const again = run(known);
  await again.done;
  expect(tasksDone()).toBe(12 - before);
  expect(resultsOf(started[0])).toEqual([searches.map(resultOf), searches.map(resultOf)]);
  // Nor is it told as work that took time.
  expect(again.heard.shares).toHaveLength(12 - before);
  expect(again.heard.progress.at(-1)).toEqual({ number: 1, kind: 'search', done: 6, of: 6 });
});

test('a task that cannot be done is told to the leading worker; a worker that fails ends all', async () => {
  const line = { what: 'it diverged', where: 'fit', remedy: 'free others' };
  answer = (message, worker) =>
    'task' in message ? { error: line } : 'refused' in message ? { ended: true } : answering(message, worker);
  await run(new Map()).done;
  expect(started[0]?.got.at(-1)).toEqual({ refused: line });
  started = [];
  answer = (message, worker) => ('task' in message ? undefined : answering(message, worker));
  const { done } = run(new Map());
  const failed = expect(done).rejects.toThrow('a worker of the fit has ended');
  await vi.waitFor(() => expect(tasksDone()).toBe(3));
  started[1]?.dispatchEvent(new Event('error'));
  await failed;
  expect(started.every(({ isEnded }) => isEnded)).toBe(true);
});

test('models of choices: the share that is done is by what each step costs', async () => {
  const kinds = ['subjects', 'recovery'] as const;
  answer = (message, worker) => {
    if ('task' in message) return { result: resultOf(message.task) };
    const number = worker.got.filter((one) => 'results' in one).length;
    if (number === kinds.length) return { ended: true };
    const asks = Array.from({ length: 2 }, () => ({ kind: kinds[number], recovery: {} }) as never);
    if (number === 0) worker.say({ toldChoices: { models: [], subjects: ['a', 'b', 'c', 'd'], notes: [] } });
    return { asks, number: 0 };
  };
  vi.stubGlobal('Worker', FakeWorker);
  const asked = { models: ['one', 'two', 'three'], isGroup: false, recover: 2 };
  const shares: number[] = [];
  await choicesRun({ asked } as never, {
    known: new Map(),
    workers: 2,
    onProgress: () => undefined,
    onTold: ({ subjects }) => expect(subjects).toHaveLength(4),
    onShare: (share) => void shares.push(share),
  });
  // 4 subjects x 3 models are 12 fits; 2 simulated of 3 models, each fitted by itself and by all three: 12 of about one.
  expect(shares).toEqual([0.25, 0.5, 0.75, 1]);
});
