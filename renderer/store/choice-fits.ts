import { useSyncExternalStore } from 'react';
import type { MappedChoices } from '../../src/recorded/choices/mapped-choices.ts';
import type { Mapping } from '../../src/recorded/mapping.ts';
import { askedOnce, choicesRun } from '../fit/fit-run.ts';
import type { ChoicesWork, KnownModel, ToldChoices } from '../fit/protocol.ts';
import { appState } from './app-state.ts';
import { openedData } from './data.ts';
import { openFiles } from './data-set.ts';
import { lineOf } from './experiment.ts';
import { externalStore } from './external-store.ts';
import { fitRuns, type RunState } from './fit-runs.ts';

type Asked = ChoicesWork['asked'];

/** What is asked of the next fit of models to choices trial by trial. */
export interface ChoiceQuestions extends Pick<
  Asked,
  'models' | 'posterior' | 'isGroup' | 'starts' | 'blocks' | 'recover' | 'seed'
> {
  /** Whether these models are shown in place of agents. */
  readonly isShown: boolean;
  /** Columns of the table; that of subjects is null if there is none, and undefined for the proposed one. */
  readonly subject?: string | null | undefined;
  readonly block?: string | undefined;
  readonly contrast?: string | undefined;
  /** What of the contrast others are compared with; the first in order if undefined. */
  readonly reference?: string | undefined;
  /** Of options before anything is learned, reward units. */
  readonly initialValue: number;
  /** Of trials with two choices: how often a first choice leads to its usual second state. */
  readonly commonShare: number;
}

/** Fits of choices that were asked for, and what is known of them. */
export interface ChoiceRun extends RunState<ChoicesWork> {
  /** What is what in the recording; the fits are of nothing else. */
  readonly mapping: Mapping;
  readonly told?: ToldChoices | undefined;
}

interface ChoiceFitsState extends ChoiceQuestions {
  /** Every model; undefined until they are known. */
  readonly known?: readonly KnownModel[] | undefined;
  readonly run?: ChoiceRun | undefined;
}

const usual: ChoiceQuestions = {
  isShown: false,
  models: [],
  isGroup: false,
  initialValue: 0.5,
  commonShare: 0.7,
  starts: 10,
  blocks: 0,
  recover: 0,
  seed: 1,
};

export const choiceFits = externalStore<ChoiceFitsState>(usual);

/** Rerenders the component when the value picked by `select` changes. `select` must not create new objects. */
export function useChoiceFits<T>(select: (state: ChoiceFitsState) => T): T {
  return useSyncExternalStore(choiceFits.subscribe, () => select(choiceFits.get()));
}

const runs = fitRuns<ChoicesWork, ChoiceRun>({
  get: () => choiceFits.get().run,
  set: (run) => choiceFits.set({ run }),
  begin: (work, options, change) => choicesRun(work, { ...options, onTold: (told) => change(() => ({ told })) }),
});

export const { stop: stopChoiceFits, resume: resumeChoiceFits } = runs;

/** Asks for the models, once. */
export async function knowModels(): Promise<void> {
  if (choiceFits.get().known !== undefined) return;
  try {
    choiceFits.set({ known: await askedOnce('models', {}) });
  } catch (error) {
    appState.set({ error: lineOf(error) });
  }
}

/** The column of subjects: that which was chosen, or the one that the mapping takes a single subject of. */
export const subjectColumn = ({ where }: MappedChoices, subject: ChoiceQuestions['subject']): string | undefined =>
  subject === null ? undefined : (subject ?? where?.[0]?.column);

/** Fits the chosen models to the choices of the opened recording. */
export async function fitRecordedChoices(): Promise<void> {
  const { mapping, opened } = openedData.get();
  if (mapping?.choices === undefined || opened === undefined) return;
  const {
    models,
    posterior,
    isGroup,
    starts,
    blocks,
    recover,
    seed,
    block,
    contrast,
    reference,
    initialValue,
    commonShare,
    ...of
  } = choiceFits.get();
  const { choices: mapped } = mapping;
  const subject = subjectColumn(mapped, of.subject);
  const isContrasted = isGroup && contrast !== undefined;
  const { found } = opened;
  const work: ChoicesWork = {
    // What is not in the table does not go to the worker.
    found: {
      ...found,
      signals: [],
      events: [],
      units: [],
      tables: found.tables.filter(({ id }) => id === mapped.table),
    },
    mapped,
    columns: {
      initialValue,
      ...(mapped.stages.length === 2 ? { commonShare } : {}),
      ...(subject === undefined ? {} : { subject }),
      ...(block === undefined ? {} : { block }),
      ...(isContrasted ? { contrast } : {}),
    },
    asked: {
      models,
      posterior,
      isGroup,
      starts,
      blocks,
      recover,
      seed,
      ...(isContrasted ? { contrast: { column: contrast, reference } } : {}),
    },
  };
  appState.set({ error: undefined });
  await runs.run({ mapping, work, state: 'running' });
}

/** Simulated subjects that are usual. */
const usualDraws = 100;

/** Whether these trials can tell: simulated subjects besides the fits that there are, which are not computed again. */
export async function recoverFits(): Promise<void> {
  const { run } = choiceFits.get();
  if (run === undefined) return;
  const work = { ...run.work, asked: { ...run.work.asked, recover: usualDraws } };
  const results = runs.knownOf(work);
  // Other numbers of draws are shared out in another way.
  for (const [key, result] of runs.knownOf(run.work)) if (!key.includes(' recovery ')) results.set(key, result);
  choiceFits.set({ recover: usualDraws });
  await runs.run({ ...run, work, state: 'running' });
}

/** One that made the choices and two that did not. */
const exampleModels = ['rescorla-wagner', 'choice-kernel', 'random-responding'] as const;

/** Opens simulated choices of two groups, with models to compare. */
export async function openExampleChoices(): Promise<void> {
  try {
    const { name, text } = await askedOnce('example', {});
    await openFiles([{ name, file: new File([text], name, { type: 'text/csv' }) }]);
    choiceFits.set({ ...usual, isShown: true, models: exampleModels, isGroup: true, contrast: 'group' });
  } catch (error) {
    appState.set({ error: lineOf(error) });
  }
}

// The fits of a recording end with it, and its columns.
let { opened } = openedData.get();
openedData.subscribe(() => {
  const { opened: now } = openedData.get();
  if (now === opened) return;
  opened = now;
  stopChoiceFits();
  choiceFits.set({
    run: undefined,
    models: [],
    subject: undefined,
    block: undefined,
    contrast: undefined,
    reference: undefined,
  });
});
