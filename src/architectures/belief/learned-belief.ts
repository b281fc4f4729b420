import type { Encoder } from '../../contracts/architecture.ts';
import type { GridDesign } from '../../contracts/design.ts';
import { beliefTables } from './belief-tables.ts';
import { beliefUnits } from './belief-units.ts';
import { experience } from './experience.ts';
import { intervals, type Inference, type Sight } from './intervals.ts';
import type { Knowledge } from './knowledge.ts';
import { nothingSeen, setTitle, sightsOf, stepsSeen } from './sights.ts';

/**
 * A belief from the counts so far. p is the belief that the interval opened by the last cues still has an event to
 * come, h its hazard at this step, and λ, u the rates per step of cues and of rewards that no cue predicts:
 *   at the cues p <- their probability of an observed end;
 *   without an observation p <- p (1-h) / (p (1-h) + (1-p) e^-(λ+u));
 *   a reward belongs to the interval with probability p h_r / (p h_r + (1-p) u), and ends it, p <- 0.
 * Feature 0 is 1 - p; feature 1 + s L + k is p if the set s came on k steps ago, out of L timed steps.
 */
export function learnedBelief(knowledge: Knowledge, design: GridDesign): Encoder {
  const { stepSeconds } = design;
  const counts = experience(knowledge, stepSeconds);
  const { steps: timed } = counts;
  const size = 1 + knowledge.sets * timed;
  let belief = 0;
  /** Remaining weight of later ends: Σ over later steps. */
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

  const tables = beliefTables(timed, size);

  const titleOf = (set: number): string => setTitle(counts.keyOf(set), set, design);

  return {
    size,
    layout: 'dense',
    label: (feature) =>
      feature === 0
        ? 'ITI'
        : `${titleOf(Math.floor((feature - 1) / timed))} ISI + ${Number((((feature - 1) % timed) * stepSeconds).toFixed(6))} s`,
    // The intervals, each with all of its moments.
    units: [
      beliefUnits(
        () => ['ITI', ...Array.from({ length: knowledge.sets }, (_, set) => `${titleOf(set)} ISI`)],
        (feature) => Math.ceil(feature / timed),
        () => [
          0,
          ...Array.from({ length: knowledge.sets }, (_, set) => set).flatMap((set) =>
            counts.keyOf(set) === undefined ? [] : [1 + set],
          ),
        ],
      ),
    ],
    encode(trial) {
      const sights = sightsOf(trial);
      let step = 0;
      tables.begin(trial.steps);

      function look(sight: Sight): void {
        track.see(sight, trial.context, trial.plastic);
        const { open } = track;
        if (open === undefined) tables.rest(1);
        else tables.add(open, belief);
        step += 1;
      }

      function waitUntil(end: number): void {
        while (step < end && track.open !== undefined) look(nothingSeen);
        if (step === end) return;
        track.pass(end - step, trial.plastic);
        tables.rest(end - step);
        step = end;
      }

      for (const at of stepsSeen(sights, trial)) {
        waitUntil(at);
        look(sights.get(at) as Sight);
      }
      waitUntil(trial.steps);
      return tables.end();
    },
    state: () => [belief, ahead, ...track.state(), ...counts.state()],
    restore(state) {
      [belief, ahead] = [state[0] as number, state[1] as number];
      counts.restore(state, track.restore(state, 2));
    },
  };
}
