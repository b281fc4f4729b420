import { mean } from 'simple-statistics';
import type { Averages, Evidence } from '../contracts/paradigm.ts';
import type { Design } from '../contracts/design.ts';
import type { Trial } from '../contracts/trial.ts';
import { eventStep, type Aligned } from './aligned.ts';
import { fitLine } from './summaries.ts';
import type { RecordedTrials } from './recorded-trials.ts';

export interface EvidenceSource<V> {
  readonly parameters: V;
  readonly design: Design;
  readonly averages: Readonly<Record<string, Averages>>;
  readonly aligned: Readonly<Record<string, Aligned>>;
  readonly recorded: RecordedTrials;
  readonly trialsDone: number;
}

/** What signatures measure on. */
export function evidence<V>(source: EvidenceSource<V>): Evidence<V> {
  const { parameters, design, averages, aligned, recorded, trialsDone } = source;
  // Times become steps by the same rounding as in the schedule, so that a measure meets the event that it names.
  const toStep = (seconds: number): number => Math.round(seconds / design.stepSeconds);

  function averagesOf(condition: string): Averages {
    const found = averages[condition];
    if (found === undefined) throw new Error(`a measure names condition '${condition}', which the paradigm does not have`);
    return found;
  }

  function meanOver(condition: string, signal: 'rpe' | 'value' | 'rate', keep: (step: number) => boolean): number {
    const of = averagesOf(condition);
    const inside = of[signal].mean.filter((_, i) => keep(toStep(of.t[i] as number)));
    return inside.length === 0 ? Number.NaN : mean(inside);
  }

  function units(condition: string, from: number, to: number): readonly number[] {
    const { trials, condition: declared } = aligned[condition] as Aligned;
    const first = toStep(from);
    const last = toStep(to);
    const done = trials.filter((trial) => trial.index < trialsDone);
    return Array.from({ length: recorded.units }, (_, unit) => meanReading(done, unit, (trial) => eventStep(declared, trial), first, last));
  }

  function meanReading(trials: readonly Trial[], unit: number, event: (trial: Trial) => number, first: number, last: number): number {
    let sum = 0;
    for (const trial of trials) for (let step = first; step < last; step++) sum += recorded.reading(trial, unit, event(trial) + step);
    return sum / (trials.length * (last - first));
  }

  return {
    parameters,
    design,
    averages,
    at: (condition, signal, seconds) => meanOver(condition, signal, (step) => step === toStep(seconds)),
    mean: (condition, signal, from, to) => meanOver(condition, signal, (step) => step >= toStep(from) && step < toStep(to)),
    units,
    fit: (points) => fitLine(points) ?? { slope: Number.NaN, intercept: Number.NaN, r: Number.NaN },
  };
}
