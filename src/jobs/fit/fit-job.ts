import { fitTask, type FitResults, type FitTask, type SessionFit } from '../../fitting/session/fit-task.ts';
import { taskAnswer, type TaskAnswer } from '../task-answer.ts';

/** A task as sent to a worker. */
export interface FitJob extends SessionFit {
  readonly task: FitTask;
}

export type FitAnswer = TaskAnswer<FitResults[FitTask['kind']]>;

export const runFitJob = async ({ task, ...fit }: FitJob): Promise<FitAnswer> => taskAnswer(() => fitTask(fit, task));
