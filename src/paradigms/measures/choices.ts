import type { Evidence, TrialEvidence } from '../../contracts/paradigm.ts';
import type { Design } from '../../contracts/design.ts';
import type { Trial } from '../../contracts/trial.ts';
import { average } from './numbers.ts';

/** The action taken at the trial's nth stage that was met, by id; undefined where it met none. */
export function actionOf(design: Design, { stages = [], choices = [] }: Trial, nth = 0): string | undefined {
  const choice = choices[nth];
  const option = choice === undefined ? undefined : stages[choice.stage]?.options[choice.option];
  return option === undefined ? undefined : design.actions?.[option.action]?.id;
}

/** The state shown at the trial's nth stage that was met, by id. */
export function stateOf(design: Design, { stages = [], choices = [] }: Trial, nth = 0): string | undefined {
  const stage = choices[nth]?.stage;
  return stage === undefined ? undefined : design.states?.[stages[stage]?.state ?? -1]?.id;
}

export const wasRewarded = ({ outcomes }: Trial): boolean => outcomes.some(({ delivered }) => delivered);

/** Two trials of one animal, one right after the other. */
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

/** Share of successions in which the first action was repeated; NaN where there are none. */
export const stayShare = (design: Design, pairs: readonly Succession[]): number =>
  average(pairs.map(({ before, after }) => (actionOf(design, before.trial) === actionOf(design, after.trial) ? 1 : 0)));
