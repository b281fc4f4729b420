// There are thousands of tests of an agent in a paradigm: `npm test` runs a fixed sample, `npm run test:all` runs all.
import { createHash } from 'node:crypto';
import { TestRunner } from 'vitest';

/** A case of a table of tests; every other item that it names, such as a manipulation, is in the sample at least once too. */
export interface Case {
  readonly agent: string;
  readonly paradigm: string;
}

/** One case in N is in the sample, in addition to those that cover named items. */
const oneOf = 12;

/** Cases that once gave an unexpected result: tested every time. */
const faulty: readonly Case[] = [
  { agent: 'td-expectile', paradigm: 'schultz-1997' },
  { agent: 'kalman-td', paradigm: 'lubow-1976' },
];
const wasFaulty = ({ agent, paradigm }: Case): boolean =>
  faulty.some((one) => one.agent === agent && one.paradigm === paradigm);

/** Uniform from 0 to 1, and the same for the same names on every machine. */
function placeOf(one: Case): number {
  const named = Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(named)).digest().readUInt32BE() / 2 ** 32;
}

/**
 * A sample that does not change when agents and paradigms are added: whether a case is in it depends only on its own
 * names. To include every agent, every paradigm and every other named item, the first-ranked case of each is added.
 * @param cases plain names, each case once
 */
export function sampleOf<Of extends Case>(cases: readonly Of[]): readonly Of[] {
  const placed = cases.map((one) => ({ one, place: placeOf(one) }));
  const first = new Map<string, (typeof placed)[number]>();
  for (const entry of placed) {
    for (const named of Object.entries(entry.one).map(String)) {
      if (entry.place < (first.get(named)?.place ?? Infinity)) first.set(named, entry);
    }
  }
  const covering = new Set(first.values());
  return placed
    .filter((entry) => entry.place < 1 / oneOf || covering.has(entry) || wasFaulty(entry.one))
    .map(({ one }) => one);
}

/** Whether this run tests every case, and what takes minutes. */
export const isWhole = process.env['PHASIC_TEST_CASES'] === 'all';

/** The cases of this run. The number of omitted cases is reported after all tests. */
export function sampled<Of extends Case>(cases: readonly Of[]): readonly Of[] {
  const sample = isWhole ? cases : sampleOf(cases);
  const { meta } = TestRunner.getCurrentSuite().file;
  const { sampled: before, of } = meta.sample ?? { sampled: 0, of: 0 };
  meta.sample = { sampled: before + sample.length, of: of + cases.length };
  return sample;
}
