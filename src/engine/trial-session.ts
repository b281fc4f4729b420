import { InputError } from '../core/errors.ts';
import { randomStream } from '../core/random.ts';
import type { Signal } from '../core/signal-column.ts';
import { stepDraws, type StepDraws } from '../core/step-draws.ts';
import type { GridDesign } from '../contracts/design.ts';
import { maxSteps } from '../contracts/design-schema.ts';
import type { Encoder, FeatureTable } from '../contracts/architecture.ts';
import type { Learner } from '../contracts/learning-rule.ts';
import type { NetworkMaker } from '../contracts/network.ts';
import { trialDefaults, type TrialSpec } from '../spec/spec.ts';
import type { SavedParts } from '../contracts/saved.ts';
import type { StepChoice, Trial, TrialList } from '../contracts/trial.ts';
import type { UnitColumns, Units } from '../contracts/units.ts';
import { fusedNetworks } from '../compute/networks/fused/fused-networks.ts';
import { noting } from '../compute/networks/noting.ts';
import { manipulate, manipulationsOf, type Applied } from './manipulate.ts';
import { bind } from './bind.ts';
import { encoderOf, ruleOf, termsOf } from './per-step.ts';
import type { TrialEnv } from '../contracts/env.ts';
import { find, findTrialArchitecture, findTrialEnv, findTrialRule } from './registry.ts';
import { maxStepsByTrial, scheduleTrials } from './schedule.ts';
import type { Session } from './session.ts';
import { unitColumns, type AskedUnits } from './unit-columns.ts';
import { designOf } from './world.ts';

/** Signals of a session, one number per step, trial after trial. Future steps hold 0. */
export interface Signals {
  readonly rpe: Float64Array;
  readonly value: Float64Array;
  /** The recorded groups of units. */
  readonly units: UnitColumns;
}

/** One subject in one experiment, as far as it is needed for its results. */
export interface RunSession extends Pick<Session, 'backend' | 'channels' | 'done' | 'advance'> {
  readonly spec: TrialSpec;
  readonly design: GridDesign;
  readonly trials: TrialList;
  /** First step of each trial in the signals; one more entry at the end, the total number of steps. */
  readonly offsets: ArrayLike<number>;
  readonly signals: { readonly rpe: Signal; readonly value: Signal; readonly units: UnitColumns };
}

/** One subject in one experiment. A trial in which learning diverges throws DivergedError. */
export interface TrialSession extends Session, RunSession {
  readonly spec: TrialSpec;
  /** If there are choices, a trial's choices and outcomes are known only after it has run. */
  readonly trials: readonly Trial[];
  /** Groups of units of the agent, recorded or not. */
  readonly units: readonly Units[];
  /** First step of each trial in the signals; one more entry at the end, the total number of steps. */
  readonly offsets: readonly number[];
  readonly signals: Signals;
  readonly weights: Float64Array;
  featureLabel(feature: number): string;
  /** A trial in a sentence. */
  describe(trial: Trial): string;
  /** Signals already written stay: from a state of this spec they would come out the same. */
  restore(state: SavedParts): void;
}

/** No paradigm has values near this; a larger weight, or NaN, means divergence. */
export const largestWeight = 1e9;

/** Learning has diverged. */
export class DivergedError extends InputError {
  constructor(where: string) {
    super('learning diverged: weights grow without bound', where, 'lower learningRate or traceDecay');
  }
}

export interface SessionOptions {
  /** Network backend for agents with a network: the spec's. The built-in kernels if absent. */
  readonly networks?: NetworkMaker | undefined;
  /** Manipulations of the subject; those of the spec by default. */
  readonly manipulated?: ((design: GridDesign) => readonly Applied[]) | undefined;
  /** Units to record in addition to those that every run records. They change no other result and no hash. */
  readonly units?: AskedUnits | undefined;
  /** What it shares with sessions before it, instead of `manipulated`. */
  readonly common?: CommonWork | undefined;
}

/** What sessions have in common that are run one after the other. */
export interface CommonWork {
  scheduled(spec: TrialSpec): ScheduledSession;
  /** An encoder before its first trial; that of an earlier session no longer belongs to that session. */
  encoder(spec: TrialSpec, design: GridDesign): Encoder;
}

