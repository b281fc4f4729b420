import type { ChoiceWork, ChoiceWorkResults } from '../../src/fitting/choices/choice-work.ts';
import type { SubjectFit } from '../../src/fitting/choices/subject-fits.ts';
import type { TitledModel } from '../../src/fitting/group/titled-model.ts';
import type { ChoicesWork, ToldChoices } from '../../src/fitting/recorded/fit-choices.ts';
import type { FittedAgent } from '../../src/fitting/report/fitted-agent.ts';
import type { FitResults, FitTask, SessionFit } from '../../src/fitting/session/fit-task.ts';
import type { FitWork } from '../../src/fitting/session/fit-work.ts';
import type { SignalPrediction } from '../../src/fitting/session/signal-part.ts';
import type { ErrorLine } from '../../src/protocol/messages.ts';

export type { ChoicesWork, FitTask, FitWork, ToldChoices };

/** A piece of work: on a fit of an agent, or on models of choices. */
export type WorkerTask = FitTask | ChoiceWork;

export type TaskResult = FitResults[FitTask['kind']] | ChoiceWorkResults[ChoiceWork['kind']];

/** Files that need the fitted model itself. */
type FitFileKind = 'fit' | 'regressors';

/** What a worker is asked once, and what it answers. */
export interface FitQuestionsOnce {
  /** Files of fits of agents. */
  readonly file: {
    readonly of: { readonly kind: FitFileKind; readonly fits: readonly FittedAgent[] };
    readonly reply: FitText;
  };
  /** Regressors of a model of choices, from its fits. */
  readonly regressors: {
    readonly of: { readonly work: ChoicesWork; readonly fits: readonly SubjectFit[] };
    readonly reply: FitText;
  };
  /** Every model of choices. */
  readonly models: { readonly of: Readonly<Record<never, never>>; readonly reply: readonly KnownModel[] };
  /** A simulated table of choices. */
  readonly example: {
    readonly of: Readonly<Record<never, never>>;
    readonly reply: FitText & { readonly name: string };
  };
}

/** A model of choices that can be fitted. */
export interface KnownModel extends TitledModel {
  /** Choices of a trial. */
  readonly stages: number;
}

interface FitText {
  readonly text: string;
  readonly notes?: unknown;
}

export type OnceName = keyof FitQuestionsOnce;

/** To a worker. One leads the fits, others do their tasks, and another is asked once; each is one of these. */
export type ToFitWorker =
  /** To the leading one, once. */
  | { readonly work: FitWork }
  | { readonly choices: ChoicesWork }
  /** To the leading one: what the tasks gave that it asked for. */
  | { readonly results: readonly TaskResult[] }
  /** To the leading one: a task could not be done. */
  | { readonly refused: ErrorLine }
  /** The fit that the tasks are of from now on. */
  | { readonly fit: SessionFit }
  | { readonly task: WorkerTask }
  | { readonly [Name in OnceName]: { readonly once: Name; readonly of: FitQuestionsOnce[Name]['of'] } }[OnceName];

/** What is known of one of the fits: what it gave, or why it could not be made, or be finished. */
export interface ToldFit {
  readonly fitted?: FittedAgent;
  readonly prediction?: SignalPrediction | undefined;
  readonly error?: ErrorLine;
}

/** From a worker. */
export type FromFitWorker =
  /** From the leading one: it waits for the results of these. */
  | { readonly asks: readonly WorkerTask[]; readonly of?: SessionFit; readonly number: number }
  | { readonly told: ToldFit; readonly number: number }
  | { readonly toldChoices: ToldChoices }
  | { readonly ended: true }
  | { readonly result: TaskResult }
  | { readonly error: ErrorLine }
  | { readonly reply: FitQuestionsOnce[OnceName]['reply'] };
