import { didYouMean } from '../core/errors.ts';
import type { ChoiceOption, Design, RecordedChoice, RecordedTrial, Stage, TrialType } from './design.ts';
import type { DesignFault } from './design-fault.ts';
import { earliestSeconds, intervalFaults, latestSeconds } from './interval-faults.ts';

type Path = DesignFault['path'];
type Names = ReadonlySet<string>;

/** Names that a stage may use. */
export interface ChoiceNames {
  readonly states: Names;
  readonly actions: Names;
}

/** What is wrong with a design as a whole: either every kind of trial has choices, or none has. */
export function* choiceFaults({ states, actions, trialTypes }: Design): Generator<DesignFault> {
  if ((states === undefined) !== (actions === undefined))
    yield {
      path: [states === undefined ? 'actions' : 'states'],
      what: `it has ${states === undefined ? 'actions' : 'states'} and no ${states === undefined ? 'states' : 'actions'}`,
      remedy: 'a design with choices lists both, another one neither',
    };
  for (const [id, { stages }] of Object.entries(trialTypes)) {
    if ((stages !== undefined && stages.length > 0) === (states !== undefined)) continue;
    yield {
      path: ['trialTypes', id],
      what:
        states === undefined ? 'it has stages, and the design has no states' : 'it has no stage, so nothing is chosen',
      remedy:
        states === undefined
          ? 'list states and actions of the design, or leave stages out'
          : 'give each type of trial its stages, or leave states and actions out',
    };
  }
}

/** What is wrong with the stages of a type of trial. */
export function* stageFaults(
  path: Path,
  { stages = [], rewards, cues }: TrialType,
  { trialSeconds }: Design,
  known: ChoiceNames,
): Generator<DesignFault> {
  const [first] = stages;
  if (first === undefined) return;
  if (rewards.length > 0)
    yield {
      path: [...path, 'rewards'],
      what: 'its rewards come whatever is chosen',
      remedy: 'give rewards to the options of its stages',
    };
  if (first.onsetSeconds > 0 && !cues.some(({ onsetSeconds }) => onsetSeconds === 0))
    yield {
      path: [...path, 'stages', 0, 'onsetSeconds'],
      what: 'neither a cue nor the first stage comes at time zero',
      remedy: 'time zero is the first of them: count all times from it',
    };
  for (const [i, stage] of stages.entries()) {
    const at = [...path, 'stages', i];
    if (stages.findIndex(({ id }) => id === stage.id) < i)
      yield { path: at, what: `'${stage.id}' is listed twice in stages`, remedy: 'give each its own id' };
    if (!known.states.has(stage.state))
      yield {
        path: [...at, 'state'],
        what: `unknown state '${stage.state}'`,
        remedy: didYouMean(stage.state, [...known.states]),
      };
    if (stage.onsetSeconds >= trialSeconds)
      yield { path: at, what: "it comes after the trial's window", remedy: 'raise trialSeconds' };
    yield* optionsFaults(at, stage, stages, { trialSeconds, known });
  }
}

interface Around {
  readonly trialSeconds: number;
  readonly known: ChoiceNames;
}

function* optionsFaults(
  path: Path,
  stage: Stage,
  stages: readonly Stage[],
  { trialSeconds, known }: Around,
): Generator<DesignFault> {
  for (const [i, option] of stage.options.entries()) {
    const at = [...path, 'options', i];
    if (!known.actions.has(option.action))
      yield {
        path: [...at, 'action'],
        what: `unknown action '${option.action}'`,
        remedy: didYouMean(option.action, [...known.actions]),
      };
    if (stage.options.findIndex(({ action }) => action === option.action) < i)
      yield { path: at, what: `'${option.action}' is offered twice`, remedy: 'list each action once' };
    if (option.rewards.length > 0 && (option.next ?? []).length > 0)
      yield {
        path: at,
        what: 'it has rewards and a next stage',
        remedy: 'give the rewards to the options of the last stage',
      };
    yield* rewardFaults(at, option, stage, trialSeconds);
    yield* nextFaults(at, option, stage, stages);
  }
}

