import type { Condition, Mark } from '../contracts/paradigm.ts';
import type { GridDesign } from '../contracts/design.ts';
import type { Trial, TrialList } from '../contracts/trial.ts';
import { eventStep, fitsAsScheduled, windowOf, type Aligned } from './aligned.ts';
import { marksOf, SharedMarks } from './marks.ts';

/** Some trials of a session, in order, each by its place among them. */
export interface ConditionTrials {
  readonly length: number;
  /** Place in the session. */
  index(i: number): number;
  /** Step of the condition's event, counted from the session's start. */
  event(i: number): number;
  trial(i: number): Trial;
}

/** Trials that are at hand; `offsets` has the first step of every trial of the session. */
export function listedTrials(
  condition: Condition,
  trials: readonly Trial[],
  offsets: ArrayLike<number>,
): ConditionTrials {
  const trial = (i: number): Trial => trials[i] as Trial;
  return {
    length: trials.length,
    index: (i) => trial(i).index,
    event: (i) => eventOf(condition, trial(i), offsets),
    trial,
  };
}

/** Step of a condition's event in a trial, counted from the session's start. */
export const eventOf = (condition: Condition, trial: Trial, offsets: ArrayLike<number>): number =>
  (offsets[trial.index] as number) + trial.zeroStep + eventStep(condition, trial);

/** A condition's window in steps, and its trials where they do not depend on choices. */
interface ScheduledCondition extends Omit<Aligned, 'trials'> {
  readonly trials: ConditionTrials;
  marks(): readonly Mark[];
}

type ScheduledConditions = Readonly<Record<string, ScheduledCondition>>;
type Conditions = Readonly<Record<string, Condition>>;
type Session = { readonly trials: TrialList; readonly offsets: ArrayLike<number> };

// By the trials, which sessions of several agents may have in common.
const ofTrials = new WeakMap<TrialList, { readonly conditions: Conditions; readonly scheduled: ScheduledConditions }>();

/**
 * Finds the trials of conditions in a session without choices. All trials are gone through once: whoever draws them
 * keeps none.
 */
export function scheduledConditions(conditions: Conditions, design: GridDesign, session: Session): ScheduledConditions {
  const known = ofTrials.get(session.trials);
  if (known?.conditions === conditions) return known.scheduled;
  const scheduled = findConditions(conditions, design, session);
  ofTrials.set(session.trials, { conditions, scheduled });
  return scheduled;
}

function findConditions(conditions: Conditions, design: GridDesign, { trials, offsets }: Session): ScheduledConditions {
  const found = Object.values(conditions).map((condition) => new Found(condition, design));
  const byType = placesByType(conditions);
  for (const trial of trials) for (const place of byType.get(trial.type) ?? []) (found[place] as Found).take(trial);
  return Object.fromEntries(Object.keys(conditions).map((id, i) => [id, (found[i] as Found).in(trials, offsets)]));
}

// Many seeds of an experiment have the same conditions.
const places = new WeakMap<Conditions, ReadonlyMap<string, readonly number[]>>();

/** Which of the conditions have trials of a type, by their places. */
function placesByType(conditions: Conditions): ReadonlyMap<string, readonly number[]> {
  const known = places.get(conditions);
  if (known !== undefined) return known;
  const byType = new Map<string, number[]>();
  for (const [place, { types }] of Object.values(conditions).entries())
    for (const type of new Set(types)) {
      const of = byType.get(type);
      if (of === undefined) byType.set(type, [place]);
      else of.push(place);
    }
  places.set(conditions, byType);
  return byType;
}

class Found {
  private readonly condition: Condition;
  private readonly design: GridDesign;
  private readonly marks: SharedMarks;
  private readonly indices = new Numbers();
  /** Of the events, from their trials' first steps. */
  private readonly delays = new Delays();

  constructor(condition: Condition, design: GridDesign) {
    this.condition = condition;
    this.design = design;
    this.marks = new SharedMarks(design, condition);
  }

  take(trial: Trial): void {
    const { condition, indices, delays } = this;
    if (indices.length === condition.first || !fitsAsScheduled(condition, trial, this.design.stepSeconds)) return;
    indices.add(trial.index);
    delays.add(trial.zeroStep + eventStep(condition, trial));
    // Those before the last N are not known to be the last.
    if (condition.last === undefined) this.marks.add(trial);
  }

  in(session: TrialList, offsets: ArrayLike<number>): ScheduledCondition {
    const { condition, design, delays } = this;
    const window = windowOf(condition, design);
    const from = condition.last === undefined ? 0 : Math.max(0, this.indices.length - condition.last);
    const indices = this.indices.all().subarray(from);
    const trial = (i: number): Trial => session.at(indices[i] as number) as Trial;
    return {
      condition,
      ...window,
      trials: {
        length: indices.length,
        index: (i) => indices[i] as number,
        event: (i) => (offsets[indices[i] as number] as number) + delays.at(from + i),
        trial,
      },
      marks: () =>
        condition.last === undefined
          ? this.marks.within(window)
          : marksOf(design, { condition, ...window, trials: Array.from(indices, (_, i) => trial(i)) }),
    };
  }
}

/** Whole numbers, which take no memory as long as they are the same. */
class Delays {
  private length = 0;
  private same = 0;
  private each: Numbers | undefined;

  add(delay: number): void {
    if (this.length === 0) this.same = delay;
    if (this.each === undefined && delay !== this.same) {
      this.each = new Numbers();
      for (let i = 0; i < this.length; i++) this.each.add(this.same);
    }
    this.each?.add(delay);
    this.length += 1;
  }

  at(i: number): number {
    return this.each?.at(i) ?? this.same;
  }
}

/** A list of whole numbers that grows, in 4 bytes each. */
class Numbers {
  length = 0;
  private numbers = new Int32Array(8);

  add(number: number): void {
    if (this.length === this.numbers.length) {
      const more = new Int32Array(2 * this.length);
      more.set(this.numbers);
      this.numbers = more;
    }
    this.numbers[this.length] = number;
    this.length += 1;
  }

  at(i: number): number {
    return this.numbers[i] as number;
  }

  all(): Int32Array {
    return this.numbers.subarray(0, this.length);
  }
}
