import type { BenchSignature, BenchVerdict } from './bench.ts';
import type { ParameterValue } from './parameters.ts';

/** Values that differ from an agent's defaults, by `part.name`. */
export type Setting = Readonly<Record<string, ParameterValue>>;

/** What is known of a signature once it was measured, without what it declares. */
export type SearchedSignature = Pick<
  BenchSignature,
  'id' | 'values' | 'measured' | 'interval' | 'defined' | 'passRate' | 'pass'
>;

/** What a search for a setting under which an agent shows every finding of a paradigm came to. */
export interface SearchedCell {
  readonly paradigm: string;
  readonly agent: string;
  /** Seeds that the best setting was judged on, from 1 on. */
  readonly seeds: number;
  /** Settings that were tried, and how many of them could be run. */
  readonly tried: number;
  readonly run: number;
  /** The best of them; absent where there is nothing to search, or none could be run. */
  readonly best?: BestSetting;
  /** Computing time. */
  readonly seconds: number;
}

export interface BestSetting {
  readonly setting: Setting;
  /** Under all seeds, judged as any cell is. */
  readonly verdict: BenchVerdict;
  readonly signatures: readonly SearchedSignature[];
}
