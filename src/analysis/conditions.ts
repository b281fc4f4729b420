import type { Averages, Condition, Mark } from '../contracts/paradigm.ts';
import type { Design } from '../contracts/design.ts';
import type { Trial } from '../contracts/trial.ts';
import { Accumulator } from './accumulator.ts';
import { align, eventStep, type Aligned } from './aligned.ts';
import { marksOf } from './marks.ts';
import type { RecordedTrials } from './recorded-trials.ts';

export interface ConditionSource {
  readonly design: Design;
  readonly trials: readonly Trial[];
  readonly offsets: readonly number[];
  readonly signals: { readonly rpe: Float64Array; readonly value: Float64Array };
  readonly recorded: RecordedTrials;
}

/** Event-aligned averages that grow with the run: each trial is added once. */
export interface ConditionAverages {
  readonly aligned: Readonly<Record<string, Aligned>>;
  /** Averages over the first `trialsDone` trials of the session. */
  averages(trialsDone: number): Readonly<Record<string, Averages>>;
}

export function averageConditions(source: ConditionSource, conditions: Readonly<Record<string, Condition>>): ConditionAverages {
  const aligned = mapValues(conditions, (condition) => align(condition, source.design, source.trials));
  let running = mapValues(aligned, (one) => new Running(source, one));
  let reached = 0;
  return {
    aligned,
    averages(trialsDone) {
      if (trialsDone < reached) running = mapValues(aligned, (one) => new Running(source, one));
      reached = trialsDone;
      return mapValues(running, (one) => one.upTo(trialsDone));
    },
  };
}

class Running {
  private next = 0;
  private readonly rpe: Accumulator;
  private readonly value: Accumulator;
  private readonly rate: Accumulator;
  private readonly source: ConditionSource;
  private readonly aligned: Aligned;
  private readonly marks: readonly Mark[];

  constructor(source: ConditionSource, aligned: Aligned) {
    this.source = source;
    this.aligned = aligned;
    this.marks = marksOf(source.design, aligned);
    this.rpe = new Accumulator(aligned.t.length);
    this.value = new Accumulator(aligned.t.length);
    this.rate = new Accumulator(aligned.t.length);
  }

  upTo(trialsDone: number): Averages {
    const { trials, condition, t } = this.aligned;
    for (; this.next < trials.length; this.next++) {
      const trial = trials[this.next] as Trial;
      if (trial.index >= trialsDone) break;
      this.add(trial);
    }
    const rpe = this.rpe.band();
    return { align: condition.align, t, n: rpe.n, marks: this.marks, rpe, value: this.value.band(), rate: this.rate.band() };
  }

  private add(trial: Trial): void {
    const { signals, offsets, recorded } = this.source;
    const first = eventStep(this.aligned.condition, trial) + this.aligned.from;
    const start = (offsets[trial.index] as number) + trial.zeroStep + first;
    this.rpe.add((i) => signals.rpe[start + i] ?? Number.NaN);
    this.value.add((i) => signals.value[start + i] ?? Number.NaN);
    this.rate.add((i) => recorded.mean(trial, first + i));
  }
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
