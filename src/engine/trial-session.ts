import { InputError } from '../core/errors.ts';
import { randomStream } from '../core/random.ts';
import { stepDraws, type StepDraws } from '../core/step-draws.ts';
import type { GridDesign } from '../contracts/design.ts';
import type { Encoder, FeatureTable } from '../contracts/architecture.ts';
import type { Learner } from '../contracts/learning-rule.ts';
import type { NetworkMaker } from '../contracts/network.ts';
import { trialDefaults, type TrialSpec } from '../spec/spec.ts';
import type { SavedParts } from '../contracts/saved.ts';
import type { StepChoice, Trial } from '../contracts/trial.ts';
import type { UnitColumns, Units } from '../contracts/units.ts';
import { fusedNetworks } from '../compute/networks/fused/fused-networks.ts';
import { noting } from '../compute/networks/noting.ts';
import { manipulate, manipulationsOf, type Applied } from './manipulate.ts';
import { encoderOf, ruleValuesOf, termsOf } from './per-step.ts';
import { find, findTrialArchitecture, findTrialEnv, findTrialRule } from './registry.ts';
import { scheduleTrials } from './schedule.ts';
import type { Session } from './session.ts';
import { unitColumns, type AskedUnits } from './unit-columns.ts';
import { designOf } from './world.ts';

/** Signals of a session, one number a step, trial after trial. Steps that are still to come hold 0. */
export interface Signals {
  readonly rpe: Float64Array;
  readonly value: Float64Array;
  /** Of the groups of units that are recorded. */
  readonly units: UnitColumns;
}

/** One subject living through one experiment. A trial that learning diverges in throws DivergedError. */
export interface TrialSession extends Session {
  readonly spec: TrialSpec;
  readonly design: GridDesign;
  /** In a world with choices a trial's choices and outcomes are known once it has been lived through. */
  readonly trials: readonly Trial[];
  /** Groups of units that the agent has, recorded or not. */
  readonly units: readonly Units[];
  /** First step of each trial in the signals; one more at the end, the number of all steps. */
  readonly offsets: readonly number[];
  readonly signals: Signals;
  readonly weights: Float64Array;
  featureLabel(feature: number): string;
  /** A trial in a sentence. */
  describe(trial: Trial): string;
  /** Signals already written stay. */
  restore(state: SavedParts): void;
}

/** No paradigm has values near this; a weight beyond it, or one that is not a number, is growing without bound. */
export const largestWeight = 1e9;

/** Learning that has no end. */
export class DivergedError extends InputError {
  constructor(where: string) {
    super('learning diverged: weights grow without bound', where, 'lower learningRate or traceDecay');
  }
}

export interface SessionOptions {
  /** Where an agent with a network has it from: makers of the spec's backend. Our own kernels when absent. */
  readonly networks?: NetworkMaker | undefined;
  /** What is done to the animal of a design; what the spec says when absent. */
  readonly manipulated?: ((design: GridDesign) => readonly Applied[]) | undefined;
  /** Units to record, beside those that every run records. They change nothing else, and no hash. */
  readonly units?: AskedUnits | undefined;
}

/**
 * A session that has not begun. The spec must be complete (see completeTrialSpec).
 * @throws InputError where the parts do not fit together, a manipulation can do nothing here, or units that are asked for are not there or do not fit
 */
export function createTrialSession(
  spec: TrialSpec,
  {
    networks = ownNetworks(spec),
    manipulated = (design) => manipulationsOf(spec, design),
    units: asked = [],
  }: SessionOptions = {},
): TrialSession {
  const design = designOf(spec);
  const env = findTrialEnv(design.states === undefined ? 'conditioning-chamber' : 'choice-chamber');
  const trials = [
    ...manipulate(scheduleTrials(design, env, spec.seed), { spec, design, env, applied: manipulated(design) }),
  ];
  const offsets = [0];
  for (const trial of trials) offsets.push((offsets.at(-1) as number) + trial.steps);
  const steps = offsets.at(-1) as number;
  const noted = noting(networks);
  const { encoder, learner } = createAgent(spec, design, noted);
  const { channels = 1 } = learner;
  const units = [...(encoder.units ?? []), ...(learner.units ?? [])];
  const signals: Signals = {
    rpe: new Float64Array(steps),
    value: new Float64Array(steps),
    units: unitColumns(units, asked, steps),
  };
  // Without units to write there is nothing to look up: a trial may take less than a microsecond.
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

/** False as soon as one weight is too large or no number. A plain loop: it is run once a trial, and calls cost more than it does. */
function areBounded(weights: Float64Array): boolean {
  for (let i = 0; i < weights.length; i++) if (!(Math.abs(weights[i] as number) < largestWeight)) return false;
  return true;
}

/** Draws of the agent, by the step of the session: what it explores, what it samples. */
export const agentDraws = (seed: number): StepDraws => stepDraws(seed, 'agent');

/** A trial with what was chosen in it, and what that brought. */
export function chosen(trial: Trial, choices: readonly StepChoice[]): Trial {
  const outcomes = choices.flatMap(({ stage, option }) => trial.stages?.[stage]?.options[option]?.outcomes ?? []);
  return { ...trial, choices, outcomes };
}

/** Writes the encoder's units of a trial, of the groups that are recorded. */
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

/** @throws InputError, when a network is made, where the spec asks for other networks than ours */
function ownNetworks({ backend }: TrialSpec): NetworkMaker {
  if (backend === trialDefaults.backend) return fusedNetworks;
  const refuse = (): never => {
    throw new InputError(
      `networks on '${backend}' cannot be had here`,
      'backend',
      `use ${trialDefaults.backend}, or run it with phasic run --backend ${backend}`,
    );
  };
  return { network: refuse, recurrent: refuse };
}

function createAgent(
  spec: TrialSpec,
  design: GridDesign,
  networks: NetworkMaker,
): { encoder: Encoder; learner: Learner } {
  const { objective, learningRule, policy } = spec.agent;
  const encoder = encoderOf(spec, design);
  const random = randomStream(spec.seed, 'agent');
  const terms = termsOf(spec, design, random);
  const rule = findTrialRule(learningRule.id);
  if (terms.channels !== undefined && rule.manyChannels === undefined) {
    throw new InputError(
      `learning rule '${rule.id}' learns one prediction, objective '${objective.id}' asks for many`,
      'agent',
      'choose another objective or learning rule',
    );
  }
  const learner = rule.create(ruleValuesOf(spec, design), {
    terms,
    layout: encoder.layout,
    size: encoder.size,
    label: (feature) => encoder.label(feature),
    lasting: findTrialArchitecture(spec.agent.architecture.id).lasting,
    design,
    random,
    networks,
    ...(policy === undefined ? {} : { choose: find('policies', policy.id).create(policy.parameters as never) }),
  });
  return { encoder, learner };
}
