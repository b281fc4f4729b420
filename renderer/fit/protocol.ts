import type { FittedAgent } from '../../src/fitting/report/fitted-agent.ts';
import type { FitResults, FitTask, SessionFit } from '../../src/fitting/session/fit-task.ts';
import type { FitWork } from '../../src/fitting/session/fit-work.ts';
import type { SignalPrediction } from '../../src/fitting/session/signal-part.ts';
import type { ErrorLine } from '../../src/protocol/messages.ts';

export type { FitTask, FitWork };

export type TaskResult = FitResults[FitTask['kind']];

/** Files that need the fitted model itself. */
export type FitFileKind = 'fit' | 'regressors';

/** To a worker. One leads the fits, others do their tasks, and another makes a file; each is one of these. */
export type ToFitWorker =
  /** To the leading one, once. */
  | { readonly work: FitWork }
  /** To the leading one: what the tasks gave that it asked for. */
  | { readonly results: readonly TaskResult[] }
  /** To the leading one: a task could not be done. */
  | { readonly refused: ErrorLine }
  /** The fit that the tasks are of from now on. */
  | { readonly fit: SessionFit }
  | { readonly task: FitTask }
  | { readonly file: FitFileKind; readonly fits: readonly FittedAgent[] };

/** What is known of one of the fits: what it gave, or why it could not be made, or be finished. */
export interface ToldFit {
  readonly fitted?: FittedAgent;
  readonly prediction?: SignalPrediction | undefined;
  readonly error?: ErrorLine;
}

/** From a worker. */
export type FromFitWorker =
  /** From the leading one: it waits for the results of these. */
  | { readonly asks: readonly FitTask[]; readonly of: SessionFit; readonly number: number }
  | { readonly told: ToldFit; readonly number: number }
  | { readonly ended: true }
  | { readonly result: TaskResult }
  | { readonly error: ErrorLine }
  | { readonly text: string; readonly notes?: unknown };
