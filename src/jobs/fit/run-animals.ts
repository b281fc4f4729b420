import type { Round } from '../../fitting/group/hierarchy.ts';
import { animalRound, type AnimalTask } from '../../fitting/session/animal-group.ts';
import { spreadTasks, type SpreadOptions } from '../spread-tasks.ts';

/** Does the fits of animals in one round. @throws InputError for one that cannot be done, and if a worker fails twice */
export const runAnimals = (tasks: readonly AnimalTask[], options: SpreadOptions): Promise<readonly Round[]> =>
  spreadTasks<'animals', AnimalTask>(
    tasks,
    {
      kind: 'animals',
      here: animalRound,
      job: (task) => ({ task }),
      name: ({ task }) => `the fit of ${task.animal.id}`,
    },
    options,
  );
