import { stepDraws } from '../core/step-draws.ts';
import { randomStream } from '../core/random.ts';
import type { GridDesign, Phase } from '../contracts/design.ts';
import type { Trial } from '../contracts/trial.ts';
import type { TrialSpec } from '../spec/spec.ts';
import { fusedNetworks } from '../compute/networks/fused/fused-networks.ts';
import { encoderOf } from './per-step.ts';
import { areBounded, chamberOf, createLearner } from './trial-session.ts';

/** Subjects of one agent, with values of their own, that go through the same trials, which come one by one. */
export interface TaughtAgents {
  /** Number of subjects. */
  readonly count: number;
  /**
   * Runs a trial, after which all have learned.
   * @returns the RPE of each subject, one number per step of the trial; undefined if its learning has diverged
   */
  learn(trial: Trial): readonly (Float64Array | undefined)[];
  /** The same, after which all are as before. */
  tried(trial: Trial): readonly (Float64Array | undefined)[];
  /** Back to before the first trial. */
  forget(): void;
}

/** @param specs complete; they differ in values of the learning rule alone, not in what the agent sees */
export function taughtAgents(specs: readonly TrialSpec[], design: GridDesign): TaughtAgents {
  const [first] = specs as [TrialSpec];
  const encoder = encoderOf(first, design);
  const learners = specs.map((spec) => createLearner(spec, design, encoder, fusedNetworks));
  const naive = stateOf();
  let diverged = learners.map(() => false);

  function stateOf() {
    return { encoder: Array.from(encoder.state()), learners: learners.map((learner) => learner.state()) };
  }

  function restore(state: ReturnType<typeof stateOf>): void {
    encoder.restore(state.encoder);
    for (const [i, learner] of learners.entries()) learner.restore(state.learners[i] as ArrayLike<number>);
  }

  function learn(trial: Trial): readonly (Float64Array | undefined)[] {
    const tables = encoder.encode(trial);
    const draws = stepDraws(first.seed, `agent/trial/${trial.index}`);
    return learners.map((learner, i) => {
      if (diverged[i] === true) return undefined;
      const [rpe, value] = [new Float64Array(trial.steps), new Float64Array(trial.steps)];
      learner.learnTrial(trial, tables, { rpe, value, offset: 0 }, draws);
      diverged[i] = !areBounded(learner.weights);
      return diverged[i] ? undefined : rpe;
    });
  }

  return {
    count: learners.length,
    learn,
    tried(trial) {
      const [before, were] = [stateOf(), diverged.slice()];
      const errors = learn(trial);
      restore(before);
      diverged = were;
      return errors;
    },
    forget() {
      restore(naive);
      diverged = diverged.map(() => false);
    },
  };
}

/**
 * A trial of a type, with draws of its own: its interval, and the times of its rewards.
 * @param index number of the trial from the session's first
 */
export const trialOf = (design: GridDesign, phase: Phase, type: string, index: number, seed: number): Trial =>
  chamberOf(design).realise(
    design,
    phase,
    type,
    { index, startSeconds: 0, startStep: 0 },
    randomStream(seed, `trial/${index}`),
  );
