import type { RandomStream } from '../src/core/random.ts';
import type { ChoiceOption, Design, Phase, Stage } from '../src/contracts/design.ts';
import { defineEnv } from '../src/contracts/env.ts';
import { firstRewardStep, type StepOption, type StepStage, type Trial } from '../src/contracts/trial.ts';
import { outcomeText, secondsText } from './chamber/describe.ts';
import { contextOf, drawZeroStep, isPlastic, realiseCues, realiseRewards, realiseStimulations, stepsOf, typeOf } from './chamber/realise.ts';

export default defineEnv({
  kind: 'choice',
  id: 'choice-chamber',
  version: 1,
  title: 'Choice chamber',
  summary:
    'The animal is shown a state and chooses; its choice brings a reward or leads to a further choice. What each choice would bring is drawn before the trial, so that a trial depends on its choices alone.',
  citation: { text: 'Skinner 1938, The Behavior of Organisms, Appleton-Century' },
  parameters: {},
  realise,
  describe,
});

/**
 * Draws one trial, every option as if it would be chosen. Draws are made in a fixed order: interval; then stage by stage and option by
 * option each reward's time and delivery, and the stage that would follow.
 */
function realise(design: Design, phase: Phase, type: string, index: number, random: RandomStream): Trial {
  const trialType = typeOf(design, phase, type);
  const declared = trialType.stages ?? [];
  if (declared.length === 0) throw new Error(`trial type ${type} has nothing to choose in a world with choices`);
  const zeroStep = drawZeroStep(design, phase, random);
  const windowSteps = stepsOf(design)(design.trialSeconds);
  const stages = declared.map((stage) => realiseStage(stage, declared, design, random));
  return {
    index,
    phase: phase.id,
    group: phase.group ?? '',
    type,
    plastic: isPlastic(phase, type),
    steps: zeroStep + windowSteps,
    zeroStep,
    cues: realiseCues(trialType, design),
    outcomes: [],
    context: contextOf(trialType, design),
    // What is done from outside is done whatever is chosen.
    interventions: realiseStimulations(trialType, design, firstRewardStep({ outcomes: [], stages }) ?? 0),
    ...(phase.choiceDopamine === undefined ? {} : { overrides: { choiceDopamine: phase.choiceDopamine } }),
    stages,
    choices: [],
  };
}

function realiseStage(stage: Stage, all: readonly Stage[], design: Design, random: RandomStream): StepStage {
  return {
    id: stage.id,
    state: indexOf(design.states ?? [], stage.state, 'state'),
    step: stepsOf(design)(stage.onsetSeconds),
    options: stage.options.map((option) => realiseOption(option, all, design, random)),
  };
}

function realiseOption({ action, rewards, next = [] }: ChoiceOption, all: readonly Stage[], design: Design, random: RandomStream): StepOption {
  const outcomes = realiseRewards(rewards, design, random);
  // As with rewards, what is certain costs no draw.
  const follows = next.length > 1 ? next[random.weighted(next.map(({ probability }) => probability))] : next[0];
  return { action: indexOf(design.actions ?? [], action, 'action'), outcomes, ...(follows === undefined ? {} : { next: indexOf(all, follows.stage, 'stage') }) };
}

/** @throws Error for a name that is not there */
function indexOf(list: readonly { readonly id: string }[], name: string, what: string): number {
  const index = list.findIndex(({ id }) => id === name);
  if (index < 0) throw new Error(`there is no ${what} '${name}' in this design`);
  return index;
}

/** What was seen, what was chosen and what came; before the trial is lived through, what is shown first and can be chosen. */
function describe(design: Design, trial: Trial): string {
  const { stages = [], choices = [], outcomes } = trial;
  const shown = ({ state, step }: StepStage): string => `${design.states?.[state]?.title} at ${secondsText(design, step)}`;
  const titleOf = (option: StepOption | undefined): string => design.actions?.[option?.action ?? -1]?.title ?? '';
  const [first] = stages;
  if (first === undefined) return 'nothing happens';
  if (choices.length === 0) return `${shown(first)}, ${first.options.map(titleOf).join(' or ')}`;
  const lived = choices.flatMap(({ stage, option }) => {
    const met = stages[stage];
    return met === undefined ? [] : [`${shown(met)}, chose ${titleOf(met.options[option])}`];
  });
  return [...lived, ...outcomes.map((outcome) => outcomeText(design, trial, outcome))].join(', ');
}
