import type { Round } from '../../fitting/group/hierarchy.ts';
import { animalRound, type AnimalTask } from '../../fitting/session/animal-group.ts';
import { taskAnswer, type TaskAnswer } from '../task-answer.ts';

/** One animal's fit under its group, as sent to a worker. */
export interface AnimalJob {
  readonly task: AnimalTask;
}

export type AnimalAnswer = TaskAnswer<Round>;

export const runAnimalJob = async ({ task }: AnimalJob): Promise<AnimalAnswer> => taskAnswer(() => animalRound(task));
