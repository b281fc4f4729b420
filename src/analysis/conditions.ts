import type { Averages, Condition, Mark, SignalName } from '../contracts/paradigm.ts';
import type { GridDesign } from '../contracts/design.ts';
import type { Trial, TrialList } from '../contracts/trial.ts';
import { columnOf, type Signal, type SignalColumn } from '../core/signal-column.ts';
import { Accumulator } from './accumulator.ts';
import { align, eventStep, fitsWhenRun, type Aligned } from './aligned.ts';
import { eventOf, listedTrials, scheduledConditions, type ConditionTrials } from './condition-trials.ts';
import { marksOf } from './marks.ts';
import type { RecordedTrials } from './recorded-trials.ts';

export interface ConditionSource {
  readonly design: GridDesign;
  /** With the choices made, if they have been run. */
  readonly trials: TrialList;
  readonly offsets: ArrayLike<number>;
  readonly signals: { readonly rpe: Signal; readonly value: Signal };
  readonly recorded: RecordedTrials;
}

/** Event-aligned averages that grow with the run: each trial is added once. */
export interface ConditionAverages {
  /** Averages over the first `trialsDone` trials of the session, each computed on first access. */
  averages(trialsDone: number): Readonly<Record<string, Averages>>;
  /** A condition's trials among the first `trialsDone`, with the choices made. */
  completed(condition: string, trialsDone: number): ConditionTrials;
}

export function averageConditions(
  source: ConditionSource,
  conditions: Readonly<Record<string, Condition>>,
): ConditionAverages {
  const members =
    source.design.states === undefined ? whereScheduled(source, conditions) : byChoice(source, conditions);
  let running = mapValues(members, (one) => new Running(source, one));
  let reached = 0;
  return {
    averages(trialsDone) {
      if (trialsDone < reached) running = mapValues(members, (one) => new Running(source, one));
      reached = trialsDone;
      return mapValues(running, (one) => one.upTo(trialsDone));
    },
    completed: (condition, trialsDone) => (members[condition] as Members).completed(trialsDone),
  };
}

/** A condition and its trials. */
interface Members extends Omit<Aligned, 'trials'> {
  /** Those that may belong to it, by what is known before the run. */
  readonly possible: { readonly length: number; index(i: number): number };
  /** Step of the condition's event in one of them that has run, counted from the session's start; undefined if it does not belong. */
  event(i: number): number | undefined;
  completed(trialsDone: number): ConditionTrials;
  marks(trialsDone: number): readonly Mark[];
}

function whereScheduled(
  { design, trials, offsets }: ConditionSource,
  conditions: Readonly<Record<string, Condition>>,
): Readonly<Record<string, Members>> {
  return mapValues(
    scheduledConditions(conditions, design, { trials, offsets }),
    ({ condition, from, to, t, trials: own, marks }) => {
      let known: readonly Mark[] | undefined;
      return {
        condition,
        from,
        to,
        t,
        possible: own,
        event: own.event,
        completed: (trialsDone) => firstOf(own, trialsDone),
        // The events are known before the run.
        marks: () => (known ??= marks()),
      };
    },
  );
}

/** Those among the first `trialsDone` of the session. */
function firstOf(trials: ConditionTrials, trialsDone: number): ConditionTrials {
  let { length } = trials;
  while (length > 0 && trials.index(length - 1) >= trialsDone) length -= 1;
  return { ...trials, length };
}

function byChoice(
  source: ConditionSource,
  conditions: Readonly<Record<string, Condition>>,
): Readonly<Record<string, Members>> {
  const { design, offsets } = source;
  const all = Array.from(source.trials);
  return mapValues(conditions, (condition) => {
    const aligned = align(condition, design, all);
    const index = (i: number): number => (aligned.trials[i] as Trial).index;
    const completed = (trialsDone: number): readonly Trial[] => completedTrials(source, aligned, trialsDone);
    return {
      ...aligned,
      possible: { length: aligned.trials.length, index },
      event(i) {
        const trial = source.trials.at(index(i)) as Trial;
        return fitsWhenRun(condition, trial, design) ? eventOf(condition, trial, offsets) : undefined;
      },
      completed: (trialsDone) => listedTrials(condition, completed(trialsDone), offsets),
      // Those that have occurred.
      marks: (trialsDone) => marksOf(design, { ...aligned, trials: completed(trialsDone) }),
    };
  });
}

/** A condition's trials among the first `trialsDone`, with the choices made. */
export function completedTrials(
  { trials, design }: Pick<ConditionSource, 'trials' | 'design'>,
  aligned: Aligned,
  trialsDone: number,
): readonly Trial[] {
  const completed: Trial[] = [];
  for (const { index } of aligned.trials) {
    const trial = trials.at(index) as Trial;
    if (index < trialsDone && fitsWhenRun(aligned.condition, trial, design)) completed.push(trial);
  }
  return completed;
}

class Running {
  private readonly members: Members;
  private readonly rpe: Growing;
  private readonly value: Growing;
  private readonly rate: Growing;

  constructor({ signals, recorded, trials }: ConditionSource, members: Members) {
    const { condition, from } = members;
    this.members = members;
    this.rpe = new Growing(members, sliceOf(columnOf(signals.rpe)));
    this.value = new Growing(members, sliceOf(columnOf(signals.value)));
    this.rate = new Growing(members, (_, index, to) => {
      const trial = trials.at(index) as Trial;
      const first = eventStep(condition, trial) + from;
      to.add((i) => recorded.mean(trial, first + i));
    });
  }

  /** Each signal is averaged when it is first asked for: few calls need all, and recording every unit takes longer than the run itself. */
  upTo(trialsDone: number): Averages {
    const { condition, t, marks } = this.members;
    const known: { -readonly [S in SignalName]?: Averages[S] } = {};
    const band = (signal: SignalName): Averages['rpe'] => (known[signal] ??= this[signal].upTo(trialsDone));
    return {
      align: condition.align,
      t,
      get n() {
        return band('rpe').n;
      },
      marks: marks(trialsDone),
      get rpe() {
        return band('rpe');
      },
      get value() {
        return band('value');
      },
      get rate() {
        return band('rate');
      },
    };
  }
}

/** Adds a trial's signal: the first step of its window, counted from the session's start, and the place of the trial. */
type Take = (first: number, index: number, to: Accumulator) => void;

const sliceOf =
  (column: SignalColumn): Take =>
  (first, _, to) => {
    const { values, origin } = column.stretch(first, first + to.steps);
    to.addSlice(values, first - origin);
  };

/** The average of one signal over a condition's trials. */
class Growing {
  private next = 0;
  private reached = 0;
  private accumulator: Accumulator | undefined;
  private readonly members: Members;
  private readonly take: Take;

  constructor(members: Members, take: Take) {
    this.members = members;
    this.take = take;
  }

  upTo(trialsDone: number): Averages['rpe'] {
    const { possible, t, from } = this.members;
    // An older result may be read after a newer one.
    if (trialsDone < this.reached) {
      this.next = 0;
      this.accumulator = undefined;
    }
    this.reached = trialsDone;
    // Made when it is needed: the recording, a third of them, often is not.
    const accumulator = (this.accumulator ??= new Accumulator(t.length));
    for (; this.next < possible.length; this.next++) {
      const index = possible.index(this.next);
      if (index >= trialsDone) break;
      const event = this.members.event(this.next);
      if (event !== undefined) this.take(event + from, index, accumulator);
    }
    return accumulator.band();
  }
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
