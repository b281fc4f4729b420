import type { TrialSpec } from '../../spec/spec.ts';
import type { Lockstep } from './lockstep.ts';

/** Time of a population for a whole session: a + b N for N subjects of a chunk. */
export interface PopulationCost {
  /** a: seconds per session, independent of N. */
  readonly fixed: number;
  /** b: seconds per subject. */
  readonly each: number;
  /** Subjects in parallel. */
  readonly chunk: number;
}

const judged = 8;

/**
 * Measures a population on a few of the given trials, with few subjects and with a whole chunk.
 * @param specs at least one; repeated to make up a chunk
 */
export async function measurePopulation(lockstep: Lockstep, specs: readonly TrialSpec[]): Promise<PopulationCost> {
  const { chunk, trials } = lockstep;
  const few = Math.max(1, chunk >> 3);
  const subjects = (count: number): readonly TrialSpec[] =>
    Array.from({ length: count }, (_, i) => specs[i % specs.length] as TrialSpec);
  const [small, large] = [await lockstep.secondsATrial(subjects(few)), await lockstep.secondsATrial(subjects(chunk))];
  const perSubject = Math.max(0, (large - small) / (chunk - few)) * trials;
  return {
    fixed: Math.max(0, large * trials - perSubject * chunk),
    each: perSubject + secondsToJudge(lockstep, subjects(judged)),
    chunk,
  };
}

/** The minimum, since other load only adds time. */
function secondsToJudge(lockstep: Lockstep, specs: readonly TrialSpec[]): number {
  const times = specs.map((spec) => {
    const began = performance.now();
    lockstep.judgeBlank(spec);
    return performance.now() - began;
  });
  return Math.min(...times) / 1000;
}

/** Seconds for N subjects. */
export const populationSeconds = ({ fixed, each, chunk }: PopulationCost, subjects: number): number =>
  Math.ceil(subjects / chunk) * fixed + each * subjects;

/**
 * The number of subjects from which a population is faster; Infinity if it never is.
 * @param secondsEach seconds per subject on the typed-array engine, over all workers
 */
export function crossover(cost: PopulationCost, secondsEach: number): number {
  const within = cost.fixed / (secondsEach - cost.each);
  return within > 0 && within <= cost.chunk ? Math.max(1, Math.ceil(within)) : Infinity;
}
