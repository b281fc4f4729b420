import { passWord } from '../analysis/signatures.ts';
import type { JudgedWord } from '../analysis/verdict-words.ts';
import { shortNumber } from '../core/short-number.ts';

/** Failures are highlighted. */
export const shownWord = (word: JudgedWord): string => (word === 'fail' ? 'FAIL' : word);

/** The measurement; a dash if undefined. */
export const measuredText = (measured: number | null): string => (measured === null ? '-' : shortNumber(measured));

/** Both together: `pass 0.8`, `undefined`. */
export const verdictText = (pass: boolean | null, measured: number | null): string =>
  measured === null ? shownWord(passWord(pass)) : `${shownWord(passWord(pass))} ${shortNumber(measured)}`;

/** A fraction of the defined values, with their number if some are undefined: `80 %`, `75 % (8 of 10 defined)`. */
export function shareText(share: number | null, defined: number, all: number): string {
  if (share === null) return 'undefined';
  return `${Math.round(100 * share)} %${defined === all ? '' : ` (${defined} of ${all} defined)`}`;
}
