// The matrix as it is shipped; tests/jobs/results.test.ts sees to it that it is this program's.
import { readFileSync } from 'node:fs';
import type { BenchVerdict } from '../../src/contracts/bench.ts';
import { readResults } from '../../src/jobs/bench/results/results-data.ts';

const { cells } = readResults(readFileSync(new URL('../../docs/matrix/results.json', import.meta.url), 'utf8'));

/** Undefined where the agent cannot live in the paradigm's world. */
export const shippedVerdict = (paradigm: string, agent: string): BenchVerdict | undefined =>
  cells.find((cell) => cell.paradigm === paradigm && cell.agent === agent)?.verdict;