/**
 * A session before its first trial. The spec must be complete (see completeTrialSpec).
 * @throws InputError if the parts are incompatible, a manipulation has no effect here, or requested units do not exist
 * or do not fit
 */
export function createTrialSession(
  spec: TrialSpec,
  {
    networks = ownNetworks(spec),
    manipulated = (design) => manipulationsOf(spec, design),
    units: asked = [],
    common = { scheduled: (own) => scheduledSession(own, manipulated), encoder: encoderOf },
  }: SessionOptions = {},
): TrialSession {
  const { design, env, trials, offsets } = common.scheduled(spec);
  const steps = offsets.at(-1) as number;
  const noted = noting(networks);
  const encoder = common.encoder(spec, design);
  const learner = createLearner(spec, design, encoder, noted);
  const { channels = 1 } = learner;
  const units = [...(encoder.units ?? []), ...(learner.units ?? [])];
  const signals: Signals = {
    rpe: new Float64Array(steps),
    value: new Float64Array(steps),
    units: unitColumns(units, asked, steps, find('paradigms', spec.world.id).readUnits),
  };
  // Without units to write, no look-up: a trial may take less than a microsecond.
  const written = Object.keys(signals.units).length === 0 ? { rpe: signals.rpe, value: signals.value } : signals;
  const writeEncoder = encoderWriter(encoder, signals.units);
  const naive = { learner: learner.state(), encoder: encoder.state() };
  const draws = agentDraws(spec.seed);
  let trialsDone = 0;

  function runTrial(trial: Trial): void {
    const offset = offsets[trial.index] as number;
    if (trial.index > 0 && trial.group !== trials[trial.index - 1]?.group) {
      learner.restore(naive.learner);
      encoder.restore(naive.encoder);
    }
    const features = encoder.encode(trial);
    writeEncoder(features, offset, trial.steps);
    const choices = learner.learnTrial(trial, features, { ...written, offset }, draws);
    if (choices) trials[trial.index] = chosen(trial, choices);
    if (!areBounded(learner.weights)) {
      throw new DivergedError(`trial ${trial.index + 1}`);
    }
    trialsDone += 1;
  }

  return {
    spec,
    design,
    trials,
    offsets,
    signals,
    backend: noted.backend(),
    channels,
    units,
    weights: learner.weights,
    stepSeconds: design.stepSeconds,
    planned: trials.length,
    get done() {
      return trialsDone;
    },
    get steps() {
      return offsets[trialsDone] as number;
    },
    featureLabel: (feature) => encoder.label(feature),
    describe: (trial) => env.describe(design, trial),
    advance(count) {
      const end = Math.min(trials.length, trialsDone + count);
      while (trialsDone < end) runTrial(trials[trialsDone] as Trial);
      return trials.length - trialsDone;
    },
    state: () => ({
      done: trialsDone,
      learner: Float64Array.from(learner.state()),
      encoder: Array.from(encoder.state()),
    }),
    restore(state) {
      learner.restore(state['learner'] as Float64Array);
      encoder.restore(state['encoder'] as readonly number[]);
      trialsDone = state['done'] as number;
    },
    dispose: noted.dispose,
  };
}

export const chamberOf = ({ states }: GridDesign): TrialEnv =>
  findTrialEnv(states === undefined ? 'conditioning-chamber' : 'choice-chamber');

/** What happens in a session, whoever learns from it. */
export interface ScheduledSession extends Pick<TrialSession, 'design' | 'offsets'> {
  readonly env: TrialEnv;
  readonly trials: Trial[];
}

/** @throws InputError for a manipulation that has no effect, and for a session that is too long */
export function scheduledSession(
  spec: TrialSpec,
  manipulated: (design: GridDesign) => readonly Applied[] = (design) => manipulationsOf(spec, design),
): ScheduledSession {
  const design = designOf(spec);
  const env = chamberOf(design);
  const isByTrial = findTrialRule(spec.agent.learningRule.id).timescale === 'trial';
  const scheduled = scheduleTrials(design, env, spec.seed, isByTrial ? maxStepsByTrial : maxSteps);
  const trials = [...manipulate(scheduled, { spec, design, env, applied: manipulated(design) })];
  const offsets = [0];
  for (const trial of trials) offsets.push((offsets.at(-1) as number) + trial.steps);
  return { design, env, trials, offsets };
}

