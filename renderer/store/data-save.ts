import { InputError } from '../../src/core/errors.ts';
import type { TakenFormat } from '../../src/recorded/taken/saved.ts';
import type { ModelSteps } from '../../src/recorded/taken/taken.ts';
import { unpackDoubles } from '../../src/protocol/packed-floats.ts';
import type { PackedSteps } from '../../src/protocol/trials.ts';
import type { SavedFile } from '../plots/download.ts';
import { appState, type AppState } from './app-state.ts';
import { experiment } from './current.ts';
import { openedData, takenAs, type DataState } from './data.ts';
import { isSameDesign, originOf, specOf } from './data-origin.ts';
import { asLongWork } from './long-work.ts';

/** What an opened recording is saved as. */
export type DataFormat = 'mapping' | 'spec' | TakenFormat;

/** The agent that the session has driven to its end, as it is displayed. */
export const drivenAgent = ({ shown }: AppState, { session }: DataState): string | undefined =>
  shown !== undefined &&
  shown.trialsDone === shown.opened.trials &&
  isSameDesign(shown.opened.spec.design, session?.design)
    ? (shown.opened.spec.agent.id ?? 'parts of your own')
    : undefined;

/**
 * The opened recording as a file.
 * @param withModel whether the model that the session has driven is saved beside it
 * @throws InputError for what cannot be saved, Stopped if a person stopped it
 */
export async function savedData(format: DataFormat, withModel: boolean): Promise<SavedFile> {
  const state = openedData.get();
  const { opened, mapping } = state;
  if (opened === undefined || mapping === undefined) throw new InputError('no recording is open', 'data', 'open one');
  const name = stemOf(opened.files);
  if (format === 'mapping') return jsonFile(`${name}.mapping.json`, mapping);
  if (format === 'spec') return jsonFile(`${name}.spec.json`, specOf(state));
  const model = withModel && drivenAgent(appState.get(), state) !== undefined ? await drivenModel(state) : undefined;
  const bytes = await asLongWork('Preparing the file', ({ signal }) =>
    unlessStopped(takenAs({ mapping, format, model, pipeline: state.corrected?.pipeline }), signal),
  );
  return { fileName: `${name}.${format}`, content: new Blob([bytes]) };
}

/** What the model computed in each step, with what is said of the recording now. */
async function drivenModel(state: DataState): Promise<ModelSteps | undefined> {
  const { rpe, value, recorded, ...steps } = JSON.parse((await experiment.exported('steps')).text) as PackedSteps;
  const origin = originOf(state);
  return {
    ...steps,
    spec: origin === undefined ? steps.spec : { ...steps.spec, recordedFrom: origin },
    rpe: unpackDoubles(rpe),
    value: unpackDoubles(value),
    ...(recorded === undefined ? {} : { recorded: { ...recorded, values: unpackDoubles(recorded.values) } }),
  };
}

const jsonFile = (fileName: string, content: unknown): SavedFile => ({
  fileName,
  content: new Blob([`${JSON.stringify(content, null, 2)}\n`], { type: 'application/json' }),
});

/** Of the first file, without folder and ending. */
const stemOf = ([first = 'session']: readonly string[]): string =>
  (first.split('/').at(-1) ?? '').replace(/\.[^.]+$/, '') || 'session';

/** The worker goes on, but nobody waits for it. */
const unlessStopped = <T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> =>
  new Promise((resolve, reject) => {
    signal?.addEventListener('abort', () => reject(new InputError('it was stopped', 'data', 'save it again')));
    work.then(resolve, reject);
  });
