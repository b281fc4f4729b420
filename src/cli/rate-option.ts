import { InputError } from '../core/errors.ts';
import type { Arguments } from './command.ts';

/**
 * Whether the means of the recording are asked for in the JSON.
 * @throws InputError where there is none
 */
export function rateFrom(args: Arguments): boolean {
  if (!args.on('recorded-means') || args.on('json')) return args.on('recorded-means');
  throw new InputError(
    'the means of the recording are not used',
    '--recorded-means',
    'add --json; --csv and --figure have them',
  );
}

/** Whether anything that options ask for shows the recording. */
export const isRateShown = (args: Arguments): boolean => rateFrom(args) || args.on('csv') || args.on('figure');
