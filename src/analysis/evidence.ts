import { mean } from 'simple-statistics';
import { didYouMean, InputError } from '../core/errors.ts';
import type { Averages, Evidence, SignalName, TrialEvidence } from '../contracts/paradigm.ts';
import type { GridDesign } from '../contracts/design.ts';
import { responseOf } from '../contracts/response.ts';
import type { Trial } from '../contracts/trial.ts';
import { channelRpe, channelValue, type UnitColumns } from '../contracts/units.ts';
import { eventStep, type Aligned } from './aligned.ts';
import { decodeDistribution } from './decode-distribution.ts';
import { decodeTimes } from './decode-times.ts';
import { explained, leastSquares } from './least-squares.ts';
import { fitLine } from './summaries.ts';
import type { RecordedTrials } from './recorded-trials.ts';

export interface EvidenceSource<V> {
  readonly parameters: V;
  readonly design: GridDesign;
  readonly averages: Readonly<Record<string, Averages>>;
  readonly aligned: Readonly<Record<string, Aligned>>;
  /** A condition's finished trials. */
  readonly completed: (condition: string) => readonly Trial[];
  readonly offsets: readonly number[];
  readonly signals: {
    readonly rpe: Float64Array;
    readonly value: Float64Array;
    readonly units: UnitColumns;
  };
  readonly channels: number;
  readonly recorded: RecordedTrials;
  /** The units that the paradigm's measures read, at step * units + unit; absent if the agent has none of them. */
  readonly state?: Float64Array | undefined;
}

/** The data that signatures measure. */
export function evidence<V>(source: EvidenceSource<V>): Evidence<V> {
  const { parameters, design, averages, aligned, completed, offsets, signals, channels, recorded, state } = source;
  const wide = (state?.length ?? 0) / signals.rpe.length;
  // Times become steps by the same rounding as in the schedule, so that a measure includes the event that it names.
  const toStep = (seconds: number): number => Math.round(seconds / design.stepSeconds);

  /** Index into the signals of the step of a condition's event. */
  const eventAt = (condition: string, trial: Trial): number =>
    (offsets[trial.index] as number) + trial.zeroStep + eventStep((aligned[condition] as Aligned).condition, trial);

  function averagesOf(condition: string): Averages {
    const found = averages[condition];
    if (found === undefined)
      throw new InputError(
        `a signature measures the condition '${condition}', which the paradigm does not have`,
        'paradigm',
        didYouMean(condition, Object.keys(averages)),
      );
    return found;
  }

  function meanOver(condition: string, signal: SignalName, keep: (step: number) => boolean): number {
    const of = averagesOf(condition);
    const inside = of[signal].mean.filter((_, i) => keep(toStep(of.t[i] as number)));
    return inside.length === 0 ? Number.NaN : mean(inside);
  }

  function units(condition: string, from: number, to: number): readonly number[] {
    const { condition: declared } = aligned[condition] as Aligned;
    const first = toStep(from);
    const last = toStep(to);
    const done = completed(condition);
    return Array.from({ length: recorded.units }, (_, unit) =>
      meanReading(done, unit, (trial) => eventStep(declared, trial), first, last),
    );
  }

  function meanReading(
    trials: readonly Trial[],
    unit: number,
    event: (trial: Trial) => number,
    first: number,
    last: number,
  ): number {
    let sum = 0;
    for (const trial of trials)
      for (let step = first; step < last; step++) sum += recorded.reading(trial, unit, event(trial) + step);
    return sum / (trials.length * (last - first));
  }

  function trialsOf(condition: string): readonly TrialEvidence[] {
    averagesOf(condition);
    return completed(condition).map((trial) => {
      const event = eventAt(condition, trial);
      const fromZero = eventStep((aligned[condition] as Aligned).condition, trial);
      /** At a step counted from the event. */
      const read = (signal: SignalName, step: number): number =>
        signal === 'rate' ? recorded.mean(trial, fromZero + step) : (signals[signal][event + step] ?? Number.NaN);
      return {
        trial,
        at: (signal, seconds) => read(signal, toStep(seconds)),
        mean: (signal, from, to) => meanOfSteps((step) => read(signal, step), toStep(from), toStep(to)),
        state: (seconds) => {
          const from = (event + toStep(seconds)) * wide;
          return from < 0 ? nothing : (state?.subarray(from, from + wide) ?? nothing);
        },
        channels: (seconds) => channelsOver([event], toStep(seconds), toStep(seconds) + 1),
        response: (from, to) => responseIn(condition, trial, from, to),
      };
    });
  }

  function channelsOf(
    condition: string,
    from: number,
    to: number,
  ): readonly { readonly rpe: number; readonly value: number }[] {
    averagesOf(condition);
    return channelsOver(
      completed(condition).map((trial) => eventAt(condition, trial)),
      toStep(from),
      toStep(to),
    );
  }

  /** Mean of each channel over the steps [first, last), relative to each of some steps of the session. */
  function channelsOver(
    events: readonly number[],
    first: number,
    last: number,
  ): readonly { readonly rpe: number; readonly value: number }[] {
    const { [channelRpe.id]: ownRpe = signals.rpe, [channelValue.id]: ownValue = signals.value } = signals.units;
    const meanOf = (column: Float64Array, channel: number): number => {
      let sum = 0;
      for (const event of events)
        for (let step = first; step < last; step++) sum += column[(event + step) * channels + channel] ?? Number.NaN;
      return sum / (events.length * (last - first));
    };
    return Array.from({ length: channels }, (_, channel) => ({
      rpe: meanOf(ownRpe, channel),
      value: meanOf(ownValue, channel),
    }));
  }

  function responseIn(condition: string, trial: Trial, from: number, to: number): number {
    const start = offsets[trial.index] as number;
    const responses = responseOf(signals.value.subarray(start, start + trial.steps), design.stepSeconds);
    const event = eventAt(condition, trial) - start;
    return meanOfSteps((step) => responses[step] ?? Number.NaN, event + toStep(from), event + toStep(to));
  }

  function response(condition: string, from: number, to: number): number {
    averagesOf(condition);
    const perTrial = completed(condition).map((trial) => responseIn(condition, trial, from, to));
    return perTrial.length === 0 ? Number.NaN : mean(perTrial);
  }

  function choiceShare(condition: string, stage: string, action: string): number {
    averagesOf(condition);
    const taken = completed(condition).flatMap((trial) =>
      (trial.choices ?? []).flatMap((choice) => {
        const met = trial.stages?.[choice.stage];
        return met?.id === stage ? [design.actions?.[met.options[choice.option]?.action ?? -1]?.id] : [];
      }),
    );
    return taken.length === 0 ? Number.NaN : taken.filter((one) => one === action).length / taken.length;
  }

  return {
    parameters,
    design,
    averages,
    recording: recorded,
    at: (condition, signal, seconds) => meanOver(condition, signal, (step) => step === toStep(seconds)),
    mean: (condition, signal, from, to) =>
      meanOver(condition, signal, (step) => step >= toStep(from) && step < toStep(to)),
    units,
    trials: trialsOf,
    channels: channelsOf,
    response,
    choiceShare,
    fit: (points) => fitLine(points) ?? { slope: Number.NaN, intercept: Number.NaN, r: Number.NaN },
    regress: leastSquares,
    explained,
    decodeDistribution,
    decodeTimes,
  };
}

const nothing = new Float64Array(0);

/** Mean over the steps [from, to); NaN if one of them is. */
function meanOfSteps(read: (step: number) => number, from: number, to: number): number {
  let sum = 0;
  for (let step = from; step < to; step++) sum += read(step);
  return sum / (to - from);
}
