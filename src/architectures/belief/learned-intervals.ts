import type { Encoder } from '../../contracts/architecture.ts';
import type { GridDesign } from '../../contracts/design.ts';
import { beliefUnits } from './belief-units.ts';
import { experience } from './experience.ts';
import { intervalFeature, labelOfInterval, type RestEnds } from './interval-features.ts';
import { intervals, type Inference, type Interval } from './intervals.ts';
import type { Knowledge } from './knowledge.ts';
import { nothingSeen, setTitle, sightsOf } from './sights.ts';

/**
 * Which interval is current, from the counts so far. Cues open the interval of their set, p <- 1. Its duration follows
 * the observed ends so far, with hazard h at this step; the end is observed with probability q, otherwise unobserved. λ
 * and u are the rates per step of cues and of rewards that no cue predicts:
 *   without an observation it continues with p (1-h), has ended with p h (1-q), the inter-trial interval continues with
 *   (1-p) e^-(λ+u);
 *   a reward ended it with p h_r q, or the inter-trial interval with (1-p) u;
 *   cues of its set ended it with p (h_c q + ε), other cues with p ε, or the inter-trial interval with (1-p) λ;
 * each divided by their sum. Without an observation it is left by the amount that p has fallen: an end is learned when
 * it is believed, which may be later than when it occurred. For the inter-trial interval the mean time spent in it so
 * far is tracked.
 * @param lapse ε, per step @param doubt minimum of 1-q
 */
