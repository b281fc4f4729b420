import {
  fitTask,
  problemOf,
  taskName,
  type FitResults,
  type FitTask,
  type SessionFit,
} from '../../fitting/session/fit-task.ts';
import { spreadTasks, type SpreadOptions } from '../spread-tasks.ts';

/** Does tasks of a fit. @throws InputError for a task that cannot be done, and if a worker fails twice */
export async function runTasks<Kind extends FitTask['kind']>(
  fit: SessionFit,
  tasks: readonly Extract<FitTask, { readonly kind: Kind }>[],
  options: SpreadOptions,
): Promise<readonly FitResults[Kind][]> {
  const problem = problemOf(fit);
  const results = await spreadTasks<'fit', FitTask>(
    tasks,
    {
      kind: 'fit',
      here: (task) => fitTask(fit, task, problem),
      job: (task) => ({ ...fit, task }),
      name: ({ task }) => taskName(task),
    },
    options,
  );
  // A task gives the result of its kind.
  return results as readonly FitResults[Kind][];
}
