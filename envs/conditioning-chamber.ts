import type { RandomStream } from '../src/core/random.ts';
import type { GridDesign, Phase, TrialType } from '../src/contracts/design.ts';
import { defineEnv, type TrialPlace } from '../src/contracts/env.ts';
import type { Trial } from '../src/contracts/trial.ts';
import { outcomeText, secondsText } from './chamber/describe.ts';
import {
  contextOf,
  drawRewards,
  isPlastic,
  outcomesOf,
  realiseCues,
  realiseStimulations,
  TrialClock,
  typeOf,
} from './chamber/realise.ts';

export default defineEnv({
  kind: 'pavlovian',
  id: 'conditioning-chamber',
  version: 2,
  title: 'Conditioning chamber',
  summary:
    'Cues and rewards come at set times, whatever the animal does: Pavlovian conditioning, trial after trial with an interval between them.',
  citation: { text: 'Pavlov 1927, Conditioned Reflexes, Oxford University Press' },
  parameters: {},
  realise,
  describe,
});

/** Draws times and deliveries of one trial. Draws are made in a fixed order: interval, then each reward's time and delivery. */
function realise(design: GridDesign, phase: Phase, type: string, place: TrialPlace, random: RandomStream): Trial {
  const trialType = typeOf(design, phase, type);
  const clock = TrialClock.drawn(design, phase, place, random);
  const constant = constantsOf(design, trialType, clock, random);
  const cues = constant.cues ?? realiseCues(trialType, design, clock);
  const { outcomes, interventions } = constant.certain ?? realiseOutcomes(trialType, clock, random);
  return {
    index: place.index,
    phase: phase.id,
    group: phase.group ?? '',
    type,
    plastic: isPlastic(phase, type),
    startSeconds: clock.startSeconds,
    zeroSeconds: clock.zeroSeconds,
    steps: clock.zeroStep + clock.windowSteps(lastOf(cues, outcomes)),
    zeroStep: clock.zeroStep,
    cues,
    outcomes,
    context: constant.context,
    interventions,
  };
}

/** The last step, from time zero, in which something starts; -1 if nothing does. */
function lastOf(cues: Trial['cues'], outcomes: Trial['outcomes']): number {
  let last = -1;
  for (const { onset } of cues) last = Math.max(last, onset);
  for (const { step } of outcomes) last = Math.max(last, step);
  return last;
}

type Outcomes = Pick<Trial, 'outcomes' | 'interventions'>;

/**
 * The parts that are the same in every trial of a type. Times that are not integer multiples of the resolution fall
 * into different steps from trial to trial.
 */
interface Constants extends Pick<Trial, 'context'> {
  /** If all their times are integer multiples of the resolution. */
  readonly cues?: Trial['cues'];
  /** If in addition nothing is drawn. */
  readonly certain?: Outcomes;
}

/** Built once for each type of a design, which is most of the work; frozen, because all trials share it. */
const constants = new WeakMap<GridDesign, Map<TrialType, Constants>>();

function constantsOf(design: GridDesign, trialType: TrialType, clock: TrialClock, random: RandomStream): Constants {
  const known = constants.get(design) ?? new Map<TrialType, Constants>();
  const kept = known.get(trialType);
  if (kept !== undefined) return kept;
  const { cues, rewards, stimulations = [] } = trialType;
  const timesOf = (
    events: readonly { readonly onsetSeconds: number; readonly durationSeconds: number }[],
  ): readonly number[] => events.flatMap(({ onsetSeconds, durationSeconds }) => [onsetSeconds, durationSeconds]);
  const isCertain =
    rewards.every(
      ({ time, probability }) =>
        time.kind === 'fixed' && (probability >= 1 || probability <= 0) && clock.areOnGrid([time.seconds]),
    ) && clock.areOnGrid(timesOf(stimulations));
  const certain = isCertain ? realiseOutcomes(trialType, clock, random) : undefined;
  const made: Constants = {
    context: contextOf(trialType, design),
    ...(clock.areOnGrid(timesOf(cues)) ? { cues: frozenList(realiseCues(trialType, design, clock)) } : {}),
    ...(certain === undefined
      ? {}
      : { certain: { outcomes: frozenList(certain.outcomes), interventions: frozenList(certain.interventions) } }),
  };
  constants.set(design, known.set(trialType, made));
  return made;
}

const frozenList = <Item extends object>(list: readonly Item[]): readonly Item[] =>
  Object.freeze(list.map((item) => Object.freeze(item)));

function realiseOutcomes(trialType: TrialType, clock: TrialClock, random: RandomStream): Outcomes {
  const drawn = drawRewards(trialType.rewards, random);
  return {
    outcomes: outcomesOf(drawn, clock),
    interventions: realiseStimulations(trialType, clock, drawn[0]?.seconds ?? 0),
  };
}

function describe(design: GridDesign, trial: Trial): string {
  const cues = trial.cues.map(
    (cue) =>
      `${design.cues[cue.cue]?.title} on from ${secondsText(design, cue.onset)} to ${secondsText(design, cue.onset + cue.steps)}`,
  );
  const outcomes = trial.outcomes.map((outcome) => outcomeText(design, trial, outcome));
  return [...cues, ...outcomes].join(', ') || 'nothing happens';
}
