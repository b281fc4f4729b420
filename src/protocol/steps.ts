import type { Drawing } from '../contracts/drawing.ts';
import type { CurveFigure, EventFigure } from '../contracts/control-figures.ts';
import type { ControlSpec } from '../spec/spec.ts';
import type { ActionSpace, WorldEvent } from '../contracts/control-env.ts';
import type { UnitGroup } from '../contracts/units.ts';

/** The export formats of a session of steps. */
export const controlExports = ['event', 'table', 'curve', 'spec'] as const;
export type ControlExport = (typeof controlExports)[number];

/** An open agent in a stepped environment. */
export interface ControlOpened {
  readonly kind: 'steps';
  readonly session: number;
  /** The completed spec. */
  readonly spec: ControlSpec;
  readonly title: string;
  readonly events: readonly WorldEvent[];
  readonly actions: ActionSpace;
  readonly stepSeconds: number;
  /** Number of the agent's parallel predictors. */
  readonly channels: number;
  /** Groups of units that its agent has. */
  readonly units: readonly UnitGroup[];
  /** The recording, if it is not the RPE itself. */
  readonly recording?: { readonly title: string; readonly unit: string };
  /** The saved run it comes from, if any. */
  readonly run?: string;
}

/**
 * The display of one environment. `drawing`, `value`, `policy` and `chosen` belong to the current state; `action`,
 * `reward`, `happened` and `rpe` to the step that led there.
 */
export interface ControlFrame {
  readonly drawing: Drawing;
  /** A sentence. */
  readonly description: string;
  /** The episode: its index in this environment, its steps so far, and its rewards. */
  readonly episode: number;
  readonly episodeSteps: number;
  readonly episodeReturn: number;
  /** V of this state: 0 if the episode has ended, null if it was truncated, where only the RPE includes it. */
  readonly value: number | null;
  /** Probability of each action in this state; empty if the action is a real number, or the episode has ended. */
  readonly policy: readonly number[];
  /** The next action, chosen with these probabilities (or by a person); null if the episode has ended. */
  readonly chosen: number | null;
  /**
   * The last executed action, which may differ from the chosen one (sticky actions). Null, like the other three, at the
   * start of an episode, where no step led here.
   */
  readonly action: number | null;
  /** δ = r + γ V(s') - V(s), s' being this state. */
  readonly rpe: number | null;
  readonly reward: number | null;
  /** Indices of events. */
  readonly happened: readonly number[];
  readonly channelRpe?: readonly number[];
}

/** Signals of the displayed environment since the last frame: one number per step, or several steps folded into one. */
export interface StepTrace {
  /** Ticks of the displayed environment's clock before the first number. */
  readonly from: number;
  /** Ticks at the end of the last number, which may contain fewer than the others. */
  readonly to: number;
  /** Ticks per number. */
  readonly ticksPer: number;
  /** The RPE farthest from zero. */
  readonly rpe: readonly number[];
  /** The last value; null if there is none. */
  readonly value: readonly (number | null)[];
  /** The sum of the rewards. */
  readonly reward: readonly number[];
  /** The sum, over its steps, of the recording's mean over units; absent if the RPE itself is recorded. */
  readonly rate?: readonly number[];
}

/** A person's play since control was handed over, in one restarted environment. */
export interface PersonEpisode {
  readonly steps: number;
  readonly episodes: number;
  /** Over all these episodes; null before the first has ended. */
  readonly meanReturn: number | null;
}

/** The progress of an agent in a stepped environment. While a person plays, the agent's state does not change. */
export interface ControlProgress {
  readonly kind: 'steps';
  readonly session: number;
  readonly state: 'running' | 'paused';
  readonly frame: ControlFrame;
  readonly trace: StepTrace;
  /** Steps over all environments. */
  readonly steps: number;
  readonly episodes: number;
  /** Mean return of the last hundred episodes; null before the first has ended. */
  readonly meanReturn: number | null;
  /** Steps over all environments per second of computing time: the possible speed, not the current one. */
  readonly stepsPerSecond: number;
  /** Present while a person plays. */
  readonly person?: PersonEpisode;
  readonly diagnostics: Readonly<Record<string, number>>;
  readonly backend: string;
}

/** Figures of a run; the map's numbers as a list, null if there is no data, because they are sent as text. */
export interface ControlFigures {
  readonly event: Omit<EventFigure, 'heat'> & {
    readonly heat: Omit<EventFigure['heat'], 'rpe'> & { readonly rpe: readonly (number | null)[] };
  };
  readonly eventId: string;
  /** Number of occurrences of each event. */
  readonly counts: readonly number[];
  readonly curve: CurveFigure;
}

/** A saved run of an agent in a stepped environment. */
export interface ListedControlRun {
  readonly run: string;
  readonly spec: ControlSpec;
  readonly hash: string;
  readonly steps: number;
  readonly meanReturn: number | null;
}
