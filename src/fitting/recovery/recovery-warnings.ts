import type { RecoveredParameter, RecoveryDraw } from './recovered.ts';

/** Estimates that go together this closely are not of two parameters. */
const inseparable = 0.8;
/** Below it, an estimate says little about who has more. */
const leastR = 0.5;
/** Something that happens in more fits than this is to be expected of the recording's own. */
const often = 0.1;
/** Intervals that hold the truth less often than this are too narrow, if there are enough of them to say so. */
const leastCoverage = 0.88;
const enoughIntervals = 50;

/** What a reader of a fit has to know of the design, in sentences. */
export function recoveryWarnings(
  draws: readonly RecoveryDraw[],
  parameters: readonly RecoveredParameter[],
  correlations: readonly (readonly (number | null)[])[],
): readonly string[] {
  const shareOf = (has: (draw: RecoveryDraw) => boolean): number =>
    draws.filter(has).length / Math.max(1, draws.length);
  const failed = shareOf(({ failure }) => failure !== undefined);
  const disagreeing = shareOf(({ agreeing, starts }) => starts > 1 && agreeing < 2);
  const several = shareOf(({ modes }) => modes > 0);
  const intervals = draws.filter(({ covered }) => covered !== null).length;
  return [
    ...correlations.flatMap((row, i) =>
      row
        .slice(0, i)
        .flatMap((r, j) =>
          r !== null && Math.abs(r) > inseparable
            ? [
                `${parameters[j].id} and ${parameters[i].id} cannot be told apart on this design: their estimates have a correlation of ${r.toFixed(2)}.`,
              ]
            : [],
        ),
    ),
    ...parameters.flatMap(({ id, r, atBound, coverage }) => [
      ...(r !== null && r < leastR
        ? [`${id} is not recovered on this design: estimates and truth have a correlation of ${r.toFixed(2)}.`]
        : []),
      ...(atBound > often ? [`${percent(atBound)} of the estimates of ${id} are at an end of its range.`] : []),
      ...(coverage !== null && coverage < leastCoverage && intervals >= enoughIntervals
        ? [`Intervals of ${id} are too narrow: ${percent(coverage)} of the 95 % intervals hold the truth.`]
        : []),
    ]),
    ...(failed > often ? [`${percent(failed)} of the fits failed. ${usualFailure(draws)}`] : []),
    ...(disagreeing > often
      ? [`In ${percent(disagreeing)} of the fits no two searches ended at the best maximum: take more starts.`]
      : []),
    ...(several > often
      ? [
          `In ${percent(several)} of the fits another maximum explains the data nearly as well: look at the whole posterior.`,
        ]
      : []),
  ];
}

/** The failure that is most frequent. */
function usualFailure(draws: readonly RecoveryDraw[]): string {
  const counts = new Map<string, number>();
  for (const { failure = '' } of draws) if (failure !== '') counts.set(failure, (counts.get(failure) ?? 0) + 1);
  const [[most, count]] = [...counts].sort(([, one], [, other]) => other - one);
  return `In ${count} of ${draws.length}: ${most}`;
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;
