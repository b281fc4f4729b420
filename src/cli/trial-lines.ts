import { shortNumber } from '../core/short-number.ts';
import { seenWords, type ComparedTrials } from '../fitting/report/compared-trials.ts';
import { textTable } from './output.ts';
import { indented } from './text-width.ts';

/** Which trials speak for the best model, and which against it. */
export const trialLines = (
  { isHeldOut, best, second, conditions, most }: ComparedTrials,
  left: number,
): readonly string[] => [
  indented(`Which trials speak for ${best} (log-likelihood minus that of ${second}; ${seenWords(isHeldOut)}):`, left),
  textTable([
    [`${' '.repeat(left)}trials`, 'number', 'difference', 'standard error', 'a trial'],
    ...conditions.map(({ condition, trials, sum, error }) => [
      `${' '.repeat(left)}${condition}`,
      String(trials),
      shortNumber(sum),
      error === null ? '' : shortNumber(error),
      shortNumber(sum / trials),
    ]),
  ]),
  ...(most.length === 0
    ? []
    : [
        indented(
          `The most: ${most.map(({ trial, difference }) => `trial ${trial} (${difference < 0 ? '' : '+'}${shortNumber(difference)})`).join(', ')}.`,
          left,
        ),
      ]),
];
