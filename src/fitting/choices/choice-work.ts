import type { Chain } from '../posterior/nuts.ts';
import type { GroupFit } from '../group/hierarchy.ts';
import type { Round } from '../group/hierarchy.ts';
import { recoveryResults, type RecoveryWork, type RecoveryWorkResults } from './choice-recovery.ts';
import { choiceRounds, groupChain, type ChoiceRounds, type GroupedChoices } from './group-fits.ts';
import { findChoiceModel } from './registry.ts';
import { fitSubject, type SubjectFit, type SubjectOptions } from './subject-fits.ts';
import type { GroupedSubject } from './grouped-subject.ts';

/** A piece of work on fits of choices that depends on nothing else. Plain data. */
export type ChoiceWork =
  /** All models to some subjects. */
  | {
      readonly kind: 'subjects';
      readonly subjects: readonly GroupedSubject[];
      /** Their ids. */
      readonly models: readonly string[];
      readonly options: SubjectOptions;
    }
  /** Some subjects under their group. */
  | { readonly kind: 'rounds'; readonly rounds: ChoiceRounds }
  /** Some simulated subjects. */
  | { readonly kind: 'recovery'; readonly recovery: RecoveryWork }
  /** One chain of a group, by number. */
  | {
      readonly kind: 'chain';
      readonly group: GroupedChoices;
      /** Its id. */
      readonly model: string;
      readonly fit: GroupFit;
      readonly seed: number;
      readonly chain: number;
    };

/** What each gives. */
export interface ChoiceWorkResults {
  /** Subject by subject, all models of each. */
  readonly subjects: readonly SubjectFit[];
  readonly rounds: readonly Round[];
  readonly recovery: RecoveryWorkResults;
  readonly chain: Chain;
}

const kinds: readonly string[] = ['subjects', 'rounds', 'chain'] satisfies readonly ChoiceWork['kind'][];

/** Whether it is not a task of a fit to a session; both have simulations. */
export const isChoiceWork = (task: { readonly kind: string }): task is ChoiceWork =>
  kinds.includes(task.kind) || 'recovery' in task;

/** @throws InputError for a posterior that a model cannot have */
export function choiceWork(work: ChoiceWork): ChoiceWorkResults[ChoiceWork['kind']] {
  if (work.kind === 'rounds') return choiceRounds(work.rounds);
  if (work.kind === 'recovery') return recoveryResults(work.recovery);
  if (work.kind === 'chain') return groupChain(work.group, findChoiceModel(work.model), work);
  const models = work.models.map(findChoiceModel);
  return work.subjects.flatMap((subject) => models.map((model) => fitSubject(subject, model, work.options)));
}

/** In words, for messages. */
export function choiceWorkName(work: ChoiceWork): string {
  const fitOf = (subjects: readonly GroupedSubject[]): string =>
    `the fit of ${subjects.map(({ subject }) => subject).join(', ')}`;
  switch (work.kind) {
    case 'subjects':
      return fitOf(work.subjects);
    case 'rounds':
      return fitOf(work.rounds.subjects);
    case 'recovery':
      return `simulated subjects of ${work.recovery.models[work.recovery.made]}`;
    case 'chain':
      return `chain ${work.chain + 1} of ${work.model}`;
  }
}
