import { sampleCorrelation } from 'simple-statistics';
import { completeSpec, setParameter } from '../../src/engine/experiment.ts';
import { createSession, type Session } from '../../src/engine/session.ts';
import { observe } from '../../src/engine/run.ts';
import type { LearnedSeed, LikenessTask } from './task.ts';

/** Trials of each task after which what infers hidden states has learned all that it will. */
const longer = { trainingTrials: 20_000 };

/** Lets both agents live through the same recorded trials of a seed and compares their RPEs. The one that is told more has had time to learn all it can. */
export function likenessSeed(task: LikenessTask, seed: number): LearnedSeed {
  const sessionOf = (agent: string, given: Readonly<Record<string, number>>): Session =>
    createSession(Object.entries({ ...task.parameters, ...given }).reduce((spec, [path, value]) => setParameter(spec, path, value), completeSpec({ paradigm: task.paradigm, agent, seed })));
  const began = performance.now();
  const session = lived(sessionOf(task.agent, task.settings));
  const seconds = (performance.now() - began) / 1000;
  const correlation = sampleCorrelation(recordedErrors(session), recordedErrors(asymptotic(sessionOf(task.like, task.likeSettings), lived(sessionOf(task.like, { ...task.likeSettings, ...longer })))));
  const { signatures } = observe(session).look();
  return {
    seed,
    measured: correlation,
    besides: Object.fromEntries(signatures.map(({ quantity, measured }) => [quantity, measured ?? Number.NaN])),
    reached: correlation >= task.atLeast && signatures.every(({ pass }) => pass),
    stepsToReach: null,
    // Sessions of trials compute networks with this maker alone.
    backend: 'fused',
    seconds,
    stepsPerSecond: session.signals.rpe.length / seconds,
    endSteps: [],
    returns: [],
  };
}

function lived(session: Session): Session {
  session.advance(session.trials.length);
  return session;
}

/** A session whose recorded trials are lived through with what was learned in a much longer one. */
function asymptotic(session: Session, long: Session): Session {
  session.advance(session.trials.filter(({ phase }) => phase !== 'recording').length);
  session.restore({ ...session.checkpoint(), learner: long.checkpoint().learner });
  return lived(session);
}

/** RPEs of the trials that are recorded, without the first step of each, which has none by convention. */
function recordedErrors({ trials, offsets, signals }: Session): number[] {
  return trials.filter(({ phase }) => phase === 'recording').flatMap(({ index, steps }) => [...signals.rpe.subarray((offsets[index] as number) + 1, (offsets[index] as number) + steps)]);
}
