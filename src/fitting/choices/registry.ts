import { didYouMean, InputError } from '../../core/errors.ts';
import type { TitledModel } from '../group/titled-model.ts';
import type { ChoiceModel } from './choice-model.ts';

const files = import.meta.glob<ChoiceModel>('./models/*.ts', { eager: true, import: 'default' });

/** Every model of choices, by id. */
export const choiceModels: readonly ChoiceModel[] = Object.values(files).sort((one, other) =>
  one.id < other.id ? -1 : 1,
);

/** @throws InputError for an unknown one */
export function findChoiceModel(id: string): ChoiceModel {
  const found = choiceModels.find((one) => one.id === id);
  if (found !== undefined) return found;
  throw new InputError(
    `unknown model of choices '${id}'`,
    'fit',
    didYouMean(
      id,
      choiceModels.map((one) => one.id),
    ),
  );
}

/** A model with what of it is fitted where this many options are to choose from. @throws InputError for an unknown one */
export function titledModel(id: string, options: number): TitledModel {
  const { title, parameters } = findChoiceModel(id);
  return { id, title, parameters: parameters(options) };
}
