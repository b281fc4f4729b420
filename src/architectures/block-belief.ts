import { squared } from '../core/power.ts';
import { defineArchitecture, type FeatureTable } from '../contracts/architecture.ts';
import { integer, real } from '../contracts/parameters.ts';
import type { Trial } from '../contracts/trial.ts';
import { beliefGroup } from './belief/belief-units.ts';
import { commonSizes, type Size } from './belief/reward-sizes.ts';
import { withContext } from './tables/context-rows.ts';

const parameters = {
  noise: real({ default: 0.2, min: 0.01, max: 2, symbol: 'σ', help: 'standard deviation with which a reward is felt, as a share of the difference between the largest and the smallest common size' }),
  blockRewards: integer({ default: 5, min: 1, max: 10_000, symbol: 'L', unit: 'rewards', help: 'rewards of a block; after so many the next may be of any kind, and the belief starts anew' }),
  commonShare: real({ default: 0.15, min: 0.01, max: 1, symbol: 'p', help: 'share of the rewards from which on a size is one that blocks have; rarer ones are taken for one of these' }),
};

/**
 * x_{i,k,s}(t) = b(s) if t - onset_i = k, until the reward (Babayan, Uchida & Gershman 2018): a serial compound for each kind of block s,
 * all weighted by how much the animal believes to be in it. Blocks differ in the size μ_s of their rewards. At each delivered reward r
 *   b(s) <- b(s) N(r; μ_s, σ²) / Σ_s' b(s') N(r; μ_s', σ²),   and after the L-th reward of a block   b(s) <- p(s),
 * where p(s) is how common the size is. Within a trial all cues are seen under the belief that it began with.
 */
export default defineArchitecture({
  id: 'block-belief',
  version: 1,
  title: 'Belief over blocks',
  summary:
    'The animal knows that rewards come in runs of a size, and infers from each reward in which kind of run it is. Each moment after a cue has a value for each kind of run, and counts as much as the animal believes in it. A reward of a size in between is taken for one of the common sizes.',
  citation: { text: 'Babayan, Uchida & Gershman 2018, Nature Communications 9:1891', doi: '10.1038/s41467-018-04397-0' },
  parameters,
  timescale: 'step',
  units: [beliefGroup],
  create({ noise, blockRewards, commonShare }, design) {
    const sizes = commonSizes(design, commonShare);
    const units = Math.max(1, Math.round(design.trialSeconds / design.stepSeconds));
    const lines = design.cues.length * units;
    const { contexts = [] } = design;
    const sd = noise * spreadOf(sizes);
    const belief = Float64Array.from(sizes, ({ share }) => share);
    /** The belief under which the trial at hand is seen. */
    const held = Float64Array.from(belief);
    let rewards = 0;

    function feel(reward: number): void {
      rewards = (rewards + 1) % blockRewards;
      if (rewards === 0) belief.set(sizes.map(({ share }) => share));
      else infer(belief, sizes, reward, sd);
    }

    return {
      size: lines * sizes.length + contexts.length,
      layout: 'dense',
      label(feature) {
        const context = contexts[feature - lines * sizes.length];
        if (context !== undefined) return context.title;
        const line = Math.floor(feature / sizes.length);
        const seconds = Number(((line % units) * design.stepSeconds).toFixed(6));
        return `${design.cues[Math.floor(line / units)]?.title} + ${seconds} s, ${sizeLabel(sizes[feature % sizes.length]?.magnitude ?? 0)}`;
      },
      units: [
        {
          group: beliefGroup,
          labels: sizes.map(({ magnitude }) => sizeLabel(magnitude)),
          write(_, into) {
            for (let at = 0; at < into.length; at += held.length) into.set(held, at);
          },
        },
      ],
      encode(trial) {
        held.set(belief);
        const table = build(trial, units, belief);
        for (const { magnitude, delivered } of trial.outcomes) if (delivered) feel(magnitude);
        return trial.context >= 0 && contexts.length > 0 ? withContext(table, trial, lines * sizes.length + trial.context) : table;
      },
      state: () => [...belief, rewards],
      restore(state) {
        belief.set(state.slice(0, belief.length));
        rewards = state[belief.length] as number;
      },
    };
  },
});

const sizeLabel = (magnitude: number): string => `size ${Number(magnitude.toPrecision(6))}`;

/** Of one size only, any σ will do. */
const spreadOf = (sizes: readonly Size[]): number => (sizes.at(-1)?.magnitude ?? 1) - (sizes[0]?.magnitude ?? 0) || 1;

/** Bayes' rule. Likelihoods are relative to the largest, so that no reward is impossible. */
function infer(belief: Float64Array, sizes: readonly Size[], reward: number, sd: number): void {
  const logs = sizes.map(({ magnitude }) => -squared((reward - magnitude) / sd) / 2);
  const largest = Math.max(...logs);
  let total = 0;
  for (let s = 0; s < belief.length; s++) {
    belief[s] = (belief[s] as number) * Math.exp((logs[s] as number) - largest);
    total += belief[s] as number;
  }
  // A belief that has become certain of what cannot be is no belief: it starts anew.
  for (let s = 0; s < belief.length; s++) belief[s] = total > 0 ? (belief[s] as number) / total : (sizes[s] as Size).share;
}

/** The lines of the cues that the trial has, from each onset to the first reward after it. */
function build(trial: Trial, units: number, belief: Float64Array): FeatureTable {
  const rows = trial.steps - trial.zeroStep;
  const on = new Map<number, Set<number>>();
  for (const { cue, onset } of trial.cues) {
    const reward = trial.outcomes.find(({ step, delivered }) => delivered && step > onset)?.step ?? Infinity;
    for (let k = 0; k < Math.min(units, reward - onset, rows - onset); k++) {
      const line = cue * units + k;
      const at = on.get(line) ?? new Set<number>();
      on.set(line, at.add(onset + k));
    }
  }
  const known = [...on.keys()].sort((a, b) => a - b);
  const columns = Int32Array.from(known.flatMap((line) => Array.from(belief, (_, s) => line * belief.length + s)));
  const values = new Float64Array(rows * columns.length);
  known.forEach((line, place) => {
    for (const row of on.get(line) ?? []) values.set(belief, row * columns.length + place * belief.length);
  });
  return { layout: 'dense', firstStep: trial.zeroStep, rows, columns, values };
}
