import {
  choiceWork,
  choiceWorkName,
  type ChoiceWork,
  type ChoiceWorkResults,
} from '../../fitting/choices/choice-work.ts';
import { spreadTasks, type SpreadOptions } from '../spread-tasks.ts';

/** Does work on fits of choices. @throws InputError for work that cannot be done, and if a worker fails twice */
export async function runChoiceWork<Kind extends ChoiceWork['kind']>(
  all: readonly Extract<ChoiceWork, { readonly kind: Kind }>[],
  options: SpreadOptions,
): Promise<readonly ChoiceWorkResults[Kind][]> {
  const results = await spreadTasks<'choices', ChoiceWork>(
    all,
    {
      kind: 'choices',
      here: choiceWork,
      job: (work) => ({ work }),
      name: ({ work }) => choiceWorkName(work),
    },
    options,
  );
  // Work gives the result of its kind.
  return results as readonly ChoiceWorkResults[Kind][];
}
