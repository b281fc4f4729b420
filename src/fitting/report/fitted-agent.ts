import type { Fit } from '../fit.ts';
import type { FreeParameter } from '../free-parameter.ts';
import type { ExplainedVariance } from '../noise-ceiling.ts';
import type { ParameterRecovery } from '../recovery/parameter-recovery.ts';
import type { Posterior } from '../posterior/posterior.ts';
import type { PartFit } from '../session/data-part.ts';
import type { HeldOutScores } from '../held-out.ts';
import type { SessionData } from '../session/session-problem.ts';
import type { FittedData } from './fitted-data.ts';

/** An agent as fitted to a session. Plain data. */
export interface FittedAgent {
  /** The session's name. */
  readonly session: string;
  /** Id of the agent. */
  readonly agent: string;
  /** Its title. */
  readonly title: string;
  /** What it was fitted to. */
  readonly uses: FittedData;
  readonly seed: number;
  readonly data: SessionData;
  /** Names of the fitted parameters. */
  readonly free: readonly string[];
  /** The same, with their scales. */
  readonly parameters: readonly FreeParameter[];
  /** Names of those that were to be fitted, but change nothing in these data. */
  readonly unused: readonly string[];
  readonly fit: Fit;
  /** Of another kind than Laplace's, if one was asked for. */
  readonly posterior?: Posterior;
  /** Log likelihood of each trial's data at the estimates, see DataPart; null for a trial without data. */
  readonly byTrial: readonly (number | null)[];
  /** Of the signal around events; null if too few trials repeat each other. */
  readonly explained?: ExplainedVariance | null;
  readonly heldOut?: HeldOutScores;
  readonly recovered?: ParameterRecovery;
  /** How each kind of data is explained at the estimates. */
  readonly parts: readonly (PartFit & {
    readonly data: string;
    /** What its residuals say against it, in sentences. */
    readonly checks: readonly string[];
  })[];
}

/** Without the session itself, which is in what fitFile() gives. */
export function withoutData(fitted: FittedAgent): Omit<FittedAgent, 'data' | 'parameters'> {
  const { data: _data, parameters: _parameters, ...rest } = fitted;
  return rest;
}
