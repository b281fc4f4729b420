// Entry of a worker thread: one seed of one task.
import { learnSeed } from './learn-seed.ts';
import type { LearnedSeed, LearningTask } from './task.ts';

export default function run({ task, seed }: { readonly task: LearningTask; readonly seed: number }): Promise<LearnedSeed> {
  return learnSeed(task, seed);
}
