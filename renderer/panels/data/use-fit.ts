import { useEffect, useMemo } from 'react';
import { InputError } from '../../../src/core/errors.ts';
import type { AlignedRecording } from '../../../src/recorded/aligned-recording.ts';
import { withBaseline, type Baseline } from '../../../src/recorded/aligned/baseline.ts';
import { comparedId } from '../../../src/recorded/mapping.ts';
import { eventTimes } from '../../../src/recorded/model/event-times.ts';
import {
  fitModel,
  fittedDelays,
  type FittedWindows,
  type ModelFit,
  type WindowRows,
} from '../../../src/recorded/model/model-fit.ts';
import type { ErrorLine } from '../../../src/protocol/messages.ts';
import type { TrialSpec } from '../../../src/spec/spec.ts';
import { useApp } from '../../store/app-state.ts';
import { useData } from '../../store/data.ts';
import { sense, useDataModel } from '../../store/data-model.ts';
import { lineOf } from '../../store/experiment.ts';
import { comparedOf, unwaived } from './DataQuality.tsx';
import { useIsOfSession } from './use-driven-run.ts';
import type { KnownSensor } from './use-sensor.ts';

/** A recording as it is drawn: after the subtraction of a baseline, if there is one. */
export type DrawnRecording = Omit<AlignedRecording, 'rows'> & { readonly rows: Float64Array };

export type FittedRecording = FittedWindows<DrawnRecording>;

/** The fit of the displayed model, or why there is none yet. */
export interface ShownFit {
  readonly fit?: ModelFit<DrawnRecording>;
  readonly error?: ErrorLine;
  readonly isComputing?: true;
}

/** Whether models may be compared: the signal's quality is known, and what fails has a reason. */
export const useIsGood = (): boolean =>
  useData(
    ({ mapping, quality, waivers }) =>
      mapping !== undefined &&
      comparedId(mapping) !== undefined &&
      unwaived(quality, waivers, comparedOf(mapping)) === 0,
  );

/**
 * What the sensor shows of the displayed run, fitted to the recording.
 * @param baseline the window whose mean is subtracted from each trial, of the recording and of the model; undefined if
 *   nothing is
 * @returns undefined unless a finished run of this session may be compared
 */
export function useFit(
  recorded: readonly AlignedRecording[],
  baseline: Baseline['range'] | undefined,
  sensor: KnownSensor | undefined,
): ShownFit | undefined {
  const design = useData((state) => state.session?.design);
  const isGood = useIsGood();
  const isOfSession = useIsOfSession();
  const spec = useApp(({ shown }) => (shown?.trialsDone === shown?.opened.trials ? shown?.result.spec : undefined));
  const asked = useMemo(
    () => (spec === undefined || sensor === undefined ? undefined : throughSensor(spec, sensor.id)),
    [spec, sensor],
  );
  const key = isGood && isOfSession && asked !== undefined ? JSON.stringify(asked) : undefined;
  useEffect(() => {
    if (asked !== undefined && key !== undefined) void sense(asked, key);
  }, [asked, key]);
  const sensed = useDataModel((state) => (state.sensed?.key === key ? state.sensed : undefined));
  const gains = useDataModel((state) => state.gains);
  const isDelayFitted = useDataModel((state) => state.isDelayFitted);
  const signal = sensed?.signal;
  const shown = useMemo((): ShownFit => {
    if (signal === undefined || design === undefined) return { isComputing: true };
    const relative = <T extends WindowRows>(windows: readonly T[]): readonly T[] =>
      baseline === undefined ? windows : withBaseline(windows, { mode: 'subtract', range: baseline });
    try {
      return {
        fit: fitModel({
          recorded: relative(recorded.map((one) => ({ ...one, rows: Float64Array.from(one.rows) }))),
          sensed: signal,
          events: eventTimes(design),
          gains,
          delays: isDelayFitted ? fittedDelays : [0],
          relative,
        }),
      };
    } catch (error) {
      if (error instanceof InputError) return { error: lineOf(error) };
      throw error;
    }
  }, [recorded, baseline, signal, design, gains, isDelayFitted]);
  if (key === undefined) return undefined;
  return sensed?.error === undefined ? shown : { error: sensed.error };
}

/**
 * The same experiment, recorded by this sensor; with other settings than usual if it is so already. Where its session is
 * from changes nothing.
 */
function throughSensor(
  spec: TrialSpec,
  id: string,
): Omit<TrialSpec, 'recording'> & { recording: TrialSpec['recording'] | string } {
  const { recordedFrom: _, ...own } = spec;
  return own.recording.id === id ? own : { ...own, recording: id };
}
