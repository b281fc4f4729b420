import { squared } from '../core/power.ts';
import { defineArchitecture, type FeatureTable } from '../contracts/architecture.ts';
import { integer, real } from '../contracts/parameters.ts';
import { byFactors, evenly, onlyRoom } from '../contracts/searched.ts';
import { resolution } from '../contracts/resolution.ts';
import type { Trial } from '../contracts/trial.ts';
import { beliefGroup } from './belief/belief-units.ts';
import { rewardSizes, type Size } from './belief/reward-sizes.ts';
import { withContext } from './tables/context-rows.ts';

const parameters = {
  ...resolution(),
  noise: real({
    default: 0.2,
    min: 0.01,
    max: 2,
    symbol: 'σ',
    searched: byFactors(0.05, 1),
    help: 'Standard deviation of the perceived reward, as a share of the difference between the largest and the smallest common size',
  }),
  blockRewards: integer({
    default: 5,
    min: 1,
    max: 10_000,
    symbol: 'L',
    unit: 'rewards',
    searched: byFactors(1, 50),
    help: 'Rewards per block; after this number the next block may be of any kind, and the belief is reset',
  }),
  commonShare: real({
    default: 0.15,
    min: 0.01,
    max: 1,
    symbol: 'p',
    searched: evenly(0.02, 0.3),
    help: 'Minimum share of the rewards so far for a size to count as a block size; rarer sizes are assigned to one of the block sizes',
  }),
  kinds: integer({
    default: 4,
    min: 1,
    max: 20,
    unit: 'sizes',
    searched: onlyRoom,
    help: 'Maximum number of kinds of block; further common sizes are assigned to one of them',
  }),
};

/**
 * x_{i,k,s}(t) = b(s) if t - onset_i = k, until the reward (Babayan, Uchida & Gershman 2018): a serial compound for
 * each kind of block s, weighted by the subject's belief that it is in that block. Blocks differ in the size μ_s of
 * their rewards. At each delivered reward r
 *   b(s) <- b(s) N(r; μ_s, σ²) / Σ_s' b(s') N(r; μ_s', σ²),   and after the L-th reward of a block   b(s) <- p(s),
 * where p(s) is the frequency of the size among the rewards so far. If a reward changes which sizes are common, the
 * belief restarts from p(s) and that reward. Before the first reward there is one kind of block. Within a trial all
 * cues use the belief at its start.
 */
export default defineArchitecture({
  id: 'block-belief',
  version: 2,
  title: 'Belief over blocks',
  summary:
    'Rewards come in blocks of one size, and the animal infers from each reward which kind of block it is in; the sizes that have been common so far define the kinds. Each moment after a cue has a value for each kind of block, weighted by the belief in it. A reward of intermediate size is assigned to one of the common sizes.',
  citation: {
    text: 'Babayan, Uchida & Gershman 2018, Nature Communications 9:1891',
    doi: '10.1038/s41467-018-04397-0',
  },
  parameters,
  timescale: 'step',
  units: [beliefGroup],
  needsTrials: 'within a trial all cues are represented with the belief at its start',
  create({ noise, blockRewards, commonShare, kinds }, design) {
    const sizes = rewardSizes(commonShare, kinds);
    const units = Math.max(1, Math.round(design.trialSeconds / design.stepSeconds));
    const lines = design.cues.length * units;
    const { contexts = [] } = design;
    const belief = new Float64Array(kinds);
    belief[0] = 1;
    /** The belief that applies to the current trial. */
    const held = Float64Array.from(belief);
    let rewards = 0;

    function feel(reward: number, learns: boolean): void {
      const before = [...sizes.common().keys()].join();
      if (learns) sizes.count(reward);
      const common = sizes.common();
      if (common.size === 0) return;
      rewards = (rewards + 1) % blockRewards;
      if (rewards === 0 || [...common.keys()].join() !== before) beginWith(belief, common);
      if (rewards !== 0) infer(belief, common, reward, noise * spreadOf(common));
    }

    return {
      size: lines * kinds + contexts.length,
      layout: 'dense',
      label(feature) {
        const context = contexts[feature - lines * kinds];
        if (context !== undefined) return context.title;
        const line = Math.floor(feature / kinds);
        const seconds = Number(((line % units) * design.stepSeconds).toFixed(6));
        return `${design.cues[Math.floor(line / units)]?.title} + ${seconds} s, ${sizes.titleOf(feature % kinds)}`;
      },
      units: [
        {
          group: beliefGroup,
          get labels() {
            return Array.from({ length: kinds }, (_, place) => sizes.titleOf(place));
          },
          get order() {
            return Array.from({ length: Math.max(1, sizes.taken()) }, (_, place) => place);
          },
          write(_, into) {
            for (let at = 0; at < into.length; at += held.length) into.set(held, at);
          },
        },
      ],
      encode(trial) {
        held.set(belief);
        const table = build(trial, units, belief);
        for (const { magnitude, delivered } of trial.outcomes) if (delivered) feel(magnitude, trial.plastic);
        return [
          trial.context >= 0 && contexts.length > 0 ? withContext(table, trial, lines * kinds + trial.context) : table,
        ];
      },
      state: () => [...belief, rewards, ...sizes.state()],
      restore(state) {
        belief.set(state.slice(0, kinds));
        rewards = state[kinds] as number;
        sizes.restore(state, kinds + 1);
      },
    };
  },
});

type Common = ReadonlyMap<number, Size>;

/** Difference between the largest and the smallest; with one size only, any value will do. */
function spreadOf(common: Common): number {
  const magnitudes = [...common.values()].map(({ magnitude }) => magnitude);
  return Math.max(...magnitudes) - Math.min(...magnitudes) || 1;
}

function beginWith(belief: Float64Array, common: Common): void {
  belief.fill(0);
  for (const [place, { share }] of common) belief[place] = share;
}

/** Bayes' rule. Likelihoods are relative to the largest, so that no reward is impossible. */
function infer(belief: Float64Array, common: Common, reward: number, sd: number): void {
  const logs = new Map([...common].map(([place, { magnitude }]) => [place, -squared((reward - magnitude) / sd) / 2]));
  const largest = Math.max(...logs.values());
  let total = 0;
  for (const [place, log] of logs) {
    const joint = (belief[place] as number) * Math.exp(log - largest);
    belief[place] = joint;
    total += joint;
  }
  // If the belief is certain of something impossible, it restarts.
  if (total > 0) for (const [place] of logs) belief[place] = (belief[place] as number) / total;
  else beginWith(belief, common);
}

/** The lines of the trial's cues, from each onset to the first reward after it. */
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
  const kinds = [...belief.keys()].filter((kind) => belief[kind] !== 0);
  const believed = Float64Array.from(kinds, (kind) => belief[kind] as number);
  const columns = Int32Array.from(known.flatMap((line) => kinds.map((kind) => line * belief.length + kind)));
  const values = new Float64Array(rows * columns.length);
  known.forEach((line, place) => {
    for (const row of on.get(line) ?? []) values.set(believed, row * columns.length + place * kinds.length);
  });
  return { layout: 'dense', firstStep: trial.zeroStep, rows, columns, values };
}
