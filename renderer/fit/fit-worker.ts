// Fits agents to an opened recording, and models to its choices: the engine runs here, not in the page. See protocol.ts for
// what one of these does.
import { InputError } from '../../src/core/errors.ts';
import { load } from '../../src/engine/registry.ts';
import { textsIn } from '../../src/engine/with-parts.ts';
import { choiceWork, isChoiceWork } from '../../src/fitting/choices/choice-work.ts';
import { exampleChoices } from '../../src/fitting/choices/example-choices.ts';
import { choiceModels, titledModel } from '../../src/fitting/choices/registry.ts';
import { choiceRegressorsTable } from '../../src/fitting/recorded/choice-regressors.ts';
import { choicesWork, subjectsOf, type ChoicesWork } from '../../src/fitting/recorded/fit-choices.ts';
import { fitAgents, type FitWork } from '../../src/fitting/session/fit-work.ts';
import { fitFile } from '../../src/fitting/session/fit-file.ts';
import { fitTask, problemOf, type SessionFit } from '../../src/fitting/session/fit-task.ts';
import { freeOfSpec } from '../../src/fitting/session/free-of-spec.ts';
import { regressorsTable } from '../../src/fitting/session/regressors.ts';
import type { SessionProblem } from '../../src/fitting/session/session-problem.ts';
import type { ErrorLine } from '../../src/protocol/messages.ts';
import type { FitQuestionsOnce, FromFitWorker, OnceName, TaskResult, ToFitWorker, WorkerTask } from './protocol.ts';

const tell = (message: FromFitWorker): void => self.postMessage(message, { transfer: [] });

const lineOf = ({ what, where, remedy }: InputError): ErrorLine => ({ what, where, remedy });

/** Of the leading worker: it waits for results of tasks. */
let waiting: { resolve(results: readonly TaskResult[]): void; reject(error: Error): void } | undefined;
/** Of a worker that does tasks. */
let current: { readonly fit: SessionFit; readonly problem: SessionProblem } | undefined;

/** Of the leading worker: asks for tasks of the fit of this number. A task gives the result of its kind. */
function ask<Result>(number: number, asks: readonly WorkerTask[], of?: SessionFit): Promise<readonly Result[]> {
  tell({ asks, number, ...(of === undefined ? {} : { of }) });
  return new Promise<readonly TaskResult[]>((resolve, reject) => (waiting = { resolve, reject })) as Promise<
    readonly Result[]
  >;
}

async function lead(work: FitWork): Promise<void> {
  await load([...textsIn(work.sessions), work.sensor, 'own-design']);
  await fitAgents(
    work,
    (number) => (of, asks) => ask(number, asks, of),
    (number, news) => tell({ number, told: 'error' in news ? { error: lineOf(news.error) } : news }),
  );
  tell({ ended: true });
}

async function leadChoices(work: ChoicesWork): Promise<void> {
  let asked = 0;
  await choicesWork(
    work,
    // Rounds of a group are asked for again and again.
    (asks) => ask(asked++, asks),
    (toldChoices) => tell({ toldChoices }),
  );
  tell({ ended: true });
}

async function begin(fit: SessionFit): Promise<void> {
  await load(textsIn(fit.data.spec));
  current = { fit, problem: problemOf(fit) };
}

function resultOf(task: WorkerTask): TaskResult {
  if (isChoiceWork(task)) return choiceWork(task);
  const { fit, problem } = current as NonNullable<typeof current>;
  return fitTask(fit, task, problem);
}

type Once = { readonly [N in OnceName]: (of: FitQuestionsOnce[N]['of']) => Promise<FitQuestionsOnce[N]['reply']> };

const once: Once = {
  async file({ kind, fits }) {
    await load(textsIn(fits.map(({ data }) => data.spec)));
    if (kind === 'fit') return { text: fits.map(({ data, free, fit }) => fitFile(data, free, fit)).join('') };
    const [first] = fits;
    if (first === undefined) throw new InputError('there is no fit', 'regressors', 'fit an agent first');
    const { csv, notes } = regressorsTable(
      freeOfSpec(first.data.spec, first.free).withValues(first.fit.parameters.map(({ value }) => value)),
    );
    return { text: csv, notes };
  },
  regressors({ work, fits }) {
    const { csv, notes } = choiceRegressorsTable(subjectsOf(work).fitted, fits);
    return Promise.resolve({ text: csv, notes });
  },
  models: () => Promise.resolve(choiceModels.map(({ id, stages = 1 }) => ({ ...titledModel(id, 2), stages }))),
  example: () => Promise.resolve({ name: exampleChoices.file, text: exampleChoices.csv() }),
};

async function answerOnce<N extends OnceName>(name: N, of: FitQuestionsOnce[N]['of']): Promise<void> {
  tell({ reply: await once[name](of) });
}

async function answer(message: ToFitWorker): Promise<void> {
  if ('work' in message) return lead(message.work);
  if ('choices' in message) return leadChoices(message.choices);
  if ('results' in message) return waiting?.resolve(message.results);
  if ('refused' in message) {
    const { what, where, remedy } = message.refused;
    return waiting?.reject(new InputError(what, where, remedy));
  }
  if ('fit' in message) return begin(message.fit);
  if ('task' in message) return tell({ result: resultOf(message.task) });
  return answerOnce(message.once, message.of);
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
