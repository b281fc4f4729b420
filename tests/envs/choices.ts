import chamber from '../../envs/choice-chamber.ts';
import type { TrialArchitecture } from '../../src/contracts/architecture.ts';
import type {
  ActionName,
  ChoiceOption,
  GridDesign,
  Interval,
  Phase,
  Stage,
  StateName,
  TrialType,
} from '../../src/contracts/design.ts';
import type { TrialRule } from '../../src/contracts/learning-rule.ts';
import type { TdTerms } from '../../src/contracts/td-terms.ts';
import type { ActionProbabilities } from '../../src/contracts/policy.ts';
import type { StepChoice, Trial } from '../../src/contracts/trial.ts';
import { randomStream, type RandomStream } from '../../src/core/random.ts';
import tabular from '../../src/architectures/tabular.ts';
import { scheduleTrials } from '../../src/engine/schedule.ts';
import { fixed, setupOf, valuesOf } from '../architectures/trials.ts';

/** `brings(2, 'left', 0.5)`: left, which gives 1 after 2 s with probability .5. */
export const brings = (seconds: number, action: string, probability = 1, magnitude = 1): ChoiceOption => ({
  action,
  rewards: [{ time: fixed(seconds), magnitude, probability }],
});

export const leads = (action: string, ...next: readonly (readonly [string, number])[]): ChoiceOption => ({
  action,
  rewards: [],
  next: next.map(([stage, probability]) => ({ stage, probability })),
});

/** A stage whose state has its name. */
export const stage = (id: string, onsetSeconds: number, ...options: readonly ChoiceOption[]): Stage => ({
  id,
  state: id,
  onsetSeconds,
  options,
});

/**
 * A design with choices: states are those of the stages, actions those of the options, in order of first occurrence.
 */
export function choiceDesign(given: {
  readonly types: Readonly<Record<string, readonly Stage[]>>;
  readonly phases?: readonly Partial<Phase>[];
  readonly states?: readonly StateName[];
  readonly actions?: readonly ActionName[];
  readonly iti?: Interval;
  readonly trialSeconds?: number;
  readonly extra?: Partial<TrialType>;
}): GridDesign {
  const { types, phases = [{}], iti = fixed(1), trialSeconds = 3, extra = {} } = given;
  const stages = Object.values(types).flat();
  const named = (ids: readonly string[]): readonly StateName[] => [...new Set(ids)].map((id) => ({ id, title: id }));
  const mixture = Object.fromEntries(Object.keys(types).map((id) => [id, 1]));
  return {
    cues: [],
    states: given.states ?? named(stages.map(({ state }) => state)),
    actions: given.actions ?? named(stages.flatMap(({ options }) => options.map(({ action }) => action))),
    trialTypes: Object.fromEntries(
      Object.entries(types).map(([id, of]) => [id, { title: id, cues: [], rewards: [], stages: of, ...extra }]),
    ),
    phases: phases.map((phase, i) => ({
      id: `phase-${i + 1}`,
      trials: 200,
      plastic: true,
      mixture,
      order: 'random',
      ...phase,
    })),
    iti,
    trialSeconds,
    stepSeconds: 0.1,
  };
}

/** One trial after running, signals by step from time zero. */
export interface TrialResult {
  readonly trial: Trial;
  readonly choices: readonly StepChoice[];
  readonly rpe: Float64Array;
  readonly value: Float64Array;
  readonly rpeAt: (step: number) => number;
  readonly valueAt: (step: number) => number;
}

export interface ChooserParts {
  readonly rule: readonly [TrialRule, Readonly<Record<string, unknown>>?];
  readonly choose: ActionProbabilities;
  readonly terms?: TdTerms;
  readonly architecture?: TrialArchitecture;
}

/** Draws of a trial, the same as in a session of seed 1. */
export const drawsOf = (trial: Trial): RandomStream => randomStream(1, `agent/${trial.index}`);

/** A subject that acts, and runs trials one at a time. */
export function chooser(
  design: GridDesign,
  {
    rule: [rule, given],
    choose,
    terms = { discount: 0.9, rewardRateLearning: 0 },
    architecture = tabular,
  }: ChooserParts,
) {
  const encoder = architecture.create({} as never, design);
  const learner = rule.create(
    valuesOf(rule, given),
    setupOf({ terms, layout: encoder.layout, size: encoder.size, design, choose }),
  );
  return {
    encoder,
    learner,
    runTrial(trial: Trial): TrialResult {
      const rpe = new Float64Array(trial.steps);
      const value = new Float64Array(trial.steps);
      const choices =
        learner.learnTrial(
          trial,
          encoder.encode(trial),
          { rpe, value, offset: 0 },
          { uniform: () => 0, at: () => drawsOf(trial) },
        ) ?? [];
      return {
        trial,
        choices,
        rpe,
        value,
        rpeAt: (step) => rpe[trial.zeroStep + step] as number,
        valueAt: (step) => value[trial.zeroStep + step] as number,
      };
    },
  };
}

export const scheduleOf = (design: GridDesign, seed = 1): readonly Trial[] => scheduleTrials(design, chamber, seed);

/** A policy that always takes the option of this index. */
export const always =
  (index: number): ActionProbabilities =>
  (scores) =>
    scores.map((_, i) => (i === Math.min(index, scores.length - 1) ? 1 : 0));
