import type { TrialSpec } from '../../spec/spec.ts';
import type { Lockstep } from './lockstep.ts';

/** How long a population takes for a whole session: it is a + b N for N animals of a chunk. */
export interface PopulationCost {
  /** Seconds that a session takes however few there are. */
  readonly fixed: number;
  /** Seconds that each animal adds. */
  readonly each: number;
  /** Animals side by side. */
  readonly chunk: number;
}

const judged = 8;

/**
 * Measures a population on a few of the trials at hand, with few animals and with a whole chunk.
 * @param specs at least one; repeated to make up a chunk
 */
export async function measurePopulation(lockstep: Lockstep, specs: readonly TrialSpec[]): Promise<PopulationCost> {
  const { chunk, trials } = lockstep;
  const few = Math.max(1, chunk >> 3);
  const animals = (count: number): readonly TrialSpec[] =>
    Array.from({ length: count }, (_, i) => specs[i % specs.length] as TrialSpec);
  const [small, large] = [await lockstep.secondsATrial(animals(few)), await lockstep.secondsATrial(animals(chunk))];
  const living = Math.max(0, (large - small) / (chunk - few)) * trials;
  return {
    fixed: Math.max(0, large * trials - living * chunk),
    each: living + secondsToJudge(lockstep, animals(judged)),
    chunk,
  };
}

/** The fastest of some, since whatever else the machine does only adds. */
function secondsToJudge(lockstep: Lockstep, specs: readonly TrialSpec[]): number {
  const times = specs.map((spec) => {
    const began = performance.now();
    lockstep.judgeBlank(spec);
    return performance.now() - began;
  });
  return Math.min(...times) / 1000;
}

/** Seconds for so many animals. */
export const populationSeconds = ({ fixed, each, chunk }: PopulationCost, animals: number): number =>
  Math.ceil(animals / chunk) * fixed + each * animals;

/**
 * From how many animals on a population is the faster one; Infinity where it never is.
 * @param secondsEach that an animal takes on the typed-array engine, all workers together
 */
export function crossover(cost: PopulationCost, secondsEach: number): number {
  const within = cost.fixed / (secondsEach - cost.each);
  return within > 0 && within <= cost.chunk ? Math.max(1, Math.ceil(within)) : Infinity;
}
