import type { FigureData } from '../../src/figures/figure-data.ts';
import type { LatestTrials } from '../../src/protocol/trials.ts';

/** What is drawn before the first trial of any condition that the paradigm shows: averages of the latest trials, as the host made them. */
export function latestFigure(data: FigureData, latest: readonly LatestTrials[]): FigureData {
  const isOne = latest.length === 1;
  const conditions = latest.map(({ type, title, averages }) => ({
    id: type,
    title: isOne ? `last ${averages.n} trials` : title,
    averages,
  }));
  const most = Math.max(0, ...latest.map(({ averages }) => averages.n));
  return {
    ...data,
    conditions,
    recorded: [],
    note: `before the recording: last ${most} trials${isOne ? '' : ' of each kind'}, mean ± SEM`,
  };
}
