import type { Encoder } from '../../contracts/architecture.ts';
import type { GridDesign } from '../../contracts/design.ts';
import { beliefUnits } from './belief-units.ts';
import { trainingGroups, trainingOf } from './configurations.ts';
import { intervalFeature, labelOfInterval, type RestEnds } from './interval-features.ts';
import { nothing, observationsOf, observationWeights } from './observations.ts';
import { semiMarkovProcess, type Moment } from './semi-markov-states.ts';

/**
 * Which interval is current, in the task of the first phase of the subject's design, by Bayes' rule over all its
 * moments. For the inter-trial interval, which is memoryless, the mean time spent in it so far is tracked.
 */
export function trainedIntervals(lapse: number, doubt: number, restEnds: RestEnds, design: GridDesign): Encoder {
  const tasks = new Map(
    trainingGroups(design).map((group) => {
      const process = semiMarkovProcess(trainingOf(design, group), lapse, doubt);
      return [group, { ...process, weighted: observationWeights(process.transitions, lapse) }];
    }),
  );
  const [first] = tasks.values();
  let task = first as NonNullable<typeof first>;
  const count = Math.max(...[...tasks.values()].map(({ titles }) => titles.length));
  const size = 4 * count;
  const columns = Int32Array.from({ length: size }, (_, feature) => feature);
  const belief = new Float64Array(Math.max(...[...tasks.values()].map(({ moments }) => moments.length)));
  const next = new Float64Array(belief.length);
  belief[0] = 1;
  /** Steps spent in the inter-trial interval, weighted by the belief in it. */
  let rested = 0;
  let table = new Float64Array(0);

  /** Advances the belief by one step, and notes which intervals were entered and left. */
  function filterStep(weights: Float64Array, row: Float64Array): void {
    const { moments, transitions } = task;
    next.fill(0);
    let total = 0;
    let stayed = 0;
    for (let edge = 0; edge < transitions.length; edge++) {
      const { from, to, reward } = transitions[edge] as (typeof transitions)[number];
      const joint = (belief[from] as number) * (weights[edge] as number);
      if (joint === 0) continue;
      next[to] = (next[to] as number) + joint;
      total += joint;
      const stays = restEnds === 'event' && from === 0 && to === 0 && !reward;
      if (stays) stayed += joint;
      if (stays || (to === from + 1 && from > 0)) continue;
      const { interval, steps } = moments[from] as Moment;
      add(row, intervalFeature.entered, (moments[to] as Moment).interval, joint);
      add(row, intervalFeature.left, interval, joint);
      add(row, intervalFeature.steps, interval, joint * ((from === 0 ? rested : steps) + 1));
    }
    for (let feature = count; feature < size; feature++) row[feature] = (row[feature] as number) / total;
    for (let moment = 0; moment < belief.length; moment++) belief[moment] = (next[moment] as number) / total;
    rested = (next[0] as number) > 0 ? ((rested + 1) * stayed) / (next[0] as number) : 0;
  }

  function add(row: Float64Array, block: number, interval: number, amount: number): void {
    const feature = block * count + interval;
    row[feature] = (row[feature] as number) + amount;
  }

  const titleOf = (interval: number): string => task.titles[interval] ?? `no interval of this animal (${interval})`;

  return {
    size,
    layout: 'dense',
    label: (feature) => labelOfInterval(feature, count, titleOf),
    units: [beliefUnits(() => Array.from({ length: count }, (_, interval) => titleOf(interval)))],
    encode(trial) {
      task = tasks.get(trial.group) ?? task;
      const length = trial.steps * size;
      if (table.length < length) table = new Float64Array(length);
      table.fill(0, 0, length);
      const seen = observationsOf(trial);
      for (let step = 0; step < trial.steps; step++) {
        const row = table.subarray(step * size, (step + 1) * size);
        filterStep(task.weighted(seen.get(step) ?? nothing), row);
        task.moments.forEach(({ interval }, moment) =>
          add(row, intervalFeature.within, interval, belief[moment] as number),
        );
      }
      return [{ layout: 'dense', firstStep: 0, rows: trial.steps, columns, values: table }];
    },
    state: () => [...belief, rested],
    restore(state) {
      belief.set(state.slice(0, belief.length));
      rested = state[belief.length] as number;
    },
  };
}
