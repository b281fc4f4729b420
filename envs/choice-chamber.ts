import type { RandomStream } from '../src/core/random.ts';
import type { ChoiceOption, GridDesign, Phase, Stage } from '../src/contracts/design.ts';
import { defineEnv, type TrialPlace } from '../src/contracts/env.ts';
import type { StepOption, StepOutcome, StepStage, Trial } from '../src/contracts/trial.ts';
import { outcomeText, secondsText } from './chamber/describe.ts';
import {
  contextOf,
  drawRewards,
  indexOf,
  isPlastic,
  outcomesOf,
  realiseCues,
  realiseStimulations,
  TrialClock,
  typeOf,
  type DrawnOutcome,
} from './chamber/realise.ts';

export default defineEnv({
  kind: 'choice',
  id: 'choice-chamber',
  version: 2,
  title: 'Choice chamber',
  summary:
    'The animal sees a state and chooses; the choice gives a reward or leads to another choice. The outcome of each option is drawn before the trial, so a trial depends only on the choices.',
  citation: { text: 'Skinner 1938, The Behavior of Organisms, Appleton-Century' },
  parameters: {},
  realise,
  describe,
});

/**
 * Draws one trial, every option as if it were chosen. Draws are made in a fixed order: interval; then stage by stage
 * and option by option each reward's time and delivery, and the stage that would follow.
 */
function realise(design: GridDesign, phase: Phase, type: string, place: TrialPlace, random: RandomStream): Trial {
  const trialType = typeOf(design, phase, type);
  const declared = trialType.stages ?? [];
  if (declared.length === 0) throw new Error(`trial type ${type} has no choice, but this world requires one`);
  const clock = TrialClock.drawn(design, phase, place, random);
  const drawn = declared.map((stage) => drawStage(stage, declared, design, random));
  const stages = onSteps(drawn, clock);
  const firstReward = Math.min(
    ...drawn.flatMap(({ options }) => options.flatMap(({ rewards }) => rewards.map(({ seconds }) => seconds))),
  );
  return {
    index: place.index,
    phase: phase.id,
    group: phase.group ?? '',
    type,
    plastic: isPlastic(phase, type),
    startSeconds: clock.startSeconds,
    zeroSeconds: clock.zeroSeconds,
    steps:
      clock.zeroStep +
      clock.windowSteps(
        Math.max(
          -1,
          ...stages.flatMap(({ step, options }) => [
            step,
            ...options.flatMap(({ outcomes }) => outcomes.map((outcome) => outcome.step)),
          ]),
        ),
      ),
    zeroStep: clock.zeroStep,
    cues: realiseCues(trialType, design, clock),
    outcomes: [],
    context: contextOf(trialType, design),
    // Interventions apply whatever is chosen.
    interventions: realiseStimulations(trialType, clock, Number.isFinite(firstReward) ? firstReward : 0),
    ...(phase.choiceDopamine === undefined ? {} : { overrides: { choiceDopamine: phase.choiceDopamine } }),
    stages,
    choices: [],
  };
}

/** A stage with the outcomes of all its options, in seconds. */
interface DrawnStage extends Omit<StepStage, 'step' | 'options'> {
  readonly seconds: number;
  readonly options: readonly (Omit<StepOption, 'outcomes'> & { readonly rewards: readonly DrawnOutcome[] })[];
}

function drawStage(stage: Stage, all: readonly Stage[], design: GridDesign, random: RandomStream): DrawnStage {
  return {
    id: stage.id,
    state: indexOf(design.states ?? [], stage.state, 'state'),
    seconds: stage.onsetSeconds,
    options: stage.options.map((option) => drawOption(option, all, design, random)),
  };
}

function drawOption(
  { action, rewards, next = [] }: ChoiceOption,
  all: readonly Stage[],
  design: GridDesign,
  random: RandomStream,
): DrawnStage['options'][number] {
  const drawn = drawRewards(rewards, random);
  // As with rewards, certain transitions take no draw.
  const follows = next.length > 1 ? next[random.weighted(next.map(({ probability }) => probability))] : next[0];
  return {
    action: indexOf(design.actions ?? [], action, 'action'),
    rewards: drawn,
    ...(follows === undefined ? {} : { next: indexOf(all, follows.stage, 'stage') }),
  };
}

/** The steps of the stages and of their outcomes, which come at least one step after their stage. */
const onSteps = (drawn: readonly DrawnStage[], clock: TrialClock): readonly StepStage[] =>
  drawn.map(({ id, state, seconds, options }) => {
    const step = clock.stepAt(seconds);
    const later = (outcome: StepOutcome): StepOutcome => ({ ...outcome, step: Math.max(step + 1, outcome.step) });
    return {
      id,
      state,
      step,
      options: options.map(({ rewards, ...option }) => ({
        ...option,
        outcomes: outcomesOf(rewards, clock).map(later),
      })),
    };
  });

/** The observations, choices and outcomes; before the trial has run, the first observation and its options. */
function describe(design: GridDesign, trial: Trial): string {
  const { stages = [], choices = [], outcomes, forced } = trial;
  const shown = ({ state, step }: StepStage): string =>
    `${design.states?.[state]?.title} at ${secondsText(design, step)}`;
  const titleOf = (option: StepOption | undefined): string => design.actions?.[option?.action ?? -1]?.title ?? '';
  const [first] = stages;
  if (first === undefined) return 'nothing happens';
  const came = outcomes.map((outcome) => outcomeText(design, trial, outcome));
  if (forced?.length === 0) return [`${shown(first)}, nothing chosen`, ...came].join(', ');
  if (choices.length === 0) return `${shown(first)}, ${first.options.map(titleOf).join(' or ')}`;
  const completed = choices.flatMap(({ stage, option }) => {
    const met = stages[stage];
    return met === undefined ? [] : [`${shown(met)}, chose ${titleOf(met.options[option])}`];
  });
  return [...completed, ...came].join(', ');
}
