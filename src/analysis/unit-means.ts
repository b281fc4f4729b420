import type { GridDesign } from '../contracts/design.ts';
import type { Condition } from '../contracts/paradigm.ts';
import type { Trial } from '../contracts/trial.ts';
import type { RecordedUnits, UnitMap } from '../contracts/units.ts';
import { align, eventStep } from './aligned.ts';
import { completedTrials } from './conditions.ts';
import { marksOf } from './marks.ts';

export interface UnitsOfRun {
  readonly design: GridDesign;
  readonly trials: readonly Trial[];
  /** First step of each trial. */
  readonly offsets: readonly number[];
  readonly done: number;
}

/** Mean over a condition's finished trials, at each step of its window, of each drawn unit. */
export function unitMeans(
  run: UnitsOfRun,
  title: string,
  condition: Condition,
  { group, labels, order = labels.map((_, unit) => unit), column }: RecordedUnits,
): UnitMap {
  const { design, offsets, done } = run;
  const aligned = align(condition, design, run.trials);
  const trials = completedTrials(run, aligned, done);
  const [units, steps] = [labels.length, aligned.t.length];
  const sums = new Float64Array(order.length * steps);
  const counts = new Float64Array(steps);
  for (const trial of trials) {
    const first = (offsets[trial.index] as number) + trial.zeroStep + eventStep(condition, trial) + aligned.from;
    for (let i = 0; i < steps; i++) {
      const from = (first + i) * units;
      // A trial may begin before the session's first step, or end after its last.
      if (from < 0 || from >= column.length) continue;
      counts[i] = (counts[i] as number) + 1;
      order.forEach(
        (unit, row) => (sums[row * steps + i] = (sums[row * steps + i] as number) + (column[from + unit] as number)),
      );
    }
  }
  const mean = Float32Array.from(sums, (sum, at) => sum / (counts[at % steps] as number));
  const marks = marksOf(design, design.states === undefined ? aligned : { ...aligned, trials });
  return {
    group,
    labels: order.map((unit) => labels[unit] as string),
    condition: title,
    align: condition.align,
    t: aligned.t,
    n: trials.length,
    marks,
    mean,
  };
}