export function learnedIntervals(
  knowledge: Knowledge,
  lapse: number,
  doubt: number,
  restEnds: RestEnds,
  design: GridDesign,
): Encoder {
  const counts = experience(knowledge, design.stepSeconds);
  const count = 1 + knowledge.sets;
  const size = 4 * count;
  /**
   * Belief that the last opened interval continues; remaining weight of its later ends; steps spent in the ITI,
   * weighted by the belief in it.
   */
  let [belief, ahead, rested] = [0, 0, 0];
  let table = new Float64Array(0);
  /** Number of intervals in the table, and the offset of the current step's row. */
  let met = 1;
  let row = 0;

  function note(block: number, interval: number, amount: number): void {
    table[row + block * met + interval] = amount;
  }

  const noted = (block: number, interval: number): number => table[row + block * met + interval] as number;

  /** The four features of each interval met so far. */
  let columns = new Int32Array(0);

  /** Sets up the table for a trial: an interval can be met at each of its observations. */
  function layOut(steps: number, sights: number): void {
    met = Math.min(count, 1 + counts.sets() + sights);
    const width = 4 * met;
    if (columns.length !== width)
      columns = Int32Array.from({ length: width }, (_, column) => Math.floor(column / met) * count + (column % met));
    if (table.length < steps * width) table = new Float64Array(steps * width);
    table.fill(0, 0, steps * width);
  }

  /** Intervals that ended at this step: the one that cues opened, and the inter-trial interval. */
  function leave(open: Interval | undefined, own: number, between: number): void {
    if (open !== undefined) {
      note(intervalFeature.left, 1 + open.set, own);
      note(intervalFeature.steps, 1 + open.set, own * open.elapsed);
    }
    note(intervalFeature.left, 0, between);
    note(intervalFeature.steps, 0, between * (rested + 1));
  }

  /** @param goesOn the belief that it continues @param passed steps since the last update */
  function leaveUnseen(open: Interval, goesOn: number, passed: number): void {
    const fallen = Math.max(0, belief - goesOn);
    const entered = noted(intervalFeature.entered, 0);
    leave(open, entered + fallen, 0);
    note(intervalFeature.entered, 0, entered + fallen);
    if (goesOn === 1) rested = 0;
    else restOn(Math.min(1 - belief, 1 - goesOn), goesOn, passed);
    belief = goesOn;
  }

  /** The inter-trial interval continues, or each of its steps ends it and starts a new one. */
  function restOn(share: number, goesOn = 0, passed = 1): void {
    if (restEnds === 'event') rested = ((rested + passed) * share) / (1 - goesOn);
    else if (passed > 0) {
      note(intervalFeature.left, 0, share);
      note(intervalFeature.steps, 0, share);
      note(intervalFeature.entered, 0, noted(intervalFeature.entered, 0) + share);
    }
  }

  /** q */
  const chanceOfEnd = (set: number): number => Math.min(1 - doubt, counts.chanceOfEnd(set));

  function rest(): void {
    belief = 0;
    rested = 0;
  }

  const inference: Inference = {
    wait(open) {
      if (open === undefined) {
        restOn(1);
        return;
      }
      const due = counts.weightAt(open.set, open.elapsed);
      const hazard = Math.min(1, due / ahead);
      const goesOn = belief * (1 - hazard);
      const ended = belief * hazard * (1 - chanceOfEnd(open.set));
      const between = (1 - belief) * Math.exp(-(counts.cueRate() + counts.rewardRate()));
      leaveUnseen(open, goesOn / (goesOn + ended + between), 1);
      ahead -= due;
    },
    giveUp: (open) => leaveUnseen(open, 0, 0),
    reward(open) {
      const own =
        open === undefined
          ? 0
          : (belief * counts.rewardWeightAt(open.set, open.elapsed) * chanceOfEnd(open.set)) / ahead;
      const share = own / (own + (1 - belief) * counts.rewardRate());
      leave(open, share, 1 - share);
      note(intervalFeature.entered, 0, 1);
      rest();
      return share;
    },
    open(set, before, follows) {
      // A reward at the same step has ended the previous interval.
      const rewarded = noted(intervalFeature.entered, 0) === 1;
      if (!rewarded) {
        const chance =
          before !== undefined && follows
            ? ((counts.weightAt(before.set, before.elapsed) - counts.rewardWeightAt(before.set, before.elapsed)) *
                chanceOfEnd(before.set)) /
              ahead
            : 0;
        const own = belief * (chance + lapse);
        leave(
          before,
          own / (own + (1 - belief) * counts.cueRate()),
          ((1 - belief) * counts.cueRate()) / (own + (1 - belief) * counts.cueRate()),
        );
      }
      // Cues without room in the table open no interval.
      note(intervalFeature.entered, 0, set < 0 ? 1 : 0);
      if (set >= 0) note(intervalFeature.entered, 1 + set, 1);
      rest();
      belief = set < 0 ? 0 : 1;
      ahead = set < 0 ? 0 : counts.weightOfEnds(set);
    },
  };
  const track = intervals(counts, knowledge, design.stepSeconds, inference);
  const titleOf = (interval: number): string =>
    interval === 0 ? 'ITI' : `${setTitle(counts.keyOf(interval - 1), interval - 1, design)} ISI`;

  return {
    size,
    layout: 'dense',
    label: (feature) => labelOfInterval(feature, count, titleOf),
    units: [
      beliefUnits(
        () => Array.from({ length: count }, (_, interval) => titleOf(interval)),
        undefined,
        () =>
          Array.from({ length: count }, (_, interval) => interval).filter(
            (interval) => interval === 0 || counts.keyOf(interval - 1) !== undefined,
          ),
      ),
    ],
    encode(trial) {
      const sights = sightsOf(trial);
      layOut(trial.steps, sights.size);
      for (let step = 0; step < trial.steps; step++) {
        row = step * 4 * met;
        track.see(sights.get(step) ?? nothingSeen, trial.context, trial.plastic);
        note(intervalFeature.within, 0, 1 - belief);
        if (track.open !== undefined) note(intervalFeature.within, 1 + track.open.set, belief);
      }
      return [{ layout: 'dense', firstStep: 0, rows: trial.steps, columns, values: table }];
    },
    state: () => [belief, ahead, rested, ...track.state(), ...counts.state()],
    restore(state) {
      [belief, ahead, rested] = state as [number, number, number];
      counts.restore(state, track.restore(state, 3));
    },
  };
}
