import { closestFirst } from '../../../analysis/closeness.ts';
import { poolSignatures } from '../../../analysis/pool.ts';
import { verdictOf } from '../../../analysis/verdict.ts';
import type { BenchCell, BenchSignature } from '../../../contracts/bench.ts';
import type { SignatureResult } from '../../../contracts/result.ts';
import type { BestSetting, SearchedCell, Setting } from '../../../contracts/search.ts';
import type { TrialSpec } from '../../../spec/spec.ts';
import { InputError } from '../../../core/errors.ts';
import { find, findTrialRule } from '../../../engine/registry.ts';
import { searchedParameters, settingsOf, withSetting } from '../../../engine/searched-settings.ts';
import { benchSpec, measuredIn, type BenchJob } from '../bench-job.ts';

/** A cell to be searched, as sent to a worker. */
export interface SearchJob extends BenchJob {
  /** Number of settings to try. */
  readonly settings: number;
}

/** Settings of an agent to try in a paradigm. */
const defaultSettings = 64;

/**
 * Whether a cell is searched: if the agent fails at its defaults, except agents with a network, which take minutes per
 * session.
 */
export const isSearched = ({ agent, verdict }: Pick<BenchCell, 'agent' | 'verdict'>): boolean =>
  verdict !== 'pass' &&
  verdict !== 'not-applicable' &&
  findTrialRule(find('agents', agent).learningRule.id).slow !== true;

/** The search of a cell. */
export const searchJob = ({ paradigm, agent, seeds }: BenchJob, settings = defaultSettings): SearchJob => ({
  paradigm,
  agent,
  seeds,
  settings,
});

/** Number of seeds for judging the settings left after the previous stage, and number of settings that continue. */
export const stages = [
  { seeds: 1, kept: 8 },
  { seeds: 3, kept: 1 },
] as const;

interface Candidate {
  readonly setting: Setting;
  readonly spec: TrialSpec;
  /** The measurements of each seed, from seed 1 on. */
  readonly looks: readonly (readonly SignatureResult[])[];
  readonly signatures: readonly BenchSignature[];
}

/** Tries settings of an agent in a paradigm: all on one seed, the closest on three, the closest of these on all. */
export function runSearchJob({ paradigm, agent, seeds, settings }: SearchJob): SearchedCell {
  const began = performance.now();
  const spec = benchSpec({ paradigm, agent });
  if (spec === undefined) throw new Error(`${agent} does not fit ${paradigm}: there is nothing to search`);
  const all = settingsOf(spec, searchedParameters(spec), settings).filter((setting) => Object.keys(setting).length > 0);
  let left = all.flatMap((setting) => candidateOf(spec, setting));
  let run = 0;
  for (const stage of stages) {
    left = left.flatMap((one) => ranOn(one, Math.min(stage.seeds, seeds)));
    run ||= left.length;
    left = closest(left, stage.kept);
  }
  const [last] = left.flatMap((one) => ranOn(one, seeds));
  const best = last === undefined ? undefined : bestOf(passes(last) ? trimmed(spec, last, seeds) : last);
  return {
    paradigm,
    agent,
    seeds,
    tried: all.length,
    run,
    ...(best === undefined ? {} : { best }),
    seconds: (performance.now() - began) / 1000,
  };
}

/** A setting that has not been run; none if its values are incompatible. */
const candidateOf = (spec: TrialSpec, setting: Setting): readonly Candidate[] =>
  unlessRefused(() => ({ setting, spec: withSetting(spec, setting), looks: [], signatures: [] }));

/** The same after running this many seeds; none if it fails, e.g. if learning diverges. */
const ranOn = ({ setting, spec, looks }: Candidate, seeds: number): readonly Candidate[] =>
  unlessRefused(() => {
    const completed = [...looks, ...measuredIn(spec, looks.length + 1, seeds)];
    return { setting, spec, looks: completed, signatures: poolSignatures(completed) };
  });

/** A failure with one setting is not a defect of this program: another setting may work. */
function unlessRefused<T>(make: () => T): readonly T[] {
  try {
    return [make()];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return [];
  }
}

/**
 * The closest N. Of settings with the same measurements, e.g. where a parameter has no effect, only the first
 * continues.
 */
function closest(candidates: readonly Candidate[], count: number): Candidate[] {
  const seen = new Set<string>();
  const different = candidates.filter(({ signatures }) => {
    const measured = JSON.stringify(signatures.map(({ values }) => values));
    return !seen.has(measured) && seen.add(measured);
  });
  return closestFirst(different.map(({ signatures }) => signatures))
    .slice(0, count)
    .map((i) => different[i] as Candidate);
}

const passes = ({ signatures }: Candidate): boolean => verdictOf(signatures) === 'pass';

/**
 * Removes values that are not needed to pass: one after another is reset to its default. A setting that fails on the
 * first seed is not examined further.
 */
function trimmed(spec: TrialSpec, whole: Candidate, seeds: number): Candidate {
  let best = whole;
  for (const path of Object.keys(whole.setting)) {
    const { [path]: _, ...setting } = best.setting;
    if (Object.keys(setting).length === 0) continue;
    const onFirst = candidateOf(spec, setting).flatMap((one) => ranOn(one, 1));
    const less = onFirst
      .filter(passes)
      .flatMap((one) => ranOn(one, seeds))
      .find(passes);
    best = less ?? best;
  }
  return best;
}

const bestOf = ({ setting, signatures }: Candidate): BestSetting => ({
  setting,
  verdict: verdictOf(signatures),
  signatures: signatures.map(({ id, values, measured, interval, defined, passRate, pass }) => ({
    id,
    values,
    measured,
    interval,
    defined,
    passRate,
    pass,
  })),
});
