import { useSyncExternalStore } from 'react';
import type { Catalogue } from '../../src/spec/catalogue.ts';
import type { ComparisonData } from '../../src/contracts/comparison.ts';
import type { Result } from '../../src/spec/result.ts';
import type { TrialSpec } from '../../src/spec/spec.ts';
import type { BenchCellDetail, BenchMatrix, ErrorLine } from '../../src/protocol/messages.ts';
import type { LatestTrials, TrialLine, TrialOpened } from '../../src/protocol/trials.ts';
import { externalStore } from './external-store.ts';
import type { WrittenDesign } from './written-design.ts';

/** Where the open session stands. */
export interface SessionStatus {
  readonly session: number;
  readonly state: 'running' | 'paused' | 'finished';
  readonly trialsDone: number;
  readonly trial?: TrialLine | undefined;
}

/** What the figure shows: all of one session. */
export interface DisplayedRun {
  readonly opened: TrialOpened;
  readonly result: Result;
  readonly weights: readonly number[];
  /** Averages of the latest trials, where no shown condition has any yet. */
  readonly latest?: readonly LatestTrials[] | undefined;
  /** Trials that the result rests on. */
  readonly trialsDone: number;
}

/** An error, and the form field that caused it where there is one (`learningRule.learningRate`). */
interface ShownError extends ErrorLine {
  readonly field?: string | undefined;
}

/** What the main figure of an experiment shows. */
export const figureKinds = ['rpe', 'rate', 'compare'] as const;
export type FigureKind = (typeof figureKinds)[number];

/** Everything that React draws from. Sampled signals are not in here: see TrialStore. */
export interface AppState {
  readonly connection: 'connecting' | 'open' | 'lost';
  /** What the window is used for, by id: a file of renderer/workspaces. */
  readonly workspace: string;
  readonly catalogue?: Catalogue | undefined;
  /** What the forms say. */
  readonly draft?: TrialSpec | undefined;
  readonly opened?: TrialOpened | undefined;
  readonly status?: SessionStatus | undefined;
  readonly shown?: DisplayedRun | undefined;
  /** What the main figure shows, where somebody has chosen it. */
  readonly figure?: FigureKind | undefined;
  /** The tab of details, by id, where somebody has chosen one. */
  readonly tab?: string | undefined;
  /** Agents that the experiment is compared with, by id. */
  readonly compared: readonly string[];
  /** The comparison on screen. */
  readonly comparison?: ComparisonData | undefined;
  /** The text in the Design workspace. */
  readonly written?: WrittenDesign | undefined;
  /** The matrix, once it has been asked for. */
  readonly bench?: BenchMatrix | undefined;
  /** What is behind the cell of it that was chosen last. */
  readonly benchCell?: BenchCellDetail | undefined;
  readonly error?: ShownError | undefined;
  /** Trials a second; null is as fast as it goes. */
  readonly speed: number | null;
  /** Said to screen readers. */
  readonly announcement: string;
  /** What was just done, shown for a moment. */
  readonly notice?: string | undefined;
}

export const appState = externalStore<AppState>({
  connection: 'connecting',
  workspace: 'experiments',
  compared: [],
  speed: 50,
  announcement: '',
});

/** Draws the component again when what `select` picks has changed. `select` must not make new objects. */
export function useApp<T>(select: (state: AppState) => T): T {
  return useSyncExternalStore(appState.subscribe, () => select(appState.get()));
}
