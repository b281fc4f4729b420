import { shortNumber } from '../../core/short-number.ts';
import { median } from 'simple-statistics';
import type { ChoiceTrials } from './choice-trials.ts';

/** The last trial in the same state with a choice, since values last began anew; -1 if there is none, or it was missed. */
export function previousTrials({ states, state, choice, starts }: ChoiceTrials): Int32Array {
  const last = new Int32Array(states).fill(-1);
  const begins = new Set(starts);
  return Int32Array.from(choice, (option, trial) => {
    if (begins.has(trial)) last.fill(-1);
    const before = last[state[trial]];
    if (option >= 0) last[state[trial]] = trial;
    return option < 0 ? -1 : before;
  });
}

/** More sizes of rewards are told as two halves. */
const mostSizes = 4;

/**
 * What came of the choice before, of each trial in words: `after a reward of 1`, `after one above .4` where there are many
 * sizes, `at first`.
 * @param all subjects, whose words are the same
 */
export function previousOutcomes(all: readonly ChoiceTrials[]): readonly (readonly string[])[] {
  const sizes = [...new Set(all.flatMap(({ reward }) => [...reward].filter((one) => !Number.isNaN(one))))];
  const middle = sizes.length > mostSizes ? median(sizes) : 0;
  const words = (size: number): string => {
    if (Number.isNaN(size)) return 'after an unknown reward';
    if (sizes.length <= mostSizes) return `after a reward of ${shortNumber(size)}`;
    return `after a reward ${size > middle ? 'above' : 'up to'} ${shortNumber(middle)}`;
  };
  return all.map((trials) =>
    Array.from(previousTrials(trials), (before) => (before < 0 ? 'at first' : words(trials.reward[before]))),
  );
}
