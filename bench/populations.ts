import type { TrialSpec } from '../src/spec/spec.ts';
import { completeTrialSpec } from '../src/engine/complete-spec.ts';
import { planPopulation } from '../src/engine/population/plan.ts';
import { observe } from '../src/engine/run.ts';
import { createTrialSession, type TrialSession } from '../src/engine/trial-session.ts';
import { worldOf } from '../src/engine/world.ts';
import { populationsFor } from '../src/compute/backends.ts';
import { populationLockstep } from '../src/jobs/sweep/population-subjects.ts';
import { seconds, type Row } from './measure.ts';
import { ratioText, spreadText } from './spread.ts';

export interface PopulationSpeed {
  readonly subjects: number;
  readonly backend: string;
  /** Subjects x steps of the session, per second, with the averages of the displayed conditions. */
  readonly perSecond: number;
}

/**
 * Agents with one predictor and with many, in trials that are computed at once and in trials that are computed in
 * blocks; their traces end with the trial.
 */
export const populationAgents = [
  'td-csc',
  'td-lambda-csc',
  'td-microstimuli',
  'td-expectile',
  'td-multi-timescale',
] as const;

const paradigm = 'schultz-1997';

/**
 * Subjects of one agent in lockstep, with learning rates spread over a factor of ten.
 * @param backend as `phasic sweep --backend` takes it
 */
export async function populationSpeed(agent: string, subjects: number, backend: string): Promise<PopulationSpeed> {
  const maker = await populationsFor(backend);
  const session = completed(specFor(agent, 0, 1));
  const plan = planPopulation(
    session,
    new Map(worldOf(session.spec).shown.map((condition) => [condition, 'average'] as const)),
  );
  const lockstep = populationLockstep(plan, maker);
  // Subjects that do not fit in parallel follow afterwards, and take as long each.
  const side = Math.min(subjects, lockstep.chunk);
  const each = await lockstep.secondsATrial(
    Array.from({ length: side }, (_, subject) => specFor(agent, subject, side)),
  );
  return { subjects, backend: maker.backend, perSecond: (side * stepsATrial(session)) / each };
}

/** The same on one thread of the typed-array engine: the fastest of several sessions, because the first are slow. */
export function typedSpeed(agent: string): number {
  const spec = specFor(agent, 0, 1);
  const times = Array.from({ length: sessionsTimed }, () => seconds(() => observe(completed(spec)).look()));
  return (createTrialSession(spec).offsets.at(-1) as number) / Math.min(...times);
}

const sessionsTimed = 20;

const stepsATrial = ({ offsets, trials }: TrialSession): number => (offsets.at(-1) as number) / trials.length;

function specFor(agent: string, subject: number, subjects: number): TrialSpec {
  const spec = completeTrialSpec({ world: paradigm, agent });
  const { id, parameters } = spec.agent.learningRule;
  const learningRate = (parameters['learningRate'] as number) * (0.1 + (0.9 * (subject + 1)) / subjects);
  return {
    ...spec,
    agent: { ...spec.agent, learningRule: { id, parameters: { ...parameters, learningRate, boundary: 'reset' } } },
  };
}

function completed(spec: TrialSpec): TrialSession {
  const session = createTrialSession(spec);
  session.advance(session.trials.length);
  return session;
}

const backends = ['wasm', 'cpu'] as const;
const rounds = 3;

/** Rows of the report: each agent, on each backend that every machine has. */
export async function populations(sizes: readonly number[] = [100, 1000, 10_000]): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const agent of populationAgents) {
    for (const backend of backends) {
      for (const subjects of sizes) {
        const pairs: [together: number, typed: number][] = [];
        for (let round = 0; round < rounds; round++)
          pairs.push([(await populationSpeed(agent, subjects, backend)).perSecond, typedSpeed(agent)]);
        rows.push({
          what: `${subjects} subjects in lockstep, ${agent}, tfjs-${backend}`,
          measured: `${spreadText(pairs.map(([together]) => together / 1e6))} million subjects x steps/s`,
          against: ratioText(pairs, 'typed arrays, one thread'),
        });
      }
    }
  }
  return rows;
}
