import {
  fitTask,
  problemOf,
  taskName,
  type FitResults,
  type FitTask,
  type SessionFit,
} from '../../fitting/session/fit-task.ts';
import { spreadTasks, type SpreadOptions } from '../spread-tasks.ts';
import type { KeptTasks } from './kept-tasks.ts';

interface FitRunOptions extends SpreadOptions {
  /** With what an earlier run computed. */
  readonly kept?: KeptTasks | undefined;
}

/**
 * Does tasks of a fit that are not kept, and keeps them as soon as each is done.
 * @throws InputError for a task that cannot be done, and if a worker fails twice
 */
export async function runTasks<Kind extends FitTask['kind']>(
  fit: SessionFit,
  tasks: readonly Extract<FitTask, { readonly kind: Kind }>[],
  { kept, told, ...options }: FitRunOptions,
): Promise<readonly FitResults[Kind][]> {
  const problem = problemOf(fit);
  const results = new Map<FitTask, FitResults[FitTask['kind']]>();
  for (const task of tasks) {
    const result = kept?.get<Kind>(fit, task);
    if (result !== undefined) results.set(task, result);
  }
  const known = results.size;
  await spreadTasks<'fit', FitTask>(
    tasks.filter((task) => !results.has(task)),
    {
      kind: 'fit',
      here: (task) => fitTask(fit, task, problem),
      job: (task) => ({ ...fit, task }),
      name: ({ task }) => taskName(task),
      done(task, result) {
        kept?.add(fit, task, result);
        results.set(task, result);
      },
    },
    { ...options, told: (done) => told?.(known + done) },
  );
  // A task gives the result of its kind.
  return tasks.map((task) => results.get(task) as FitResults[Kind]);
}
