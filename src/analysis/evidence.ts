import { mean } from 'simple-statistics';
import type { Averages, Evidence } from '../contracts/paradigm.ts';
import type { Design } from '../contracts/design.ts';
import type { Trial } from '../contracts/trial.ts';
import { eventStep, type Aligned } from './aligned.ts';
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
  // Half a step of tolerance puts a time on its step whatever the rounding of seconds to steps.
  const half = design.stepSeconds / 2;

  function averagesOf(condition: string): Averages {
    const found = averages[condition];
    if (found === undefined) throw new Error(`a measure names condition '${condition}', which the paradigm does not have`);
    return found;
  }

  function meanOver(condition: string, signal: 'rpe' | 'value' | 'rate', keep: (t: number) => boolean): number {
    const of = averagesOf(condition);
    const inside = of[signal].mean.filter((_, i) => keep(of.t[i] as number));
    return inside.length === 0 ? Number.NaN : mean(inside);
  }

  function units(condition: string, from: number, to: number): readonly number[] {
    const { trials, condition: declared } = aligned[condition] as Aligned;
    const first = Math.round(from / design.stepSeconds);
    const last = Math.round(to / design.stepSeconds);
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
    at: (condition, signal, seconds) => meanOver(condition, signal, (t) => Math.abs(t - seconds) < half),
    mean: (condition, signal, from, to) => meanOver(condition, signal, (t) => t > from - half && t < to - half),
    units,
  };
}
