import { InputError } from '../../core/errors.ts';
import { fitGroup, type GroupFit } from '../group/hierarchy.ts';
import { selectModels, type ModelSelection } from '../group/model-selection.ts';
import type { ChoiceModel } from './choice-model.ts';
import type { ChoiceTrials } from './choice-trials.ts';

/** Several subjects of one task. */
export interface GroupedSubject {
  readonly subject: string;
  readonly trials: ChoiceTrials;
}

/** What a group's subjects have in common under each model, and which models the population uses. Plain data. */
export interface ChoiceGroup {
  readonly models: readonly { readonly model: string; readonly fit: GroupFit }[];
  /** Of two models or more. */
  readonly selection?: ModelSelection;
}

/** Fewer subjects do not say how a population scatters. */
const leastSubjects = 3;

/**
 * Empirical Bayes for each model, and random-effects selection by the subjects' evidence under their group.
 * @throws InputError for too few subjects, or tasks with different numbers of options
 */
export function groupOf(
  subjects: readonly GroupedSubject[],
  models: readonly ChoiceModel[],
  seed: number,
): ChoiceGroup {
  const options = subjects[0]?.trials.options ?? 0;
  if (subjects.length < leastSubjects)
    throw new InputError(
      `there are ${subjects.length} subjects`,
      '--group',
      `a group has at least ${leastSubjects}; name the column of subjects with --subject`,
    );
  const other = subjects.find(({ trials }) => trials.options !== options);
  if (other !== undefined)
    throw new InputError(
      `subject ${other.subject} has ${other.trials.options} options, others ${options}`,
      '--group',
      'fit subjects of one task together',
    );
  const fits = models.map((model) => ({
    model: model.id,
    fit: fitGroup(
      {
        parameters: model.parameters(options),
        subjects: subjects.map(({ subject, trials }) => ({ id: subject, likelihood: model.likelihood(trials) })),
      },
      { seed },
    ),
  }));
  return {
    models: fits,
    ...(fits.length < 2
      ? {}
      : {
          selection: selectModels(
            subjects.map((_, i) => fits.map(({ fit }) => fit.subjects[i]?.logEvidence ?? Number.NaN)),
          ),
        }),
  };
}
