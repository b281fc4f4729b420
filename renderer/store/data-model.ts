import { useSyncExternalStore } from 'react';
import type { SensedSignal } from '../../src/contracts/sensed.ts';
import type { Gains } from '../../src/recorded/model/model-fit.ts';
import { modelsInBins } from '../../src/recorded/model/multiverse-session.ts';
import type { Mapping } from '../../src/recorded/mapping.ts';
import type { Multiverse } from '../../src/recorded/photometry/multiverse.ts';
import type { PartialSpec, TrialSpec } from '../../src/spec/spec.ts';
import type { ErrorLine } from '../../src/protocol/messages.ts';
import { multiverseRun } from '../data/multiverse-run.ts';
import { experiment } from './current.ts';
import { rawOf } from './data.ts';
import { lineOf } from './experiment.ts';
import { externalStore } from './external-store.ts';
import { asLongWork, Stopped } from './long-work.ts';

/** A model that is compared with an opened recording. */
interface DataModelState {
  /** The sensor that a person chose, by id, and the recording that it was chosen for. */
  readonly sensor?: { readonly of: object; readonly id: string } | undefined;
  readonly gains: Gains;
  readonly isDelayFitted: boolean;
  /** What the sensor shows of the model, by the spec as text; the last one that was asked for. */
  readonly sensed?: SensedOf | undefined;
  /** Agents whose fit is compared, by id. */
  readonly compared: readonly string[];
  readonly multiverse?: ComparedModels | undefined;
}

interface SensedOf {
  readonly key: string;
  readonly signal?: SensedSignal | undefined;
  readonly error?: ErrorLine | undefined;
}

/** A finished comparison under many ways to preprocess, and what it was made of. */
export interface ComparedModels {
  readonly mapping: Mapping;
  readonly sensor: string;
  readonly delaySeconds: number;
  readonly agents: readonly string[];
  /** Of the agents, with the sensor. */
  readonly specs: readonly TrialSpec[];
  readonly result?: Multiverse | undefined;
  readonly error?: ErrorLine | undefined;
}

export const dataModel = externalStore<DataModelState>({ gains: 'one', isDelayFitted: false, compared: [] });

/** Rerenders the component when the value picked by `select` changes. `select` must not create new objects. */
export function useDataModel<T>(select: (state: DataModelState) => T): T {
  return useSyncExternalStore(dataModel.subscribe, () => select(dataModel.get()));
}

/** Asks what a spec's sensor shows of its model, unless that is known or being computed. */
export async function sense(spec: PartialSpec, key: string): Promise<void> {
  if (dataModel.get().sensed?.key === key) return;
  dataModel.set({ sensed: { key } });
  const isCurrent = (): boolean => dataModel.get().sensed?.key === key;
  try {
    const [signal] = await experiment.sensed([spec]);
    if (isCurrent()) dataModel.set({ sensed: { key, signal } });
  } catch (error) {
    if (isCurrent()) dataModel.set({ sensed: error instanceof Stopped ? undefined : { key, error: lineOf(error) } });
  }
}

export interface MultiverseQuestion extends Pick<
  ComparedModels,
  'mapping' | 'sensor' | 'delaySeconds' | 'agents' | 'specs'
> {
  /** Of the session, on the recording's clock. */
  readonly startSeconds: number;
}

/** Runs the models, and scores them under every way to preprocess the session. */
export async function compareModels({ startSeconds, ...question }: MultiverseQuestion): Promise<void> {
  dataModel.set({ multiverse: undefined });
  try {
    const raw = await rawOf(question.mapping);
    const models = await experiment.sensed(question.specs);
    const { grid, values } = modelsInBins(raw, models, startSeconds, question.delaySeconds);
    const result = await asLongWork('Preprocessing the session in many ways', (asking) =>
      multiverseRun(
        {
          signal: raw.signal,
          control: raw.control,
          grid,
          models: question.agents.map((id, i) => ({ id, values: values[i] as Float64Array })),
        },
        asking,
      ),
    );
    dataModel.set({ multiverse: { ...question, result } });
  } catch (error) {
    dataModel.set({ multiverse: error instanceof Stopped ? undefined : { ...question, error: lineOf(error) } });
  }
}
