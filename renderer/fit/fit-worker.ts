// Fits agents to an opened recording: the engine runs here, not in the page. See protocol.ts for what one of these does.
import { InputError } from '../../src/core/errors.ts';
import { load } from '../../src/engine/registry.ts';
import { textsIn } from '../../src/engine/with-parts.ts';
import type { DoTasks } from '../../src/fitting/session/fit-agent.ts';
import { fitFile } from '../../src/fitting/session/fit-file.ts';
import { fitTask, problemOf, type FitResults, type SessionFit } from '../../src/fitting/session/fit-task.ts';
import { fitAgents, type FitWork } from '../../src/fitting/session/fit-work.ts';
import { freeOfSpec } from '../../src/fitting/session/free-of-spec.ts';
import { regressorsTable } from '../../src/fitting/session/regressors.ts';
import type { SessionProblem } from '../../src/fitting/session/session-problem.ts';
import type { ErrorLine } from '../../src/protocol/messages.ts';
import type { FromFitWorker, TaskResult, ToFitWorker } from './protocol.ts';

const tell = (message: FromFitWorker): void => self.postMessage(message, { transfer: [] });

const lineOf = ({ what, where, remedy }: InputError): ErrorLine => ({ what, where, remedy });

/** Of the leading worker: it waits for results of tasks. */
let waiting: { resolve(results: readonly TaskResult[]): void; reject(error: Error): void } | undefined;
/** Of a worker that does tasks. */
let current: { readonly fit: SessionFit; readonly problem: SessionProblem } | undefined;

async function lead(work: FitWork): Promise<void> {
  const doTasks =
    (number: number): DoTasks =>
    async <Kind extends keyof FitResults>(of: SessionFit, asks: Parameters<DoTasks>[1]) => {
      tell({ asks, of, number });
      const results = await new Promise<readonly TaskResult[]>((resolve, reject) => (waiting = { resolve, reject }));
      // A task gives the result of its kind.
      return results as readonly FitResults[Kind][];
    };
  await load([...textsIn(work.sessions), work.sensor, 'own-design']);
  await fitAgents(work, doTasks, (number, news) =>
    tell({ number, told: 'error' in news ? { error: lineOf(news.error) } : news }),
  );
  tell({ ended: true });
}

async function begin(fit: SessionFit): Promise<void> {
  await load(textsIn(fit.data.spec));
  current = { fit, problem: problemOf(fit) };
}

async function answer(message: ToFitWorker): Promise<void> {
  if ('work' in message) return lead(message.work);
  if ('results' in message) return waiting?.resolve(message.results);
  if ('refused' in message) {
    const { what, where, remedy } = message.refused;
    return waiting?.reject(new InputError(what, where, remedy));
  }
  if ('fit' in message) return begin(message.fit);
  if ('task' in message && current !== undefined)
    return tell({ result: fitTask(current.fit, message.task, current.problem) });
  if ('file' in message) {
    const { fits } = message;
    await load(textsIn(fits.map(({ data }) => data.spec)));
    if (message.file === 'fit')
      return tell({ text: fits.map(({ data, free, fit }) => fitFile(data, free, fit)).join('') });
    const [first] = fits;
    if (first === undefined) return;
    const { csv, notes } = regressorsTable(
      freeOfSpec(first.data.spec, first.free).withValues(first.fit.parameters.map(({ value }) => value)),
    );
    tell({ text: csv, notes });
  }
}

// One after the other: a task waits until its fit is ready.
let last = Promise.resolve();
self.addEventListener('message', ({ data }: MessageEvent<ToFitWorker>) => {
  const isAnswer = 'results' in data || 'refused' in data;
  const done = (isAnswer ? Promise.resolve() : last).then(() => answer(data));
  const told = done.catch((error: unknown) => {
    if (error instanceof InputError) tell({ error: lineOf(error) });
    // So that the page hears of it.
    else reportError(error);
  });
  if (!isAnswer) last = told;
});
