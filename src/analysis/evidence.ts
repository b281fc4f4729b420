import { mean } from 'simple-statistics';
import { didYouMean, InputError } from '../core/errors.ts';
import type { Averages, Evidence, SignalName, TrialEvidence } from '../contracts/paradigm.ts';
import type { GridDesign } from '../contracts/design.ts';
import { meanResponse } from '../contracts/response.ts';
import type { Trial } from '../contracts/trial.ts';
import { channelRpe, channelValue, type UnitColumns } from '../contracts/units.ts';
import { columnOf, numberAt, type Signal } from '../core/signal-column.ts';
import type { ConditionTrials } from './condition-trials.ts';
import { decodeDistribution } from './decode-distribution.ts';
import { decodeTimes } from './decode-times.ts';
import { explained, leastSquares } from './least-squares.ts';
import { fitLine } from './summaries.ts';
import type { RecordedTrials } from './recorded-trials.ts';

export interface EvidenceSource<V> {
  readonly parameters: V;
  readonly design: GridDesign;
  readonly averages: Readonly<Record<string, Averages>>;
  /** A condition's finished trials. */
  readonly completed: (condition: string) => ConditionTrials;
  readonly offsets: ArrayLike<number>;
  readonly signals: {
    readonly rpe: Signal;
    readonly value: Signal;
    readonly units: UnitColumns;
  };
  readonly channels: number;
  readonly recorded: RecordedTrials;
  /** The units that the paradigm's measures read, at step * units + unit; absent if the agent has none of them. */
  readonly state?: Float64Array | undefined;
}

/** The data that signatures measure. */
export function evidence<V>(source: EvidenceSource<V>): Evidence<V> {
  const { parameters, design, averages, completed, offsets, signals, channels, recorded, state } = source;
  const columns = { rpe: columnOf(signals.rpe), value: columnOf(signals.value) };
  const wide = (state?.length ?? 0) / signals.rpe.length;
  // Times become steps by the same rounding as in the schedule, so that a measure includes the event that it names.
  const toStep = (seconds: number): number => Math.round(seconds / design.stepSeconds);

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

  /** Step of a trial's event, counted from its time zero. */
  const fromZero = (trial: Trial, event: number): number => event - (offsets[trial.index] as number) - trial.zeroStep;

  function units(condition: string, from: number, to: number): readonly number[] {
    const done = completed(condition);
    return Array.from({ length: recorded.units }, (_, unit) => meanReading(done, unit, toStep(from), toStep(to)));
  }

  function meanReading(trials: ConditionTrials, unit: number, first: number, last: number): number {
    let sum = 0;
    for (let i = 0; i < trials.length; i++) {
      const trial = trials.trial(i);
      const event = fromZero(trial, trials.event(i));
      for (let step = first; step < last; step++) sum += recorded.reading(trial, unit, event + step);
    }
    return sum / (trials.length * (last - first));
  }

  function trialsOf(condition: string, from = 0, to = Infinity): readonly TrialEvidence[] {
    averagesOf(condition);
    const done = completed(condition);
    const trials: TrialEvidence[] = [];
    for (let i = from; i < Math.min(to, done.length); i++) trials.push(oneTrial(done, i));
    return trials;
  }

  function oneTrial(done: ConditionTrials, i: number): TrialEvidence {
    const index = done.index(i);
    const event = done.event(i);
    let known: Trial | undefined;
    const trial = (): Trial => (known ??= done.trial(i));
    /** At a step counted from the event. */
    const read = (signal: SignalName, step: number): number =>
      signal === 'rate'
        ? recorded.mean(trial(), fromZero(trial(), event) + step)
        : (numberAt(columns[signal], event + step) ?? Number.NaN);
    return {
      index,
      get trial() {
        return trial();
      },
      at: (signal, seconds) => read(signal, toStep(seconds)),
      mean: (signal, from, to) => meanOfSteps((step) => read(signal, step), toStep(from), toStep(to)),
      state: (seconds) => {
        const from = (event + toStep(seconds)) * wide;
        return from < 0 ? nothing : (state?.subarray(from, from + wide) ?? nothing);
      },
      channels: (seconds) => channelsOver([event], toStep(seconds), toStep(seconds) + 1),
      response: (from, to) => responseIn(index, event, from, to),
    };
  }

  function channelsOf(
    condition: string,
    from: number,
    to: number,
  ): readonly { readonly rpe: number; readonly value: number }[] {
    averagesOf(condition);
    const done = completed(condition);
    return channelsOver(
      eachOf(done, (i) => done.event(i)),
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
    const meanOf = (signal: Signal, channel: number): number => {
      const column = columnOf(signal);
      let sum = 0;
      for (const event of events) {
        const { values, origin } = column.stretch((event + first) * channels, (event + last) * channels);
        for (let step = first; step < last; step++)
          sum += values[(event + step) * channels + channel - origin] ?? Number.NaN;
      }
      return sum / (events.length * (last - first));
    };
    return Array.from({ length: channels }, (_, channel) => ({
      rpe: meanOf(ownRpe, channel),
      value: meanOf(ownValue, channel),
    }));
  }

  function responseIn(index: number, event: number, from: number, to: number): number {
    const start = offsets[index] as number;
    const end = offsets[index + 1] as number;
    const { values, origin } = columns.value.stretch(start, end);
    return meanResponse(
      { values, start: start - origin, end: end - origin },
      design.stepSeconds,
      event - start + toStep(from),
      event - start + toStep(to),
    );
  }

  function response(condition: string, from: number, to: number): number {
    averagesOf(condition);
    const done = completed(condition);
    const perTrial = eachOf(done, (i) => responseIn(done.index(i), done.event(i), from, to));
    return perTrial.length === 0 ? Number.NaN : mean(perTrial);
  }

  function choiceShare(condition: string, stage: string, action: string): number {
    averagesOf(condition);
    const done = completed(condition);
    const taken = eachOf(done, (i) => done.trial(i)).flatMap((trial) =>
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

/** A loop: there may be a hundred thousand trials, and Array.from would take longer than most measures. */
function eachOf<T>({ length }: ConditionTrials, of: (i: number) => T): readonly T[] {
  const all: T[] = [];
  for (let i = 0; i < length; i++) all.push(of(i));
  return all;
}

/** Mean over the steps [from, to); NaN if one of them is. */
function meanOfSteps(read: (step: number) => number, from: number, to: number): number {
  let sum = 0;
  for (let step = from; step < to; step++) sum += read(step);
  return sum / (to - from);
}
