import { InputError } from '../../core/errors.ts';
import { contrastOf } from '../group/contrast.ts';
import type { GroupOfModels } from '../group/group-of-models.ts';
import type { PosteriorKind } from '../posterior/posterior.ts';
import type { Found } from '../../contracts/reader.ts';
import type { TitledModel } from '../group/titled-model.ts';
import type { MappedChoices } from '../../recorded/choices/mapped-choices.ts';
import { choiceTrialsOf, type ChoiceColumns, type SubjectChoices } from './choice-trials-of.ts';
import type { FittedChoices } from '../report/choice-fits.ts';
import { requireStages, type ChoiceModel } from '../choices/choice-model.ts';
import type { ChoiceWork, ChoiceWorkResults } from '../choices/choice-work.ts';
import { chainedGroup, groupChains, groupOf, requireGroup, type GroupedChoices } from '../choices/group-fits.ts';
import { choiceRecovery, recoveryWork } from '../choices/choice-recovery.ts';
import { findChoiceModel, titledModel } from '../choices/registry.ts';
import { whyNotFitted, type SubjectFit } from '../choices/subject-fits.ts';

/** How choices of subjects are fitted. Plain data. */
export interface AskedOfChoices {
  /** Ids of the models. */
  readonly models: readonly string[];
  readonly seed: number;
  /** Number of searches. */
  readonly starts: number;
  /** Of another kind than the usual one. */
  readonly posterior?: PosteriorKind | undefined;
  /** Whether all subjects are fitted at once as well. */
  readonly isGroup: boolean;
  /** With a group: whether its subjects differ in the cells that were read, and what they are compared with. */
  readonly contrast?: { readonly column: string; readonly reference: string | undefined } | undefined;
  /** Number of blocks of each subject's trials that are kept out, one after the other. */
  readonly blocks: number;
  /** Simulated subjects of each model. */
  readonly recover: number;
}

/** Fits of models to the choices of a recording. Plain data. */
export interface ChoicesWork {
  /** The table of choices is in it. */
  readonly found: Found;
  readonly mapped: MappedChoices;
  readonly columns: ChoiceColumns;
  readonly asked: AskedOfChoices;
}

/** Does pieces of work, in any order and number at a time. @returns what each gives, in the order of the pieces */
export type DoChoiceWork = <Kind extends ChoiceWork['kind']>(
  pieces: readonly Extract<ChoiceWork, { readonly kind: Kind }>[],
) => Promise<readonly ChoiceWorkResults[Kind][]>;

/** Subjects that determine something, and why others are left out, as lines. @throws InputError if there are none */
export function fittedSubjects(subjects: readonly SubjectChoices[]): {
  readonly fitted: readonly [SubjectChoices, ...SubjectChoices[]];
  readonly leftOut: readonly string[];
} {
  const reasons = subjects.map(({ trials }) => whyNotFitted(trials));
  const leftOut = subjects.flatMap(({ subject }, i) =>
    reasons[i] === undefined
      ? []
      : [`${subject === '' ? 'the subject' : `subject ${subject}`} is left out: ${reasons[i]}`],
  );
  const [first, ...others] = subjects.filter((_, i) => reasons[i] === undefined);
  if (first === undefined) throw new InputError('no subject can be fitted', 'choices', leftOut.join('; '));
  return { fitted: [first, ...others], leftOut };
}

/** The subjects of a recording that are fitted, and what was left out, as lines. @throws InputError as its parts do */
export function subjectsOf({ found, mapped, columns }: ChoicesWork): ReturnType<typeof fittedSubjects> {
  const { subjects, notes } = choiceTrialsOf(found, mapped, columns);
  const { fitted, leftOut } = fittedSubjects(subjects);
  return { fitted, leftOut: [...notes, ...leftOut] };
}

/** What is known of fits of choices. Plain data. */
export interface ToldChoices {
  readonly models: readonly TitledModel[];
  /** Those that are fitted. */
  readonly subjects: readonly string[];
  /** What was left out, in lines. */
  readonly notes: readonly string[];
  readonly fitted?: FittedChoices;
}

