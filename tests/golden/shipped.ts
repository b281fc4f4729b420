// The shipped matrix; tests/jobs/results.test.ts checks that it is up to date.
import { readFileSync } from 'node:fs';
import type { BenchVerdict } from '../../src/contracts/bench.ts';
import { readResults } from '../../src/jobs/bench/results/results-data.ts';

const { cells } = readResults(readFileSync(new URL('../../docs/matrix/results.json', import.meta.url), 'utf8'));

/** Undefined if the agent cannot run the paradigm. */
export const shippedVerdict = (paradigm: string, agent: string): BenchVerdict | undefined =>
  cells.find((cell) => cell.paradigm === paradigm && cell.agent === agent)?.verdict;
