import { responseSpans, responsesOf, responsesOver, rWords, spanWords } from '../analysis/animals/responses.ts';
import type { AnimalRows } from '../contracts/animal-rows.ts';
import { textTable } from './output.ts';
import { indented } from './text-width.ts';

/** How the responses of each animal go with the logarithm of the time since the last event, as in the app. */
export interface ResponseReport {
  readonly lines: readonly string[];
  readonly json: object;
}

/**
 * @param windows of all conditions
 * @param interval the column with the time since the last event
 * @returns undefined for a column that is not of numbers
 */
export function responseReport(
  [windows]: readonly AnimalRows[],
  interval: string | undefined,
): ResponseReport | undefined {
  const cells = interval === undefined ? undefined : windows?.columns[interval];
  if (windows === undefined || cells === undefined || !cells.every((cell) => typeof cell === 'number'))
    return undefined;
  const spans = responseSpans(windows);
  const x = cells.map((cell) => Math.log(cell));
  const animals = responsesOver(windows.animals, x, responsesOf(windows, spans));
  return {
    json: {
      responses: {
        over: `log ${interval}`,
        ...spans,
        animals: animals.map(({ animal, events, line }) => ({ animal, events, r: line?.r ?? null })),
      },
    },
    lines: [
      '',
      `Responses over the logarithm of ${interval}`,
      indented(spanWords(spans), 2),
      textTable([
        ['  animal', 'events', 'r'],
        ...animals.map(({ animal, events, line }) => [`  ${animal}`, String(events), rWords(line?.r)]),
      ]),
    ],
  };
}
