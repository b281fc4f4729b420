import { SparseColumn } from '../core/signal-column.ts';
import { typedArrays } from '../compute/networks/noting.ts';
import { fusedNetworks } from '../compute/networks/fused/fused-networks.ts';
import type { TrialSpec } from '../spec/spec.ts';
import { DrawnTrials } from './drawn-trials.ts';
import { find, findTrialRule } from './registry.ts';
import { maxStepsByTrial } from './schedule.ts';
import { agentDraws, areBounded, chamberOf, createAgent, DivergedError, type RunSession } from './trial-session.ts';
import { designOf } from './world.ts';

/** More trials than this are not worth keeping for the results of one run: with their signals they are some 20 MB. */
export const maxKeptTrials = 20_000;

/**
 * A session whose memory hardly grows with its trials: a trial is drawn when it is needed, and the signals are kept by
 * their runs of equal numbers. Its results are those of `createTrialSession`, to the bit.
 * @param keptTrials sessions of at most this many trials are left to `createTrialSession`
 * @returns undefined also where the agent predicts more than once a trial, where trials depend on choices or
 *   manipulations or are recorded ones, and where units are read
 */
export function createSparseSession(spec: TrialSpec, keptTrials = maxKeptTrials): RunSession | undefined {
  if (findTrialRule(spec.agent.learningRule.id).timescale !== 'trial') return undefined;
  if (spec.manipulations !== undefined || find('paradigms', spec.world.id).readUnits !== undefined) return undefined;
  const design = designOf(spec);
  const planned = design.phases.reduce((sum, { trials }) => sum + trials, 0);
  const isDrawn = design.states === undefined && design.phases.every(({ recorded }) => recorded === undefined);
  if (planned <= keptTrials || !isDrawn) return undefined;
  const { encoder, learner } = createAgent(spec, design, fusedNetworks);
  if ([...(encoder.units ?? []), ...(learner.units ?? [])].some(({ group }) => group.always === true)) return undefined;

  const trials = new DrawnTrials(design, chamberOf(design), spec.seed, maxStepsByTrial);
  const { offsets, length } = trials;
  const steps = offsets[length] as number;
  const signals = { rpe: new SparseColumn(steps), value: new SparseColumn(steps), units: {} };
  const naive = { learner: learner.state(), encoder: encoder.state() };
  const draws = agentDraws(spec.seed);
  let own = { rpe: new Float64Array(0), value: new Float64Array(0), offset: 0 };
  let group: string | undefined;
  let trialsDone = 0;

  function runNext(): void {
    const trial = trials.at(trialsDone);
    if (trial === undefined) return;
    if (group !== undefined && trial.group !== group) {
      learner.restore(naive.learner);
      encoder.restore(naive.encoder);
    }
    group = trial.group;
    if (own.rpe.length < trial.steps)
      own = { rpe: new Float64Array(trial.steps), value: new Float64Array(trial.steps), offset: 0 };
    learner.learnTrial(trial, encoder.encode(trial), own, draws);
    if (!areBounded(learner.weights)) throw new DivergedError(`trial ${trialsDone + 1}`);
    for (const name of ['rpe', 'value'] as const) {
      signals[name].append(own[name], trial.steps);
      own[name].fill(0, 0, trial.steps);
    }
    trialsDone += 1;
  }

  return {
    spec,
    design,
    trials,
    offsets,
    signals,
    backend: typedArrays,
    channels: 1,
    get done() {
      return trialsDone;
    },
    advance(count) {
      const end = Math.min(length, trialsDone + count);
      while (trialsDone < end) runNext();
      return length - trialsDone;
    },
  };
}
