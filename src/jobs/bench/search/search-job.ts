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

/** A cell for which a setting is sought: what a worker is sent. */
export interface SearchJob extends BenchJob {
  /** How many are tried. */
  readonly settings: number;
}

/** Settings of an agent that are tried in a paradigm. */
const defaultSettings = 64;

/** Whether a setting is sought: where an agent fails at its defaults, but for those with a network, which take minutes a session. */
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

/** How many seeds the settings are judged on that are left after the stage before, and how many of them go on. */
export const stages = [
  { seeds: 1, kept: 8 },
  { seeds: 3, kept: 1 },
] as const;

interface Candidate {
  readonly setting: Setting;
  readonly spec: TrialSpec;
  /** What each seed measured, from seed 1 on. */
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

/** One that has not lived yet; none where the values of a setting do not go together. */
const candidateOf = (spec: TrialSpec, setting: Setting): readonly Candidate[] =>
  unlessRefused(() => ({ setting, spec: withSetting(spec, setting), looks: [], signatures: [] }));

/** The same, having lived under so many seeds; none where it cannot, as where learning diverges. */
const ranOn = ({ setting, spec, looks }: Candidate, seeds: number): readonly Candidate[] =>
  unlessRefused(() => {
    const more = Array.from({ length: seeds - looks.length }, (_, i) =>
      measuredIn({ ...spec, seed: looks.length + i + 1 }),
    );
    const completed = [...looks, ...more];
    return { setting, spec, looks: completed, signatures: poolSignatures(completed) };
  });

/** What does not work with a setting is no defect of this program: another setting may work. */
function unlessRefused<T>(make: () => T): readonly T[] {
  try {
    return [make()];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return [];
  }
}

/** The closest so many. Of settings that measured the same numbers, as where a parameter means nothing here, only the first goes on. */
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

/** Without what it passes without: one value after another goes back to its default. One that fails on the first seed is not looked at further. */
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
