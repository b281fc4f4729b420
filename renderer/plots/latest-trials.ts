import type { FigureData } from '../../src/figures/figure-data.ts';
import type { LatestTrials } from '../../src/protocol/trials.ts';

/**
 * The drawing before the first trial of any displayed condition: averages of the latest trials, computed by the host.
 */
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
