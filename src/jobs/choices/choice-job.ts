import { choiceWork, type ChoiceWork, type ChoiceWorkResults } from '../../fitting/choices/choice-work.ts';
import { taskAnswer, type TaskAnswer } from '../task-answer.ts';

/** Work as sent to a worker. */
export interface ChoiceJob {
  readonly work: ChoiceWork;
}

export type ChoiceAnswer = TaskAnswer<ChoiceWorkResults[ChoiceWork['kind']]>;

export const runChoiceJob = async ({ work }: ChoiceJob): Promise<ChoiceAnswer> => taskAnswer(() => choiceWork(work));
