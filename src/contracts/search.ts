import type { BenchSignature, BenchVerdict } from './bench.ts';
import type { ParameterValue } from './parameters.ts';

/** Values that differ from an agent's defaults, by `part.name`. */
export type Setting = Readonly<Record<string, ParameterValue>>;

/** The result of a signature's measurement, without its declaration. */
type SearchedSignature = Pick<
  BenchSignature,
  'id' | 'values' | 'measured' | 'interval' | 'defined' | 'passRate' | 'pass'
>;

/** The result of a search for a setting under which an agent shows every finding of a paradigm. */
export interface SearchedCell {
  readonly paradigm: string;
  readonly agent: string;
  /** Number of seeds that the best setting was judged on, counted from 1. */
  readonly seeds: number;
  /** Number of settings tried, and number of those that ran. */
  readonly tried: number;
  readonly run: number;
  /** The best setting; absent if there is nothing to search, or none could be run. */
  readonly best?: BestSetting;
  /** Computing time. */
  readonly seconds: number;
}

export interface BestSetting {
  readonly setting: Setting;
  /** Over all seeds, judged like any matrix cell. */
  readonly verdict: BenchVerdict;
  readonly signatures: readonly SearchedSignature[];
  /** What it misses, where the signatures themselves are not stored. */
  readonly misses?: readonly Miss[];
}

/** By how much a signature is missed: distance from what is expected, in units of its limit; null if it is undefined. */
export interface Miss {
  readonly id: string;
  readonly limits: number | null;
}
