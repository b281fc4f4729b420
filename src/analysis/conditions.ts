import type { Averages, Condition, Mark } from '../contracts/paradigm.ts';
import type { GridDesign } from '../contracts/design.ts';
import type { Trial } from '../contracts/trial.ts';
import { Accumulator } from './accumulator.ts';
import { align, eventStep, fitsWhenRun, type Aligned } from './aligned.ts';
import { marksOf } from './marks.ts';
import type { RecordedTrials } from './recorded-trials.ts';

export interface ConditionSource {
  readonly design: GridDesign;
  /** With the choices made, if they have been run. */
  readonly trials: readonly Trial[];
  readonly offsets: readonly number[];
  readonly signals: { readonly rpe: Float64Array; readonly value: Float64Array };
  readonly recorded: RecordedTrials;
}

/** Event-aligned averages that grow with the run: each trial is added once. */
export interface ConditionAverages {
  readonly aligned: Readonly<Record<string, Aligned>>;
  /** Averages over the first `trialsDone` trials of the session. The recording is computed on first access. */
  averages(trialsDone: number): Readonly<Record<string, Averages>>;
  /** A condition's trials among the first `trialsDone`, with the choices made. */
  completed(condition: string, trialsDone: number): readonly Trial[];
}

export function averageConditions(
  source: ConditionSource,
  conditions: Readonly<Record<string, Condition>>,
): ConditionAverages {
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
    completed: (condition, trialsDone) => completedTrials(source, aligned[condition] as Aligned, trialsDone),
  };
}

/** A condition's trials among the first `trialsDone`, with the choices made. */
export function completedTrials(
  { trials, design }: Pick<ConditionSource, 'trials' | 'design'>,
  aligned: Aligned,
  trialsDone: number,
): readonly Trial[] {
  const completed: Trial[] = [];
  for (const { index } of aligned.trials) {
    const trial = trials[index] as Trial;
    if (index < trialsDone && fitsWhenRun(aligned.condition, trial, design)) completed.push(trial);
  }
  return completed;
}

class Running {
  private readonly source: ConditionSource;
  private readonly aligned: Aligned;
  private readonly rpe: Growing;
  private readonly value: Growing;
  private readonly rate: Growing;
  private marks: readonly Mark[] | undefined;

  constructor(source: ConditionSource, aligned: Aligned) {
    const { signals, offsets, recorded } = source;
    this.source = source;
    this.aligned = aligned;
    const slice = (signal: Float64Array) => (trial: Trial, first: number, to: Accumulator) =>
      to.addSlice(signal, (offsets[trial.index] as number) + trial.zeroStep + first);
    this.rpe = new Growing(source, aligned, slice(signals.rpe));
    this.value = new Growing(source, aligned, slice(signals.value));
    this.rate = new Growing(source, aligned, (trial, first, to) => to.add((i) => recorded.mean(trial, first + i)));
  }

  upTo(trialsDone: number): Averages {
    const { condition, t } = this.aligned;
    const rpe = this.rpe.upTo(trialsDone);
    const value = this.value.upTo(trialsDone);
    const { rate } = this;
    let recorded: Averages['rate'] | undefined;
    return {
      align: condition.align,
      t,
      n: rpe.n,
      marks: this.marksUpTo(trialsDone),
      rpe,
      value,
      // Recording every unit takes longer than the run itself, and not every call needs it.
      get rate() {
        recorded ??= rate.upTo(trialsDone);
        return recorded;
      },
    };
  }

  /** Without choices, the events are known before the run; otherwise they are those that have occurred. */
  private marksUpTo(trialsDone: number): readonly Mark[] {
    const { source, aligned } = this;
    if (source.design.states !== undefined)
      return marksOf(source.design, { ...aligned, trials: completedTrials(source, aligned, trialsDone) });
    this.marks ??= marksOf(source.design, aligned);
    return this.marks;
  }
}

/** Adds a trial's signal, from a step counted from time zero on. */
type Take = (trial: Trial, first: number, to: Accumulator) => void;

/** The average of one signal over a condition's trials. */
class Growing {
  private next = 0;
  private reached = 0;
  private accumulator: Accumulator;
  private readonly source: ConditionSource;
  private readonly aligned: Aligned;
  private readonly take: Take;

  constructor(source: ConditionSource, aligned: Aligned, take: Take) {
    this.source = source;
    this.aligned = aligned;
    this.take = take;
    this.accumulator = new Accumulator(aligned.t.length);
  }

  upTo(trialsDone: number): Averages['rpe'] {
    const { trials, t } = this.aligned;
    // An older result may be read after a newer one.
    if (trialsDone < this.reached) {
      this.next = 0;
      this.accumulator = new Accumulator(t.length);
    }
    this.reached = trialsDone;
    for (; this.next < trials.length; this.next++) {
      const { index } = trials[this.next] as Trial;
      if (index >= trialsDone) break;
      this.add(this.source.trials[index] as Trial);
    }
    return this.accumulator.band();
  }

  private add(trial: Trial): void {
    const { condition, from } = this.aligned;
    if (!fitsWhenRun(condition, trial, this.source.design)) return;
    this.take(trial, eventStep(condition, trial) + from, this.accumulator);
  }
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
