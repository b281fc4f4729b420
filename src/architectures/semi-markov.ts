import { defineArchitecture } from '../contracts/architecture.ts';
import { real, timeConstant } from '../contracts/parameters.ts';
import { resolution } from '../contracts/resolution.ts';
import { beliefGroup, beliefUnits } from './belief/belief-units.ts';
import { trainingOf } from './belief/configurations.ts';
import type { Transition } from './belief/hidden-states.ts';
import { nothing, observationsOf, observationWeights } from './belief/observations.ts';
import { semiMarkovProcess, type Moment } from './belief/semi-markov-states.ts';

/**
 * Four features for each interval s, in four blocks: the probability of being in s now; of having entered it with this step; of having left it
 * with this step, β_s; and β_s times the steps spent in it till then. All given what was seen up to now (Daw, Courville & Touretzky 2006).
 */
export default defineArchitecture({
  id: 'semi-markov',
  version: 2,
  title: 'Semi-Markov intervals',
  summary:
    'The task is a few intervals, one between trials and one for each cue, and how long each lasts is known from training. What is inferred is when one has ended: with the reward, or unseen when the reward is left out. For rules that learn when an interval ends.',
  citation: { text: 'Daw, Courville & Touretzky 2006, Neural Computation 18:1637', doi: '10.1162/neco.2006.18.7.1637' },
  parameters: {
    ...resolution(),
    lapse: timeConstant({
      perSecond: 'lost',
      default: 5e-6,
      min: 1e-12,
      max: 0.2,
      symbol: 'ε',
      help: 'Chance of what training never showed: a reward out of season, an interval that ends unseen, a cue that appears or fails to',
    }),
    doubt: real({
      default: 0.01,
      min: 1e-6,
      max: 0.5,
      symbol: 'κ',
      help: 'Least chance that a due reward is omitted, however sure it was in training; less than the odds of a false cue, and an omission is laid to the cue',
    }),
  },
  timescale: 'event',
  units: [beliefGroup],
  create({ lapse, doubt }, design) {
    const { titles, moments, transitions } = semiMarkovProcess(trainingOf(design), lapse, doubt);
    const count = titles.length;
    const size = 4 * count;
    const weighted = observationWeights(transitions, lapse);
    const columns = Int32Array.from({ length: size }, (_, feature) => feature);
    const belief = new Float64Array(moments.length);
    const next = new Float64Array(moments.length);
    belief[0] = 1;
    let table = new Float64Array(0);
    const blocks = ['', ' entered', ' left', ', steps when left'];

    return {
      size,
      layout: 'dense',
      label: (feature) => `${titles[feature % count]}${blocks[Math.floor(feature / count)]}`,
      units: [beliefUnits(() => titles)],
      encode(trial) {
        const length = trial.steps * size;
        if (table.length < length) table = new Float64Array(length);
        table.fill(0, 0, length);
        const seen = observationsOf(trial);
        for (let step = 0; step < trial.steps; step++) {
          const row = table.subarray(step * size, (step + 1) * size);
          filterStep(transitions, moments, weighted(seen.get(step) ?? nothing), belief, next, row, count);
          for (let moment = 0; moment < moments.length; moment++) {
            const { interval } = moments[moment] as Moment;
            row[interval] = (row[interval] as number) + (belief[moment] as number);
          }
        }
        return [{ layout: 'dense', firstStep: 0, rows: trial.steps, columns, values: table }];
      },
      state: () => Array.from(belief),
      restore: (state) => belief.set(state),
    };
  },
});

/** Takes the belief one step on, and notes which intervals were entered and left. */
function filterStep(
  transitions: readonly Transition[],
  moments: readonly Moment[],
  weights: Float64Array,
  belief: Float64Array,
  next: Float64Array,
  row: Float64Array,
  count: number,
): void {
  next.fill(0);
  let total = 0;
  for (let edge = 0; edge < transitions.length; edge++) {
    const { from, to } = transitions[edge] as Transition;
    const joint = (belief[from] as number) * (weights[edge] as number);
    if (joint === 0) continue;
    next[to] = (next[to] as number) + joint;
    total += joint;
    // Each step of the inter-trial interval, moment 0, ends one and begins another.
    if (to === from + 1 && from > 0) continue;
    const left = moments[from] as Moment;
    const entered = (moments[to] as Moment).interval;
    row[count + entered] = (row[count + entered] as number) + joint;
    row[2 * count + left.interval] = (row[2 * count + left.interval] as number) + joint;
    row[3 * count + left.interval] = (row[3 * count + left.interval] as number) + joint * (left.steps + 1);
  }
  for (let feature = count; feature < 4 * count; feature++) row[feature] = (row[feature] as number) / total;
  for (let moment = 0; moment < belief.length; moment++) belief[moment] = (next[moment] as number) / total;
}
