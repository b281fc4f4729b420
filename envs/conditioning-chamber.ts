import type { RandomStream } from '../src/core/random.ts';
import type { Design, Phase, TrialType } from '../src/contracts/design.ts';
import { defineEnv } from '../src/contracts/env.ts';
import type { Trial } from '../src/contracts/trial.ts';
import { outcomeText, secondsText } from './chamber/describe.ts';
import { contextOf, cuesShape, drawZeroStep, isPlastic, outcomesShape, realiseCues, realiseRewards, realiseStimulations, stepsOf, typeOf } from './chamber/realise.ts';

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
  const { events, windowSteps } = eventsOf(design, trialType, random);
  return {
    index,
    phase: phase.id,
    group: phase.group ?? '',
    type,
    plastic: isPlastic(phase, type),
    steps: zeroStep + windowSteps,
    zeroStep,
    ...events,
  };
}

/** What happens from time zero on. */
interface Realised {
  readonly events: Pick<Trial, 'cues' | 'outcomes' | 'context' | 'interventions' | 'shape'>;
  readonly windowSteps: number;
}

/** Trial types in which nothing is drawn: the same in every trial of a design, and most of the work of making one. */
const certain = new WeakMap<Design, Map<TrialType, Realised>>();

function eventsOf(design: Design, trialType: TrialType, random: RandomStream): Realised {
  const known = certain.get(design) ?? new Map<TrialType, Realised>();
  const kept = known.get(trialType);
  if (kept !== undefined) return kept;
  const realised = realiseEvents(design, trialType, random);
  const isCertain = trialType.rewards.every(({ time, probability }) => time.kind === 'fixed' && (probability >= 1 || probability <= 0));
  if (isCertain) certain.set(design, known.set(trialType, realised));
  return realised;
}

function realiseEvents(design: Design, trialType: TrialType, random: RandomStream): Realised {
  const windowSteps = stepsOf(design)(design.trialSeconds);
  const outcomes = realiseRewards(trialType.rewards, design, random);
  const context = contextOf(trialType, design);
  const cues = realiseCues(trialType, design);
  const interventions = realiseStimulations(trialType, design, outcomes[0]?.step ?? 0);
  return { events: { cues, outcomes, context, interventions, shape: `${context}|${cuesShape(cues)}|${outcomesShape(outcomes)}|${windowSteps}` }, windowSteps };
}

function describe(design: Design, trial: Trial): string {
  const cues = trial.cues.map((cue) => `${design.cues[cue.cue]?.title} on from ${secondsText(design, cue.onset)} to ${secondsText(design, cue.onset + cue.steps)}`);
  const outcomes = trial.outcomes.map((outcome) => outcomeText(design, outcome));
  return [...cues, ...outcomes].join(', ') || 'nothing happens';
}
