import type { Encoder } from '../../contracts/architecture.ts';
import type { GridDesign } from '../../contracts/design.ts';
import { beliefUnits } from './belief-units.ts';
import { trainingOf, trainingGroups } from './configurations.ts';
import { hiddenProcess, type Transition } from './hidden-states.ts';
import { nothing, observationsOf, observationWeights } from './observations.ts';

/**
 * x_j(t) = b_j(t), the probability of hidden state j given all observations: b'_j ∝ Σ_i b_i T_ij O_ij(seen) (Daw,
 * Courville & Touretzky 2006; Starkweather et al. 2017), for the task of the first phase of the subject's design.
 */
export function trainedBelief(lapse: number, design: GridDesign): Encoder {
  const tasks = new Map(
    trainingGroups(design).map((group) => {
      const { states, transitions } = hiddenProcess(trainingOf(design, group), lapse);
      return [
        group,
        {
          states,
          transitions,
          weighted: observationWeights(transitions, lapse),
          columns: Int32Array.from(states, (_, state) => state),
        },
      ];
    }),
  );
  const [first] = tasks.values();
  const size = Math.max(...[...tasks.values()].map(({ states }) => states.length));
  let task = first as NonNullable<typeof first>;
  const belief = new Float64Array(size);
  belief[0] = 1;
  let table = new Float64Array(0);

  function labelOf(state: number): string {
    if (state === 0) return 'ITI';
    const isi = task.states[state]?.isi;
    return isi === undefined
      ? `no state of this animal (${state})`
      : `${isi.title} ISI + ${Number((isi.step * design.stepSeconds).toFixed(6))} s`;
  }

  return {
    size,
    layout: 'dense',
    label: labelOf,
    units: [beliefUnits(() => Array.from({ length: size }, (_, state) => labelOf(state)))],
    encode(trial) {
      task = tasks.get(trial.group) ?? task;
      const { transitions, weighted, columns } = task;
      const width = columns.length;
      if (table.length < (trial.steps + 1) * width) table = new Float64Array((trial.steps + 1) * width);
      const seen = observationsOf(trial);
      // The belief at the start of the trial is stored before its first row.
      table.set(belief.subarray(0, width));
      for (let step = 0; step < trial.steps; step++)
        filterStep(transitions, weighted(seen.get(step) ?? nothing), table, step * width, width);
      belief.set(table.subarray(trial.steps * width, (trial.steps + 1) * width));
      return [{ layout: 'dense', firstStep: 0, rows: trial.steps, columns, values: table.subarray(width) }];
    },
    state: () => Array.from(belief),
    restore: (state) => belief.set(state),
  };
}

/** Reads the belief at `offset` and writes the next one after it. */
function filterStep(
  transitions: readonly Transition[],
  weights: Float64Array,
  table: Float64Array,
  offset: number,
  size: number,
): void {
  const next = offset + size;
  table.fill(0, next, next + size);
  let total = 0;
  for (let edge = 0; edge < transitions.length; edge++) {
    const { from, to } = transitions[edge] as Transition;
    const joint = (table[offset + from] as number) * (weights[edge] as number);
    table[next + to] = (table[next + to] as number) + joint;
    total += joint;
  }
  for (let state = next; state < next + size; state++) table[state] = (table[state] as number) / total;
}
