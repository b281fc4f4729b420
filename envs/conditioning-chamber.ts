import type { RandomStream } from '../src/core/random.ts';
import type { Design, Phase, TrialType } from '../src/contracts/design.ts';
import { defineEnv } from '../src/contracts/env.ts';
import type { Trial } from '../src/contracts/trial.ts';
import { outcomeText, secondsText } from './chamber/describe.ts';
import { contextOf, drawZeroStep, isPlastic, realiseCues, realiseRewards, realiseStimulations, stepsOf, typeOf } from './chamber/realise.ts';

export default defineEnv({
  kind: 'pavlovian',
  id: 'conditioning-chamber',
  version: 1,
  title: 'Conditioning chamber',
  summary: 'Cues and rewards come at their times whatever the animal does: the world of Pavlovian conditioning, one trial after another with an interval between.',
  citation: { text: 'Pavlov 1927, Conditioned Reflexes, Oxford University Press' },
  parameters: {},
  realise,
  describe,
});

/** Draws times and deliveries of one trial. Draws are made in a fixed order: interval, then each reward's time and delivery. */
function realise(design: Design, phase: Phase, type: string, index: number, random: RandomStream): Trial {
  const trialType = typeOf(design, phase, type);
  const zeroStep = drawZeroStep(design, phase, random);
  const { cues, context, windowSteps, certain } = constantsOf(design, trialType, random);
  const { outcomes, interventions } = certain ?? realiseOutcomes(design, trialType, random);
  return {
    index,
    phase: phase.id,
    group: phase.group ?? '',
    type,
    plastic: isPlastic(phase, type),
    steps: zeroStep + windowSteps,
    zeroStep,
    cues,
    outcomes,
    context,
    interventions,
  };
}

type Outcomes = Pick<Trial, 'outcomes' | 'interventions'>;

/** What is the same in every trial of a type. */
interface Constants extends Pick<Trial, 'cues' | 'context'> {
  readonly windowSteps: number;
  /** Where nothing is drawn. */
  readonly certain?: Outcomes;
}

/** Made once for each type of a design, which is most of the work; frozen, as all trials share it. */
const constants = new WeakMap<Design, Map<TrialType, Constants>>();

function constantsOf(design: Design, trialType: TrialType, random: RandomStream): Constants {
  const known = constants.get(design) ?? new Map<TrialType, Constants>();
  const kept = known.get(trialType);
  if (kept !== undefined) return kept;
  const isCertain = trialType.rewards.every(({ time, probability }) => time.kind === 'fixed' && (probability >= 1 || probability <= 0));
  const certain = isCertain ? realiseOutcomes(design, trialType, random) : undefined;
  const made: Constants = {
    cues: frozenList(realiseCues(trialType, design)),
    context: contextOf(trialType, design),
    windowSteps: stepsOf(design)(design.trialSeconds),
    ...(certain === undefined ? {} : { certain: { outcomes: frozenList(certain.outcomes), interventions: frozenList(certain.interventions) } }),
  };
  constants.set(design, known.set(trialType, made));
  return made;
}

const frozenList = <Item extends object>(list: readonly Item[]): readonly Item[] => Object.freeze(list.map((item) => Object.freeze(item)));

function realiseOutcomes(design: Design, trialType: TrialType, random: RandomStream): Outcomes {
  const outcomes = realiseRewards(trialType.rewards, design, random);
  return { outcomes, interventions: realiseStimulations(trialType, design, outcomes[0]?.step ?? 0) };
}

function describe(design: Design, trial: Trial): string {
  const cues = trial.cues.map((cue) => `${design.cues[cue.cue]?.title} on from ${secondsText(design, cue.onset)} to ${secondsText(design, cue.onset + cue.steps)}`);
  const outcomes = trial.outcomes.map((outcome) => outcomeText(design, trial, outcome));
  return [...cues, ...outcomes].join(', ') || 'nothing happens';
}
