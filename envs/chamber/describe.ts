import type { GridDesign, RewardEvent } from '../../src/contracts/design.ts';
import type { StepOutcome, Trial } from '../../src/contracts/trial.ts';

/** `0.3 s` */
export const secondsText = (design: GridDesign, steps: number): string =>
  `${Number((steps * design.stepSeconds).toFixed(3))} s`;

/** `reward 1 at 2 s`, or in the paper's words: `reward 0.1 µl at 1.5 s`, `no air puff at 2 s` */
export function outcomeText(design: GridDesign, trial: Trial, outcome: StepOutcome): string {
  const { name = 'reward', amount } = rewardOf(design, trial, outcome) ?? {};
  const at = secondsText(design, outcome.step);
  if (!outcome.delivered) return `no ${name} at ${at}`;
  const isNamed = name !== 'reward';
  return [name, amount ?? (isNamed ? [] : Number(outcome.magnitude.toPrecision(3))), 'at', at].flat().join(' ');
}

/** The scheduled outcome, identified by its size. */
function rewardOf({ trialTypes }: GridDesign, { type }: Trial, { scheduled }: StepOutcome): RewardEvent | undefined {
  const { rewards = [], stages = [] } = trialTypes[type] ?? {};
  return [...rewards, ...stages.flatMap(({ options }) => options.flatMap((option) => option.rewards))].find(
    ({ magnitude }) => magnitude === scheduled,
  );
}
