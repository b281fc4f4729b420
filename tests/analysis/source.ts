import chamber from '../../envs/conditioning-chamber.ts';
import type { ConditionAverages, ConditionSource } from '../../src/analysis/conditions.ts';
import { evidence } from '../../src/analysis/evidence.ts';
import { recordTrials } from '../../src/analysis/recorded-trials.ts';
import type { Condition, Evidence } from '../../src/contracts/paradigm.ts';
import type { Recorder } from '../../src/contracts/recording.ts';
import { randomStream } from '../../src/core/random.ts';
import type { Trial } from '../../src/contracts/trial.ts';
import { scheduleTrials } from '../../src/engine/schedule.ts';
import { onGrid as whole } from '../engine/design.ts';

/** Two noisy units, the second of twice the gain, so that mixed-up units or trials would show. */
const recorder: Recorder = {
  units: 2,
  begin() {
    const memory = new Float64Array(1);
    return {
      memory,
      step: (rpe) => memory.fill(rpe),
      read: (unit, random) => (unit + 1) * (memory[0] as number) + random.normal(0, 0.1),
    };
  },
};

const design = {
  ...whole,
  phases: whole.phases.map((phase) => (phase.id === 'drawn' ? { ...phase, trials: 60 } : phase)),
};

export const conditions: Readonly<Record<string, Condition>> = {
  sure: { title: 'sure', types: ['sure'], align: 'cue', window: [-0.5, 1.6] },
  both: { title: 'both', types: ['sure', 'chance'], phase: 'drawn', align: 'reward', window: [-1, 0.5] },
  delivered: { title: 'delivered', types: ['chance'], outcome: 'delivered', align: 'cue', window: [0, 2] },
  omitted: { title: 'omitted', types: ['chance'], outcome: 'omitted', align: 'cue', window: [0, 2] },
  late: { title: 'late', types: ['chance'], rewardSeconds: 1.5, align: 'reward', window: [-0.2, 0.3] },
  first: { title: 'first', types: ['chance'], first: 4, align: 'cue', window: [0, 0.1] },
  last: { title: 'last', types: ['chance'], phase: 'exact', last: 3, align: 'cue', window: [0, 0.1] },
  rewarded: { title: 'any type, rewarded', types: ['bare', 'sure'], align: 'reward', window: [0, 0.2] },
  never: { title: 'never', types: ['bare'], outcome: 'delivered', align: 'cue', window: [0, 1.1] },
};

interface HeldSource extends ConditionSource {
  readonly trials: readonly Trial[];
  readonly offsets: readonly number[];
  readonly signals: { readonly rpe: Float64Array; readonly value: Float64Array };
}

/** A schedule and random signals. */
export function makeSource(seed = 1): HeldSource {
  const trials = scheduleTrials(design, chamber, seed);
  const offsets = [0];
  for (const trial of trials) offsets.push((offsets.at(-1) as number) + trial.steps);
  const random = randomStream(seed, 'signals');
  const column = (): Float64Array => Float64Array.from({ length: offsets.at(-1) as number }, () => random.normal(0, 1));
  const signals = { rpe: column(), value: column(), units: {} };
  return {
    design,
    trials,
    offsets,
    signals,
    recorded: recordTrials({ design, trials, seed, recording: 'spikes', rpe: signals.rpe, offsets }, recorder),
  };
}

export function evidenceOf(source: ConditionSource, averages: ConditionAverages, trialsDone: number): Evidence {
  return evidence({
    parameters: {},
    design,
    averages: averages.averages(trialsDone),
    completed: (condition) => averages.completed(condition, trialsDone),
    offsets: source.offsets,
    signals: { ...source.signals, units: {} },
    channels: 1,
    recorded: source.recorded,
  });
}
