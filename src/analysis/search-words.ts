import type { Miss, SearchedCell, Setting } from '../contracts/search.ts';
import { missText } from './misses.ts';
import { verdictMarks } from './verdict-words.ts';

/**
 * Result of a search, shown with the letter of a cell that fails at its defaults: a setting passes, or none was found.
 */
export const searchMarks = {
  found: { mark: '+', words: 'fails with default parameters, but passes with another setting' },
  none: { mark: '-', words: 'fails with default parameters, and no passing setting was found' },
} as const;

/** Whether a setting was found with which every finding is shown. */
export const passesWith = ({ best }: SearchedCell): boolean => best?.verdict === 'pass';

/** Whether a search found a setting. */
export const searchMark = (found: boolean): string => (found ? searchMarks.found : searchMarks.none).mark;

/** `learningRule.learningRate = 0.3, objective.discount = 0.97` */
const settingText = (setting: Setting): string =>
  Object.entries(setting)
    .map(([path, value]) => `${path} = ${value}`)
    .join(', ');

/**
 * Both verdicts in a sentence: `does not pass by default, but with learningRule.learningRate = 0.3 (64 settings tried)`.
 * @param misses of the closest setting; empty if they are not known
 */
export function searchSentence({ best, tried, run }: SearchedCell, misses: readonly Miss[] = []): string {
  if (tried === 0) return 'this agent has no parameters to search';
  const trials = `${tried} settings tried${run === tried ? '' : `, ${tried - run} of which failed to run`}`;
  if (best === undefined) return `no setting found that passes: ${trials}`;
  if (best.verdict === 'pass') return `does not pass by default, but with ${settingText(best.setting)} (${trials})`;
  return `no setting found that passes (${trials}); the closest, ${settingText(best.setting)}: ${verdictMarks[best.verdict].words}${misses.length === 0 ? '' : `; ${missText(misses)}`}`;
}
