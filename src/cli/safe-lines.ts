import { printable } from '../core/errors.ts';

/** Lines with names from a recording, which may hold sequences that a terminal would obey. */
export const safeLines = (lines: readonly string[]): string =>
  lines
    .flatMap((line) => line.split('\n'))
    .map((line) => printable(line))
    .join('\n');
