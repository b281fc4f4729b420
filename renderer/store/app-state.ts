import { useSyncExternalStore } from 'react';
import type { Catalogue } from '../../src/spec/catalogue.ts';
import type { Result } from '../../src/spec/result.ts';
import type { TrialSpec } from '../../src/spec/spec.ts';
import type { BenchCellDetail, BenchMatrix, ComparedRuns, ErrorLine } from '../../src/protocol/messages.ts';
import type { LatestTrials, TrialLine, TrialOpened } from '../../src/protocol/trials.ts';
import { externalStore } from './external-store.ts';
import type { WrittenDesign } from '../../src/designs/written-design.ts';
import type { FigureKind } from '../../src/links/shared-view.ts';

/** Progress of the open session. */
export interface SessionStatus {
  readonly session: number;
  readonly state: 'running' | 'paused' | 'finished';
  readonly trialsDone: number;
  readonly trial?: TrialLine | undefined;
}

/** The contents of the figure, all from one session. */
export interface DisplayedRun {
  readonly opened: TrialOpened;
  readonly result: Result;
  readonly weights: readonly number[];
  /** Averages of the latest trials, while no displayed condition has any. */
  readonly latest?: readonly LatestTrials[] | undefined;
  /** Number of trials on which the result is based. */
  readonly trialsDone: number;
}

/** An error, and the form field that caused it, if any (`learningRule.learningRate`). */
interface ShownError extends ErrorLine {
  readonly field?: string | undefined;
}

/** All state that React renders. Sampled signals are kept elsewhere: see TrialStore. */
export interface AppState {
  readonly connection: 'connecting' | 'open' | 'lost';
  /** The active workspace, by id: a file of renderer/workspaces. */
  readonly workspace: string;
  readonly catalogue?: Catalogue | undefined;
  /** The values of the forms. */
  readonly draft?: TrialSpec | undefined;
  readonly opened?: TrialOpened | undefined;
  readonly status?: SessionStatus | undefined;
  readonly shown?: DisplayedRun | undefined;
  /** The contents of the main figure, if chosen by the user. */
  readonly figure?: FigureKind | undefined;
  /** The tab of details, by id, if chosen by the user. */
  readonly tab?: string | undefined;
  /** Ids of the agents with which the experiment is compared. */
  readonly compared: readonly string[];
  /** The displayed comparison. */
  readonly comparison?: ComparedRuns | undefined;
  /** What it is compared in, if chosen by the user. */
  readonly comparedSignal?: ComparedRuns['data']['signal'] | undefined;
  /** The text in the Design workspace. */
  readonly written?: WrittenDesign | undefined;
  /** The matrix, once it has been requested. */
  readonly bench?: BenchMatrix | undefined;
  /** Details of the matrix cell that was chosen last. */
  readonly benchCell?: BenchCellDetail | undefined;
  readonly error?: ShownError | undefined;
  /** Trials per second; null for unlimited. */
  readonly speed: number | null;
  /** Announced to screen readers. */
  readonly announcement: string;
  /** The last action, displayed for a moment. */
  readonly notice?: string | undefined;
}

export const appState = externalStore<AppState>({
  connection: 'connecting',
  workspace: 'experiments',
  compared: [],
  speed: 50,
  announcement: '',
});

/** Rerenders the component when the value picked by `select` changes. `select` must not create new objects. */
export function useApp<T>(select: (state: AppState) => T): T {
  return useSyncExternalStore(appState.subscribe, () => select(appState.get()));
}
