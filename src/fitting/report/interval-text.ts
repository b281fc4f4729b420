import type { Estimate } from './estimates.ts';
import { shortNumber } from '../../core/short-number.ts';

/** `0.12 to 0.3`, `0.12 upwards` */
export function intervalText({ interval }: Pick<Estimate, 'interval'>): string {
  if (interval === null) return 'none';
  const [low, high] = interval;
  if (low === 'open' && high === 'open') return 'open on both sides';
  if (low === 'open') return `up to ${shortNumber(high as number)}`;
  return high === 'open' ? `${shortNumber(low)} upwards` : `${shortNumber(low)} to ${shortNumber(high)}`;
}
