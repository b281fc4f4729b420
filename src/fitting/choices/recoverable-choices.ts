import type { Recoverable } from '../recovery/recoverable.ts';
import type { ChoiceModel } from './choice-model.ts';
import type { ChoiceTask } from './choice-task.ts';
import type { ChoiceTrials } from './choice-trials.ts';

/** A model of choices on a task, such as that of a recorded subject. */
export function recoverableChoices(model: ChoiceModel, task: ChoiceTask): Recoverable<ChoiceTrials> {
  const parameters = model.parameters(task.options);
  return {
    id: model.id,
    title: model.title,
    parameters,
    problem: (trials) => ({ parameters, likelihood: model.likelihood(trials) }),
    simulate: (values, random) => model.simulate(values, task, random),
  };
}
