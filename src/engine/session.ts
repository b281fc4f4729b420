import { InputError } from '../core/errors.ts';
import type { Design } from '../contracts/design.ts';
import type { Encoder } from '../contracts/architecture.ts';
import type { Learner } from '../contracts/learning-rule.ts';
import type { Spec } from '../contracts/spec.ts';
import type { Trial } from '../contracts/trial.ts';
import { find } from './registry.ts';
import { scheduleTrials } from './schedule.ts';

/** Signals of a session, one number a step, trial after trial. Steps that are still to come hold 0. */
export interface Signals {
  readonly rpe: Float64Array;
  readonly value: Float64Array;
}

/** Everything that changes while a session runs, as plain data. */
export interface Checkpoint {
  readonly trialsDone: number;
  readonly learner: readonly number[];
  readonly encoder: readonly number[];
}

/** One subject living through one experiment. */
export interface Session {
  readonly spec: Spec;
  readonly design: Design;
  readonly trials: readonly Trial[];
  /** First step of each trial in the signals; one more at the end, the number of all steps. */
  readonly offsets: readonly number[];
  readonly signals: Signals;
  readonly weights: Float64Array;
  readonly trialsDone: number;
  featureLabel(feature: number): string;
  /** A trial in a sentence. */
  describe(trial: Trial): string;
  /** Runs up to `count` further trials; returns how many are left. */
  advance(count: number): number;
  checkpoint(): Checkpoint;
  /** Takes the session back, or on, to a checkpoint of the same spec. Signals already written stay. */
  restore(checkpoint: Checkpoint): void;
}

/** No paradigm has values near this; a weight beyond it, or one that is not a number, is growing without bound. */
const largestWeight = 1e9;

/** A session that has not begun. The spec must be complete (see completeSpec). */
export function createSession(spec: Spec): Session {
  const design = find('paradigms', spec.paradigm.id).design(spec.paradigm.parameters as never);
  const env = find('envs', 'conditioning-chamber');
  const trials = scheduleTrials(design, env, spec.seed);
  const offsets = [0];
  for (const trial of trials) offsets.push((offsets.at(-1) as number) + trial.steps);
  const steps = offsets.at(-1) as number;
  const signals: Signals = { rpe: new Float64Array(steps), value: new Float64Array(steps) };
  const { encoder, learner } = createAgent(spec, design);
  let trialsDone = 0;

  function liveThrough(trial: Trial): void {
    const offset = offsets[trial.index] as number;
    learner.learnTrial(trial, encoder.encode(trial), { ...signals, offset });
    if (!learner.weights.every((weight) => Math.abs(weight) < largestWeight)) {
      throw new InputError('learning diverged: weights grow without bound', `trial ${trial.index + 1}`, 'lower learningRate or traceDecay');
    }
    trialsDone += 1;
  }

  return {
    spec,
    design,
    trials,
    offsets,
    signals,
    weights: learner.weights,
    get trialsDone() {
      return trialsDone;
    },
    featureLabel: (feature) => encoder.label(feature),
    describe: (trial) => env.describe(design, trial),
    advance(count) {
      const end = Math.min(trials.length, trialsDone + count);
      while (trialsDone < end) liveThrough(trials[trialsDone] as Trial);
      return trials.length - trialsDone;
    },
    checkpoint: () => ({ trialsDone, learner: [...learner.state()], encoder: [...encoder.state()] }),
    restore(checkpoint) {
      learner.restore(checkpoint.learner);
      encoder.restore(checkpoint.encoder);
      trialsDone = checkpoint.trialsDone;
    },
  };
}

function createAgent(spec: Spec, design: Design): { encoder: Encoder; learner: Learner } {
  const { architecture, objective, learningRule } = spec.agent;
  const encoder = find('architectures', architecture.id).create(architecture.parameters as never, design);
  const terms = find('objectives', objective.id).terms(objective.parameters as never);
  const learner = find('learning-rules', learningRule.id).create(learningRule.parameters as never, terms, encoder.layout, encoder.size);
  return { encoder, learner };
}
