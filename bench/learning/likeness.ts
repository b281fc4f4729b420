import { sampleCorrelation } from 'simple-statistics';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { setParameter } from '../../src/engine/set-parameter.ts';
import { createTrialSession, type TrialSession } from '../../src/engine/trial-session.ts';
import { observe } from '../../src/engine/run.ts';
import type { LearnedSeed, LikenessTask } from './task.ts';

/** Trials of each task after which learning of the hidden states has converged. */
const longer = { trainingTrials: 20_000 };
const held = { 'learningRule.learningRate': 0 };

/**
 * Runs both agents on the same recorded trials of a seed, with their weights held, and compares their RPEs by trial
 * type. The agent with more information is already fully trained.
 */
export function likenessSeed(task: LikenessTask, seed: number): LearnedSeed {
  const sessionOf = (agent: string, ...given: readonly LikenessTask['parameters'][]): TrialSession =>
    createTrialSession(
      Object.entries(Object.assign({}, task.parameters, ...given)).reduce(
        (spec, [path, value]) => setParameter(spec, path, value),
        completeTrialSpec({ world: task.paradigm, agent, seed }),
      ),
    );
  const began = performance.now();
  const session = sessionOf(task.agent, task.settings, held);
  record(session, sessionOf(task.agent, task.settings));
  const seconds = (performance.now() - began) / 1000;
  const like = sessionOf(task.like, task.likeSettings, held);
  record(like, sessionOf(task.like, task.likeSettings, longer));
  const correlations = correlationsByType(session, like);
  const least = Math.min(...correlations.values());
  const { signatures } = observe(session).look();
  return {
    seed,
    measured: least,
    besides: {
      ...Object.fromEntries(
        [...correlations].map(([type, correlation]) => [
          `correlation of RPEs, ${session.design.trialTypes[type]?.title}`,
          correlation,
        ]),
      ),
      ...Object.fromEntries(signatures.map(({ quantity, measured }) => [quantity, measured ?? Number.NaN])),
    },
    reached: least > task.atLeast && signatures.every(({ pass }) => pass),
    stepsToReach: null,
    backend: session.backend,
    seconds,
    stepsPerSecond: session.signals.rpe.length / seconds,
    endSteps: [],
    returns: [],
  };
}

const isRecorded = ({ phase }: TrialSession['trials'][number]): boolean => phase.endsWith('recording');

/** Runs of recorded trials, one per subject: first trial, and the one after the last. */
function recordings({ trials }: TrialSession): readonly (readonly [number, number])[] {
  const firsts = trials.filter((trial, i) => isRecorded(trial) && trials[i - 1]?.phase !== trial.phase);
  return firsts.map(({ index, phase }) => [index, index + trials.filter((trial) => trial.phase === phase).length]);
}

/**
 * Runs the recorded trials of `session`, which does not learn, with the weights that `learning` has learned in its
 * trials before them.
 */
export function record(session: TrialSession, learning: TrialSession): void {
  const places = recordings(session);
  recordings(learning).forEach(([from, to], animal) => {
    const [first, end] = places[animal] as (typeof places)[number];
    learning.advance(from - learning.done);
    const learned = learning.state();
    session.restore({ ...learned, done: first });
    session.advance(end - first);
    learning.restore({ ...learned, done: to });
  });
}

/** Correlation of the RPEs of two sessions with the same recorded trials, for each trial type over all steps except the first of each trial, which has no RPE by convention. */
export function correlationsByType(session: TrialSession, like: TrialSession): ReadonlyMap<string, number> {
  const recorded = session.trials.filter(isRecorded);
  const errors = (of: TrialSession, type: string): number[] =>
    of.trials
      .filter((trial) => isRecorded(trial) && trial.type === type)
      .flatMap(({ index, steps }) => [
        ...of.signals.rpe.subarray((of.offsets[index] as number) + 1, (of.offsets[index] as number) + steps),
      ]);
  return new Map(
    [...new Set(recorded.map(({ type }) => type))].map((type) => [
      type,
      sampleCorrelation(errors(session, type), errors(like, type)),
    ]),
  );
}
