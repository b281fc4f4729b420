import { defineArchitecture } from '../contracts/architecture.ts';
import { real } from '../contracts/parameters.ts';
import { beliefGroup, beliefUnits } from './belief/belief-units.ts';
import { trainingOf } from './belief/configurations.ts';
import { hiddenProcess, type Transition } from './belief/hidden-states.ts';
import { nothing, observationsOf, observationWeights } from './belief/observations.ts';

/**
 * x_j(t) = b_j(t), the probability of hidden state j given all that was seen: b'_j ∝ Σ_i b_i T_ij O_ij(seen)
 * (Daw, Courville & Touretzky 2006; Starkweather et al. 2017). The first row of a trial is the last one of the trial before.
 */
export default defineArchitecture({
  id: 'belief-state',
  version: 1,
  title: 'Belief state',
  summary:
    'The animal infers where in the task it is: how far into which interval between cue and reward, or between trials. It knows the timing and the odds of the first phase of the experiment, in which it was trained; a cue never trained, or never rewarded there, tells it nothing.',
  citation: { text: 'Starkweather, Babayan, Uchida & Gershman 2017, Nature Neuroscience 20:581', doi: '10.1038/nn.4520' },
  parameters: {
    lapse: real({
      default: 1e-6,
      min: 1e-12,
      max: 0.05,
      symbol: 'ε',
      unit: 'per step',
      help: 'Chance of what training never showed: a reward out of season, an interval that ends unseen, a cue that appears or fails to',
    }),
  },
  timescale: 'step',
  units: [beliefGroup],
  create({ lapse }, design) {
    const { states, transitions } = hiddenProcess(trainingOf(design), lapse);
    const size = states.length;
    const weighted = observationWeights(transitions, lapse);
    const columns = Int32Array.from(states, (_, state) => state);
    const belief = new Float64Array(size);
    belief[0] = 1;
    let table = new Float64Array(0);

    const labels = states.map(({ isi }) => (isi === undefined ? 'ITI' : `${isi.title} ISI + ${Number((isi.step * design.stepSeconds).toFixed(6))} s`));

    return {
      size,
      layout: 'dense',
      label: (feature) => labels[feature] ?? '',
      units: [beliefUnits(labels)],
      encode(trial) {
        if (table.length < trial.steps * size) table = new Float64Array(trial.steps * size);
        const seen = observationsOf(trial);
        table.set(belief);
        for (let step = 1; step < trial.steps; step++) {
          filterStep(transitions, weighted(seen.get(step) ?? nothing), table, (step - 1) * size, size);
        }
        belief.set(table.subarray((trial.steps - 1) * size, trial.steps * size));
        return { layout: 'dense', firstStep: 0, rows: trial.steps, columns, values: table };
      },
      state: () => Array.from(belief),
      restore: (state) => belief.set(state),
    };
  },
});

/** Reads the belief at `offset` and writes the next one behind it. */
function filterStep(transitions: readonly Transition[], weights: Float64Array, table: Float64Array, offset: number, size: number): void {
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