/**
 * False if any weight is too large or NaN. It runs once per trial, and may take as long as the trial: four weights are
 * compared at once, since none of them is larger than their sum.
 */
export function areBounded(weights: Float64Array): boolean {
  const fours = weights.length - (weights.length % 4);
  for (let i = 0; i < fours; i += 4) {
    const sum =
      Math.abs(weights[i] as number) +
      Math.abs(weights[i + 1] as number) +
      Math.abs(weights[i + 2] as number) +
      Math.abs(weights[i + 3] as number);
    if (!(sum < largestWeight) && !areEachBounded(weights, i, i + 4)) return false;
  }
  return areEachBounded(weights, fours, weights.length);
}

function areEachBounded(weights: Float64Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (!(Math.abs(weights[i] as number) < largestWeight)) return false;
  return true;
}

/** Groups of units of an agent, without running it. */
export function unitsOf(spec: TrialSpec): readonly Units[] {
  const noted = noting(fusedNetworks);
  const { encoder, learner } = createAgent(spec, designOf(spec), noted);
  noted.dispose();
  return [...(encoder.units ?? []), ...(learner.units ?? [])];
}

/** Random draws of the agent, by step of the session: exploration and sampling. */
export const agentDraws = (seed: number): StepDraws => stepDraws(seed, 'agent');

/** A trial with its choices and their outcomes; those of a trial in which nothing was chosen are its own. */
export function chosen(trial: Trial, choices: readonly StepChoice[]): Trial {
  if (choices.length === 0) return trial;
  const outcomes = choices.flatMap(({ stage, option }) => trial.stages?.[stage]?.options[option]?.outcomes ?? []);
  return { ...trial, choices, outcomes };
}

/** Writes the encoder's units of a trial, for the recorded groups. */
function encoderWriter(
  { units = [] }: Encoder,
  columns: UnitColumns,
): (features: readonly FeatureTable[], offset: number, steps: number) => void {
  const recorded = units.flatMap((one) => {
    const column = columns[one.group.id];
    return column === undefined ? [] : [{ write: one.write, column, count: one.labels.length }];
  });
  return (features, offset, steps) => {
    for (const { write, column, count } of recorded)
      write(features, column.subarray(offset * count, (offset + steps) * count));
  };
}

/** @throws InputError, when a network is created, if the spec requests a different network backend */
function ownNetworks({ backend }: TrialSpec): NetworkMaker {
  if (backend === trialDefaults.backend) return fusedNetworks;
  const refuse = (): never => {
    throw new InputError(
      `networks on '${backend}' are not available here`,
      'backend',
      `use ${trialDefaults.backend}, or run it with phasic run --backend ${backend}`,
    );
  };
  return { network: refuse, recurrent: refuse };
}

export function createAgent(
  spec: TrialSpec,
  design: GridDesign,
  networks: NetworkMaker,
): { encoder: Encoder; learner: Learner } {
  const encoder = encoderOf(spec, design);
  return { encoder, learner: createLearner(spec, design, encoder, networks) };
}

/** @throws InputError for a rule that cannot learn with the objective */
export function createLearner(spec: TrialSpec, design: GridDesign, encoder: Encoder, networks: NetworkMaker): Learner {
  const { objective, policy } = spec.agent;
  const random = randomStream(spec.seed, 'agent');
  const terms = termsOf(spec, design, random);
  const rule = ruleOf(spec, design);
  if (terms.channels !== undefined && rule.manyChannels === undefined) {
    throw new InputError(
      `learning rule '${rule.id}' learns one prediction, but objective '${objective.id}' needs many`,
      'agent',
      'choose another objective or learning rule',
    );
  }
  return rule.create({
    terms,
    layout: encoder.layout,
    size: encoder.size,
    label: (feature) => encoder.label(feature),
    lasting: findTrialArchitecture(spec.agent.architecture.id).lasting,
    design,
    random,
    networks,
    ...(policy === undefined ? {} : { choose: bind('policies', policy).create() }),
  });
}
