import type { PopulationMaker, PopulationTrial } from '../../contracts/population.ts';
import type { Spec } from '../../contracts/spec.ts';
import type { PopulationPlan } from '../../engine/population/plan.ts';
import { secondsATrial, secondsToJudge } from './population-animals.ts';

/** How long a population takes for a whole session: it is a + b N for N animals of a chunk. */
export interface PopulationCost {
  /** Seconds that a session takes however few there are. */
  readonly fixed: number;
  /** Seconds that each animal adds. */
  readonly each: number;
  /** Animals side by side. */
  readonly chunk: number;
}

/** Numbers that a chunk may keep, of all signals that are read back: half a gigabyte. */
const mostKept = 1.25e8;
/** Numbers in the largest of a chunk's matrices: as many as fit into a processor's cache, or into a part of a GPU's memory. */
const mostInMatrix = { processor: 2 ** 18, gpu: 2 ** 27 };
const leastChunk = 16;
const trialsMeasured = 6;
const judged = 8;

/** How many animals live side by side. */
export function chunkOf(plan: PopulationPlan, maker: PopulationMaker): number {
  const { session, trials, windows, keptNumbers } = plan;
  const rows = Math.max(1, ...trials.map(({ table }) => table.rows));
  const columns = Math.max(rows, session.weights.length) * session.channels;
  const accumulated = 2 * windows.reduce((sum, { counts }) => sum + counts.length, 0);
  const matrix = maker.backend === 'tfjs-cuda' ? mostInMatrix.gpu : mostInMatrix.processor;
  const most = Math.min(matrix / columns, mostKept / Math.max(1, keptNumbers), mostKept / Math.max(1, accumulated));
  return Math.max(leastChunk, 2 ** Math.floor(Math.log2(Math.max(1, most))));
}

/**
 * Measures a population on a few of the trials at hand, with few animals and with a whole chunk.
 * @param specs at least one; repeated to make up a chunk
 */
export async function measurePopulation(plan: PopulationPlan, maker: PopulationMaker, specs: readonly Spec[], chunk: number): Promise<PopulationCost> {
  const few = Math.max(1, chunk >> 3);
  const trials = someTrials(plan.trials);
  const animals = (count: number): readonly Spec[] => Array.from({ length: count }, (_, i) => specs[i % specs.length] as Spec);
  const [small, large] = [await secondsATrial(plan, maker, animals(few), trials), await secondsATrial(plan, maker, animals(chunk), trials)];
  const living = Math.max(0, (large - small) / (chunk - few)) * plan.trials.length;
  return { fixed: Math.max(0, large * plan.trials.length - living * chunk), each: living + secondsToJudge(plan, animals(judged)), chunk };
}

/** Spread over the session. */
function someTrials(trials: readonly PopulationTrial[]): readonly PopulationTrial[] {
  const live = trials.filter(({ table }) => table.rows > 0);
  return Array.from({ length: Math.min(trialsMeasured, live.length) }, (_, i) => live[Math.floor((i * live.length) / trialsMeasured)] as PopulationTrial);
}

/** Seconds for so many animals. */
export const populationSeconds = ({ fixed, each, chunk }: PopulationCost, animals: number): number => Math.ceil(animals / chunk) * fixed + each * animals;

/**
 * From how many animals on a population is the faster one; Infinity where it never is.
 * @param secondsEach that an animal takes on the typed-array engine, all workers together
 */
export function crossover(cost: PopulationCost, secondsEach: number): number {
  const within = cost.fixed / (secondsEach - cost.each);
  if (within > 0 && within <= cost.chunk) return Math.max(1, Math.ceil(within));
  return Infinity;
}
