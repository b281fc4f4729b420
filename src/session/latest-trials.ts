import { Accumulator } from '../analysis/accumulator.ts';
import { align, type Aligned } from '../analysis/aligned.ts';
import { marksOf } from '../analysis/marks.ts';
import { baselineSeconds } from '../analysis/recorded-trials.ts';
import type { Averages, Band, Condition } from '../contracts/paradigm.ts';
import { firstCueStep, type Trial } from '../contracts/trial.ts';
import type { TrialSession } from '../engine/trial-session.ts';
import type { World } from '../engine/world.ts';
import type { LatestTrials } from '../protocol/trials.ts';

/** Maximum number of trials averaged per type. */
const maxLatest = 20;
/** Maximum number of curves that can be distinguished. */
const maxTypes = 6;

/**
 * Averages of the latest trials, by type and aligned on the cue, shown until a displayed condition has its first trial.
 * Types without finished trials are left out.
 */
export function latestTrials(
  { design, trials, offsets, signals, done: trialsDone }: TrialSession,
  { conditions, shown, heatMapTypes }: World,
): readonly LatestTrials[] {
  const onCue = shown.map((id) => conditions[id]).find((condition) => condition?.align === 'cue');
  const window = onCue?.window ?? ([-baselineSeconds, design.trialSeconds] as const);
  const types = (heatMapTypes ?? Object.keys(design.trialTypes)).slice(0, maxTypes);
  return types.flatMap((type): readonly LatestTrials[] => {
    const title = design.trialTypes[type]?.title ?? type;
    const condition: Condition = { title, types: [type], align: 'cue', window };
    const aligned = align(condition, design, latestOf(trials, type, trialsDone));
    const band = (signal: Float64Array): Band => bandOf(signal, aligned, offsets);
    const n = aligned.trials.length;
    const averages: Averages = {
      align: 'cue',
      t: aligned.t,
      n,
      marks: marksOf(design, aligned),
      rpe: band(signals.rpe),
      value: band(signals.value),
      rate: { mean: [], sem: [], n: 0 },
    };
    return n === 0 ? [] : [{ type, title, averages }];
  });
}

function latestOf(trials: readonly Trial[], type: string, trialsDone: number): readonly Trial[] {
  const latest: Trial[] = [];
  for (let index = trialsDone - 1; index >= 0 && latest.length < maxLatest; index--) {
    const trial = trials[index];
    if (trial?.type === type) latest.push(trial);
  }
  return latest;
}

function bandOf(signal: Float64Array, { trials, t, from }: Aligned, offsets: readonly number[]): Band {
  const sums = new Accumulator(t.length);
  for (const trial of trials)
    sums.addSlice(signal, (offsets[trial.index] as number) + trial.zeroStep + firstCueStep(trial) + from);
  return sums.band();
}
