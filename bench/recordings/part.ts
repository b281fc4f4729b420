import type { Row } from '../measure.ts';
import { evaluationRows } from './evaluations.ts';
import { pageRows } from './page.ts';
import { twoGigabyteRows } from './two-gigabytes.ts';

/** Recordings of the size that labs have: in the page, on the command line, and in a fit. */
export const recordings = async (root: string): Promise<readonly Row[]> => [
  ...(await pageRows()),
  ...(await twoGigabyteRows(root)),
  ...evaluationRows(),
];
