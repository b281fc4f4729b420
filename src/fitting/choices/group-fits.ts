import { InputError } from '../../core/errors.ts';
import { randomStream } from '../../core/random.ts';
import type { Contrast } from '../group/contrast.ts';
import { groupOfModels, type GroupModelFit, type GroupOfModels } from '../group/group-of-models.ts';
import { groupPosteriorOf, type GroupPosterior } from '../group/group-posterior.ts';
import type { GroupProblem } from '../group/group-problem.ts';
import { hierarchicalPosterior } from '../group/hierarchical-posterior.ts';
import { groupRounds, roundOf, type GroupFit, type Round, type RoundTask } from '../group/hierarchy.ts';
import { nutsChain, type Chain } from '../posterior/nuts.ts';
import type { ChoiceModel } from './choice-model.ts';
import type { GroupedSubject } from './grouped-subject.ts';
import { findChoiceModel } from './registry.ts';

/** Several subjects of one task, and what they differ in. */
export interface GroupedChoices {
  readonly subjects: readonly GroupedSubject[];
  readonly contrast?: Contrast | undefined;
}

/** Fewer subjects do not say how a population scatters. */
const leastSubjects = 3;

/** @throws InputError for too few subjects, or tasks with different numbers of options */
export function requireGroup({ subjects }: GroupedChoices): void {
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
}

const problemOf = ({ subjects, contrast }: GroupedChoices, model: ChoiceModel): GroupProblem => ({
  parameters: model.parameters(subjects[0]?.trials.options ?? 0),
  ...(contrast === undefined ? {} : { covariates: contrast.names }),
  subjects: subjects.map(({ subject, trials }, i) => ({
    id: subject,
    likelihood: model.likelihood(trials),
    ...(contrast === undefined ? {} : { covariates: contrast.rows[i] }),
  })),
});

/** Some subjects in one round of a group, which depend on nothing else. Plain data. */
export interface ChoiceRounds {
  readonly subjects: readonly GroupedSubject[];
  /** Id of the model. */
  readonly model: string;
  /** One for each subject. */
  readonly tasks: readonly RoundTask[];
}

/** @throws InputError for choices that the model cannot make */
export function choiceRounds({ subjects, model, tasks }: ChoiceRounds): readonly Round[] {
  const problem = problemOf({ subjects }, findChoiceModel(model));
  return tasks.map((task, subject) => roundOf(problem, { ...task, subject }));
}

/** Subjects of one piece of work. */
const together = 16;

/**
 * Empirical Bayes for each model, and random-effects selection by the subjects' evidence under their group.
 * @param doRounds does the pieces of a round, which do not depend on each other
 * @throws InputError for too few subjects, or tasks with different numbers of options
 */
export async function groupOf(
  group: GroupedChoices,
  models: readonly ChoiceModel[],
  seed: number,
  doRounds: (pieces: readonly ChoiceRounds[], round: number) => Promise<readonly (readonly Round[])[]>,
): Promise<GroupOfModels> {
  requireGroup(group);
  const fits: GroupModelFit[] = [];
  for (const model of models) {
    const work = groupRounds(problemOf(group, model), { seed });
    let step = work.next();
    for (let round = 1; step.done !== true; round++) {
      const tasks = step.value;
      const pieces = Array.from({ length: Math.ceil(tasks.length / together) }, (_, i): ChoiceRounds => {
        const own = tasks.slice(i * together, (i + 1) * together);
        return { model: model.id, tasks: own, subjects: own.map(({ subject }) => group.subjects[subject]) };
      });
      step = work.next((await doRounds(pieces, round)).flat());
    }
    fits.push({ model: model.id, fit: step.value });
  }
  return groupOfModels(fits, group.contrast);
}

/** Chains of a group's posterior. */
export const groupChains = 4;
const options = { warmup: 500, draws: 750 } as const;

/** One chain of the posterior of a group and all its subjects, from around the empirical Bayes fit. */
export function groupChain(
  group: GroupedChoices,
  model: ChoiceModel,
  { fit, seed, chain }: { readonly fit: GroupFit; readonly seed: number; readonly chain: number },
): Chain {
  const of = hierarchicalPosterior(problemOf(group, model), fit);
  const random = randomStream(seed, `chain ${chain} of ${model.id}`);
  return nutsChain(of, of.startAt(random), random, options);
}

export const chainedGroup = (
  group: GroupedChoices,
  model: ChoiceModel,
  fit: GroupFit,
  chains: readonly Chain[],
): GroupPosterior => groupPosteriorOf(problemOf(group, model), fit, chains);
