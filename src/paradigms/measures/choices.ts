import type { Evidence, TrialEvidence } from '../../contracts/paradigm.ts';
import type { Design } from '../../contracts/design.ts';
import type { Trial } from '../../contracts/trial.ts';
import { average } from './numbers.ts';

/** The action chosen at the nth stage that the trial reached, by id; undefined if there is none. */
export function actionOf(design: Design, { stages = [], choices = [] }: Trial, nth = 0): string | undefined {
  const choice = choices[nth];
  const option = choice === undefined ? undefined : stages[choice.stage]?.options[choice.option];
  return option === undefined ? undefined : design.actions?.[option.action]?.id;
}

/** The state shown at the nth stage that the trial reached, by id. */
export function stateOf(design: Design, { stages = [], choices = [] }: Trial, nth = 0): string | undefined {
  const stage = choices[nth]?.stage;
  return stage === undefined ? undefined : design.states?.[stages[stage]?.state ?? -1]?.id;
}

export const wasRewarded = ({ outcomes }: Trial): boolean => outcomes.some(({ delivered }) => delivered);

/** Two consecutive trials of one subject. */
export interface Succession {
  readonly before: TrialEvidence;
  readonly after: TrialEvidence;
}

/** All pairs of a condition's trials of which the second comes right after the first. */
export function successions<P>(e: Evidence<P>, condition: string): readonly Succession[] {
  const trials = e.trials(condition);
  return trials.slice(1).flatMap((after, i) => {
    const before = trials[i] as TrialEvidence;
    return after.trial.index === before.trial.index + 1 && after.trial.group === before.trial.group
      ? [{ before, after }]
      : [];
  });
}

/** Fraction of pairs in which the first action was repeated; NaN if there are none. */
export const stayShare = (design: Design, pairs: readonly Succession[]): number =>
  average(pairs.map(({ before, after }) => (actionOf(design, before.trial) === actionOf(design, after.trial) ? 1 : 0)));
