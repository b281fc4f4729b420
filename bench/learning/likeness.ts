import { sampleCorrelation } from 'simple-statistics';
import { completeSpec, setParameter } from '../../src/engine/experiment.ts';
import { createSession, type Session } from '../../src/engine/session.ts';
import { observe } from '../../src/engine/run.ts';
import type { LearnedSeed, LikenessTask } from './task.ts';

/** Lets both agents live through the same trials of a seed, and compares their RPEs where they are recorded. */
export function likenessSeed(task: LikenessTask, seed: number): LearnedSeed {
  const sessionOf = (agent: string, given: Readonly<Record<string, number>>): Session => {
    const session = createSession(Object.entries(given).reduce((spec, [path, value]) => setParameter(spec, path, value), completeSpec({ paradigm: task.paradigm, agent, seed })));
    session.advance(session.trials.length);
    return session;
  };
  const began = performance.now();
  const session = sessionOf(task.agent, { ...task.parameters, ...task.settings });
  const seconds = (performance.now() - began) / 1000;
  const correlation = sampleCorrelation(recordedErrors(session), recordedErrors(sessionOf(task.like, task.parameters)));
  const { signatures } = observe(session).look();
  return {
    seed,
    measured: correlation,
    besides: Object.fromEntries(signatures.map(({ quantity, measured }) => [quantity, measured ?? Number.NaN])),
    reached: correlation >= task.atLeast && signatures.every(({ pass }) => pass),
    stepsToReach: null,
    backend: 'auto',
    seconds,
    stepsPerSecond: session.signals.rpe.length / seconds,
    endSteps: [],
    returns: [],
  };
}

/** RPEs of the trials that are recorded, without the first step of each, which has none by convention. */
function recordedErrors({ trials, offsets, signals }: Session): number[] {
  return trials.filter(({ phase }) => phase === 'recording').flatMap(({ index, steps }) => [...signals.rpe.subarray((offsets[index] as number) + 1, (offsets[index] as number) + steps)]);
}