/** Does all of it. @param told called before anything is fitted, and whenever more is known */
export async function choicesWork(
  work: ChoicesWork,
  doWork: DoChoiceWork,
  told: (known: ToldChoices) => void,
): Promise<void> {
  const { fitted: subjects, leftOut: notes } = subjectsOf(work);
  const { options } = subjects[0].trials;
  const models = work.asked.models.map((id) => titledModel(id, options));
  const known = { models, subjects: subjects.map(({ subject }) => subject), notes };
  told(known);
  const tell = (fitted: FittedChoices): void => told({ ...known, fitted });
  tell(await fitChoices(subjects, work.asked, doWork, tell));
}

/**
 * Fits of all subjects, of them as a group, and simulated subjects, in this order. The models and the group are checked
 * before anything is fitted.
 * @param told what is known after each of these
 * @throws InputError for a model of other tasks, a group that is none, and for a piece of work that cannot be done
 */
export async function fitChoices(
  subjects: readonly [SubjectChoices, ...SubjectChoices[]],
  { models, seed, starts, posterior, blocks, isGroup, contrast, recover }: AskedOfChoices,
  doWork: DoChoiceWork,
  told?: (fitted: FittedChoices) => void,
): Promise<FittedChoices> {
  const all = models.map(findChoiceModel);
  for (const model of all) requireStages(model, subjects[0].trials);
  const group = isGroup ? groupIn(subjects, contrast) : undefined;
  // Chains of a group are of all its subjects, in place of chains of each.
  const isChained = isGroup && posterior === 'nuts';
  const options = { seed, starts, blocks, posterior: isChained ? undefined : posterior };
  let fitted: FittedChoices = { fits: await subjectFits(subjects, models, options, doWork) };
  told?.(fitted);
  if (group !== undefined) {
    fitted = { ...fitted, group: await groupFits(group, all, { seed, isChained }, doWork) };
    told?.(fitted);
  }
  if (recover === 0) return fitted;
  const { trials } = subjects[0];
  const work = recoveryWork(trials, all, fitted.fits, { seed, starts, draws: recover });
  const done = await doWork<'recovery'>(work.map((recovery) => ({ kind: 'recovery', recovery })));
  return { ...fitted, recovery: choiceRecovery(trials, all, work, done) };
}

/** @throws InputError for subjects that are no group, or do not differ in the contrast */
function groupIn(subjects: readonly SubjectChoices[], asked: AskedOfChoices['contrast']): GroupedChoices {
  const cells = subjects.map(({ subject, cell = '' }) => ({ subject, cell }));
  const group: GroupedChoices = {
    subjects: subjects.map(({ subject, trials }) => ({ subject, trials })),
    ...(asked === undefined ? {} : { contrast: contrastOf(asked.column, cells, asked.reference) }),
  };
  requireGroup(group);
  return group;
}

/** Subjects of one piece of work: most fits take a few milliseconds, other posteriors a second. */
const together = 8;

async function subjectFits(
  subjects: readonly SubjectChoices[],
  models: readonly string[],
  options: Extract<ChoiceWork, { readonly kind: 'subjects' }>['options'],
  doWork: DoChoiceWork,
): Promise<readonly SubjectFit[]> {
  const size = options.posterior === undefined ? together : 1;
  const pieces = Array.from({ length: Math.ceil(subjects.length / size) }, (_, i) => ({
    kind: 'subjects' as const,
    subjects: subjects.slice(i * size, (i + 1) * size).map(({ subject, trials }) => ({ subject, trials })),
    models,
    options,
  }));
  return (await doWork<'subjects'>(pieces)).flat();
}

/** The group by empirical Bayes, and chains of it. */
async function groupFits(
  group: GroupedChoices,
  models: readonly ChoiceModel[],
  { seed, isChained }: { readonly seed: number; readonly isChained: boolean },
  doWork: DoChoiceWork,
): Promise<GroupOfModels> {
  const fitted = await groupOf(group, models, seed, (pieces) =>
    doWork<'rounds'>(pieces.map((rounds) => ({ kind: 'rounds', rounds }))),
  );
  if (!isChained) return fitted;
  const chains = await doWork<'chain'>(
    fitted.models.flatMap(({ model, fit }) =>
      Array.from({ length: groupChains }, (_, chain) => ({ kind: 'chain' as const, group, model, fit, seed, chain })),
    ),
  );
  return {
    ...fitted,
    models: fitted.models.map((one, i) => {
      const own = chains.slice(i * groupChains, (i + 1) * groupChains);
      return { ...one, posterior: chainedGroup(group, findChoiceModel(one.model), one.fit, own) };
    }),
  };
}
