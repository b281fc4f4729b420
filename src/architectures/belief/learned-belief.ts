import type { Encoder } from '../../contracts/architecture.ts';
import type { GridDesign } from '../../contracts/design.ts';
import { beliefUnits } from './belief-units.ts';
import { experience } from './experience.ts';
import { intervals, type Inference } from './intervals.ts';
import type { Knowledge } from './knowledge.ts';
import { nothingSeen, setTitle, sightsOf } from './sights.ts';

/**
 * A belief by what has been counted so far. With p the belief that something is still to come of the interval that the last cues opened, h its
 * hazard at this step and λ, u the rates per step of cues and of rewards that none foretells:
 *   at the cues p <- their chance of an end;   where nothing is seen p <- p (1-h) / (p (1-h) + (1-p) e^-(λ+u));
 *   a reward is the interval's as far as p h_r / (p h_r + (1-p) u), and ends it, p <- 0.
 * Feature 0 is 1 - p, feature 1 + s L + k is p where the set s came on k steps ago, of L that are timed.
 */
export function learnedBelief(knowledge: Knowledge, design: GridDesign): Encoder {
  const { stepSeconds } = design;
  const counts = experience(knowledge, stepSeconds);
  const { steps: timed } = counts;
  const size = 1 + knowledge.sets * timed;
  let belief = 0;
  /** Weight of the ends that have not passed by: Σ over later steps. */
  let ahead = 0;

  const nothingAwaited = (): void => {
    belief = 0;
    ahead = 0;
  };

  const inference: Inference = {
    wait(open) {
      if (open === undefined) return;
      const due = counts.weightAt(open.set, open.elapsed);
      const waits = belief * Math.max(0, 1 - due / ahead);
      belief = waits / (waits + (1 - belief) * Math.exp(-(counts.cueRate() + counts.rewardRate())));
      ahead -= due;
    },
    giveUp: nothingAwaited,
    reward(open) {
      const own = open === undefined ? 0 : (belief * counts.rewardWeightAt(open.set, open.elapsed)) / ahead;
      const share = own / (own + (1 - belief) * counts.rewardRate());
      nothingAwaited();
      return share;
    },
    open(set) {
      if (set < 0) return nothingAwaited();
      belief = counts.chanceOfEnd(set);
      ahead = counts.weightOfEnds(set);
    },
  };
  const track = intervals(counts, knowledge, stepSeconds, inference);

  /** Which moment of an interval each step of a trial is, and the belief in it. */
  let moments = new Int32Array(0);
  let beliefs = new Float64Array(0);
  const column = new Int32Array(size);
  let table = new Float64Array(0);

  const titleOf = (set: number): string => setTitle(counts.keyOf(set), set, design);

  return {
    size,
    layout: 'dense',
    label: (feature) => (feature === 0 ? 'ITI' : `${titleOf(Math.floor((feature - 1) / timed))} ISI + ${Number((((feature - 1) % timed) * stepSeconds).toFixed(6))} s`),
    // The intervals, each with all of its moments.
    units: [
      beliefUnits(
        () => ['ITI', ...Array.from({ length: knowledge.sets }, (_, set) => `${titleOf(set)} ISI`)],
        (feature) => Math.ceil(feature / timed),
        () => [0, ...Array.from({ length: knowledge.sets }, (_, set) => set).flatMap((set) => (counts.keyOf(set) === undefined ? [] : [1 + set]))],
      ),
    ],
    encode(trial) {
      const { steps } = trial;
      if (moments.length < steps) [moments, beliefs] = [new Int32Array(steps), new Float64Array(steps)];
      const sights = sightsOf(trial);
      for (let step = 0; step < steps; step++) {
        track.see(sights.get(step) ?? nothingSeen, trial.context, trial.plastic);
        const { open } = track;
        moments[step] = open === undefined ? 0 : 1 + open.set * timed + open.elapsed;
        beliefs[step] = open === undefined ? 0 : belief;
      }
      const columns = Int32Array.from(new Set([0, ...moments.subarray(0, steps)])).sort();
      columns.forEach((feature, i) => (column[feature] = i));
      const width = columns.length;
      if (table.length < steps * width) table = new Float64Array(steps * width);
      table.fill(0, 0, steps * width);
      for (let step = 0; step < steps; step++) {
        table[step * width] = 1 - (beliefs[step] as number);
        if (moments[step] !== 0) table[step * width + (column[moments[step] as number] as number)] = beliefs[step] as number;
      }
      return [{ layout: 'dense', firstStep: 0, rows: steps, columns, values: table }];
    },
    state: () => [belief, ahead, ...track.state(), ...counts.state()],
    restore(state) {
      [belief, ahead] = [state[0] as number, state[1] as number];
      counts.restore(state, track.restore(state, 2));
    },
  };
}
