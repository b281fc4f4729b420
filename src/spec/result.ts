import type { Averages } from '../contracts/paradigm.ts';
import type { ChoiceLikelihood, SignatureResult, SummaryResult } from '../contracts/result.ts';
import type { TrialSpec } from './spec.ts';

/** What a run showed. Plain data: what `--json` prints, what a face is sent. */
export interface Result {
  readonly spec: TrialSpec;
  /** SHA-256 over the spec and the signals. */
  readonly hash: string;
  /** What computed it: `typed-arrays`, or what computed the agent's network. */
  readonly backend: string;
  readonly conditions: Readonly<Record<string, Averages>>;
  readonly signatures: readonly SignatureResult[];
  readonly summaries: readonly SummaryResult[];
  /** If choices are recorded: how probable the agent's policy makes them. */
  readonly likelihood?: ChoiceLikelihood;
}
