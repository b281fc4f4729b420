import type { LearningTask } from './task.ts';

/** Everything that agents have to learn, the short ones first. */
export const learningTasks: readonly LearningTask[] = [];
