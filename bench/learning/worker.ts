// Entry of a worker thread: one seed of one task.
import { learnSeed } from './learn-seed.ts';
import { likenessSeed } from './likeness.ts';
import type { LearnedSeed, LearningTask } from './task.ts';

export default function run({
  task,
  seed,
}: {
  readonly task: LearningTask;
  readonly seed: number;
}): LearnedSeed | Promise<LearnedSeed> {
  return 'like' in task ? likenessSeed(task, seed) : learnSeed(task, seed);
}
