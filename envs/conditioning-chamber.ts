import type { RandomStream } from '../src/core/random.ts';
import { drawInterval, type Design, type Phase, type RewardEvent, type Stimulation } from '../src/contracts/design.ts';
import { defineEnv } from '../src/contracts/env.ts';
import type { StepCue, StepIntervention, StepOutcome, Trial } from '../src/contracts/trial.ts';

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
  const trialType = design.trialTypes[type];
  if (trialType === undefined) throw new Error(`phase ${phase.id} names trial type ${type}, which the design does not have`);
  const toSteps = (seconds: number): number => Math.round(seconds / design.stepSeconds);
  const zeroStep = Math.max(1, toSteps(drawInterval(phase.iti ?? design.iti, random)));
  const windowSteps = toSteps(design.trialSeconds);
  const outcomes = trialType.rewards.map((reward) => realiseReward(reward, toSteps, random)).sort((a, b) => a.step - b.step);
  const context = (design.contexts ?? []).findIndex(({ id }) => id === trialType.context);
  const cues = trialType.cues.map(
    (event): StepCue => ({
      cue: design.cues.findIndex(({ id }) => id === event.cue),
      onset: toSteps(event.onsetSeconds),
      steps: toSteps(event.durationSeconds),
    }),
  );
  const shape = `${context}|${cues.map((cue) => `${cue.cue}@${cue.onset}+${cue.steps}`).join()}|${outcomes.map((o) => `${o.step}:${o.magnitude}/${o.scheduled}`).join()}|${windowSteps}`;
  const interventions = (trialType.stimulations ?? []).map((stimulation) => realiseStimulation(stimulation, toSteps, outcomes));
  return {
    index,
    phase: phase.id,
    group: phase.group ?? '',
    type,
    plastic: phase.plastic && phase.probes?.includes(type) !== true,
    steps: zeroStep + windowSteps,
    zeroStep,
    cues,
    outcomes,
    context,
    interventions,
    shape,
  };
}

function realiseReward(reward: RewardEvent, toSteps: (seconds: number) => number, random: RandomStream): StepOutcome {
  const step = toSteps(drawInterval(reward.time, random));
  // A certain outcome costs no draw, so that making one reward uncertain does not shift the others.
  const delivered = reward.probability >= 1 || (reward.probability > 0 && random.bernoulli(reward.probability));
  return { step, magnitude: delivered ? reward.magnitude : 0, scheduled: reward.magnitude, delivered };
}

function realiseStimulation(stimulation: Stimulation, toSteps: (seconds: number) => number, outcomes: readonly StepOutcome[]): StepIntervention {
  const { align, onsetSeconds, durationSeconds, gainPositive, gainNegative, added } = stimulation;
  const event = align === 'reward' ? (outcomes[0]?.step ?? 0) : 0;
  return { from: event + toSteps(onsetSeconds), steps: Math.max(1, toSteps(durationSeconds)), gainPositive, gainNegative, added };
}

function describe(design: Design, trial: Trial): string {
  const size = (magnitude: number): string => String(Number(magnitude.toPrecision(3)));
  const seconds = (steps: number): string => `${Number((steps * design.stepSeconds).toFixed(3))} s`;
  const cues = trial.cues.map((cue) => `${design.cues[cue.cue]?.title} on from ${seconds(cue.onset)} to ${seconds(cue.onset + cue.steps)}`);
  const outcomes = trial.outcomes.map((o) => (o.delivered ? `reward ${size(o.magnitude)} at ${seconds(o.step)}` : `no reward at ${seconds(o.step)}`));
  return [...cues, ...outcomes].join(', ') || 'nothing happens';
}