function* rewardFaults(
  path: Path,
  { rewards }: ChoiceOption,
  { onsetSeconds }: Stage,
  trialSeconds: number,
): Generator<DesignFault> {
  for (const [i, { time, walk }] of rewards.entries()) {
    const at = [...path, 'rewards', i];
    yield* intervalFaults([...at, 'time'], time);
    if (earliestSeconds(time) <= onsetSeconds || latestSeconds(time) >= trialSeconds)
      yield {
        path: [...at, 'time'],
        what: `it can come at ${earliestSeconds(time) <= onsetSeconds ? earliestSeconds(time) : latestSeconds(time)} s, not between its stage and the end of the trial's window`,
        remedy: 'count its time from time zero, and raise trialSeconds if it is late',
      };
    if (walk !== undefined && walk.min > walk.max)
      yield { path: [...at, 'walk'], what: 'min is above max', remedy: 'give the smaller one as min' };
  }
}

function* nextFaults(
  path: Path,
  { next = [] }: ChoiceOption,
  stage: Stage,
  stages: readonly Stage[],
): Generator<DesignFault> {
  for (const [i, { stage: id }] of next.entries()) {
    const follows = stages.find((one) => one.id === id);
    if (follows === undefined)
      yield {
        path: [...path, 'next', i],
        what: `unknown stage '${id}'`,
        remedy: didYouMean(
          id,
          stages.map((one) => one.id),
        ),
      };
    else if (follows.onsetSeconds <= stage.onsetSeconds)
      yield {
        path: [...path, 'next', i],
        what: `stage '${id}' does not come after '${stage.id}'`,
        remedy: 'give it a later onsetSeconds',
      };
  }
  if (next.length > 0 && !next.some(({ probability }) => probability > 0))
    yield { path: [...path, 'next'], what: 'no stage is possible', remedy: 'give one a probability above 0' };
}

/** What is wrong with the choices of a recorded trial whose type is known. */
export function* recordedChoiceFaults(
  path: Path,
  { choices, rewards }: RecordedTrial,
  { stages = [] }: TrialType,
  windowSeconds: number,
): Generator<DesignFault> {
  if (choices === undefined || stages.length === 0) {
    if ((choices === undefined) !== (stages.length === 0))
      yield {
        path,
        what: choices === undefined ? 'it does not say what was chosen' : 'it has choices, and its type no stages',
        remedy:
          choices === undefined ? 'add choices, [] if nothing was chosen' : 'leave them out, or give its type stages',
      };
    return;
  }
  let [from, open]: [number, readonly string[]] = [0, [(stages[0] as Stage).id]];
  let option: ChoiceOption | undefined;
  for (const [i, choice] of choices.entries()) {
    const at = [...path, 'choices', i];
    const stage = stages.find(({ id }) => id === choice.stage);
    if (stage === undefined || !open.includes(choice.stage)) {
      yield {
        path: [...at, 'stage'],
        what: stage === undefined ? `unknown stage '${choice.stage}'` : `stage '${choice.stage}' cannot come here`,
        remedy:
          open.length === 0 ? 'leave it out: the choice before it ends the trial' : didYouMean(choice.stage, open),
      };
      return;
    }
    option = stage.options.find(({ action }) => action === choice.action);
    if (option === undefined) {
      yield {
        path: [...at, 'action'],
        what: `'${choice.action}' is not offered at stage '${stage.id}'`,
        remedy: didYouMean(
          choice.action,
          stage.options.map(({ action }) => action),
        ),
      };
      return;
    }
    yield* timeFaults(at, choice, stage, from, windowSeconds);
    from = choice.seconds;
    open = (option.next ?? []).map(({ stage: id }) => id);
  }
  if (rewards.some(({ seconds }) => seconds < from))
    yield { path: [...path, 'rewards'], what: 'a reward comes before the last choice', remedy: 'correct its time' };
  if (option !== undefined && option.rewards.length > 0 && rewards.length === 0)
    yield {
      path: [...path, 'rewards'],
      what: 'the outcome of the choice is missing',
      remedy: 'add it; an omitted reward as { seconds, magnitude: 0, omitted: SIZE }',
    };
}

function* timeFaults(
  path: Path,
  { onsetSeconds, seconds }: RecordedChoice,
  stage: Stage,
  from: number,
  windowSeconds: number,
): Generator<DesignFault> {
  const onset = onsetSeconds ?? stage.onsetSeconds;
  if (seconds < onset || onset < from)
    yield {
      path,
      what:
        seconds < onset
          ? `the choice, at ${seconds} s, comes before its state, at ${onset} s`
          : `its state, at ${onset} s, comes before the choice above it`,
      remedy: 'count both from the time zero of the trial',
    };
  if (seconds >= windowSeconds)
    yield { path, what: "it comes after the trial's window", remedy: 'raise windowSeconds' };
}
