import type { FilteringSensor } from '../../contracts/recording.ts';

/** How a filtering sensor changes from its level, after positive and negative errors that its response has filtered. */
export function changeOf(
  {
    gainPositive,
    gainNegative,
    floor,
    ceiling,
  }: Pick<FilteringSensor, 'gainPositive' | 'gainNegative' | 'floor' | 'ceiling'>,
  p: number,
  n: number,
): number {
  const rise = gainPositive * p;
  return Math.max(floor, rise / (1 + rise / ceiling) - gainNegative * n);
}
