import type { Drawing } from '../contracts/drawing.ts';
import type { CurveFigure, EventFigure } from '../contracts/control-figures.ts';
import type { ControlSpec } from '../spec/spec.ts';
import type { ActionSpace, WorldEvent } from '../contracts/control-env.ts';

/** What a session of steps can be exported as. */
export const controlExports = ['event', 'table', 'curve', 'spec'] as const;
export type ControlExport = (typeof controlExports)[number];

/** An agent in a stepped environment that is open. */
export interface ControlOpened {
  readonly kind: 'steps';
  readonly session: number;
  /** The spec with everything filled in. */
  readonly spec: ControlSpec;
  readonly title: string;
  readonly events: readonly WorldEvent[];
  readonly actions: ActionSpace;
  readonly stepSeconds: number;
  /** Predictors that the agent has side by side. */
  readonly channels: number;
  /** What is recorded, where it is not the RPE itself. */
  readonly recording?: { readonly title: string; readonly unit: string };
  /** The saved run that it is, if any. */
  readonly run?: string;
}

/**
 * What is to be seen of one world. `drawing`, `value`, `policy` and `chosen` are of the state that the world is in; `action`, `reward`, `happened`
 * and `rpe` are of the step that led there.
 */
export interface ControlFrame {
  readonly drawing: Drawing;
  /** A sentence. */
  readonly description: string;
  /** Of the episode: which one of this world, its steps so far, and its rewards. */
  readonly episode: number;
  readonly episodeSteps: number;
  readonly episodeReturn: number;
  /** V of this state: 0 where the episode has ended, null where it was cut off, of which only the RPE knows it. */
  readonly value: number | null;
  /** Probability of each action in this state; empty where the action is a real number, and where the episode has ended. */
  readonly policy: readonly number[];
  /** What was chosen with these probabilities (or by a person, while one plays) and is done next; null where the episode has ended. */
  readonly chosen: number | null;
  /** What was done last, which is not always what was chosen (sticky actions). Null, as the other three, where no step led here: at the start of an episode. */
  readonly action: number | null;
  /** δ = r + γ V(s') - V(s), s' being this state. */
  readonly rpe: number | null;
  readonly reward: number | null;
  /** Indices of events. */
  readonly happened: readonly number[];
  readonly channelRpe?: readonly number[];
}

/** Signals of the shown world since the last frame: one number a step, or a few steps folded into one where there are many. */
export interface StepTrace {
  /** Ticks of the shown world's clock before the first number. */
  readonly from: number;
  /** Ticks at the end of the last number, which may stand for fewer than the others. */
  readonly to: number;
  /** Ticks that each number stands for. */
  readonly ticksPer: number;
  /** The RPE that is farthest from zero. */
  readonly rpe: readonly number[];
  /** The last value; null where there is none. */
  readonly value: readonly (number | null)[];
  /** The sum of the rewards. */
  readonly reward: readonly number[];
  /** The sum, over its steps, of the mean over units of what is recorded; absent where that is the RPE itself. */
  readonly rate?: readonly number[];
}

/** What a person has played since the keys were handed over, in one world that begins anew. */
export interface PersonEpisode {
  readonly steps: number;
  readonly episodes: number;
  /** Of all these episodes; null before the first has ended. */
  readonly meanReturn: number | null;
}

/** Where an agent in a stepped environment stands. While a person plays, the agent stands where it stood. */
export interface ControlProgress {
  readonly kind: 'steps';
  readonly session: number;
  readonly state: 'running' | 'paused';
  readonly frame: ControlFrame;
  readonly trace: StepTrace;
  /** Steps over all worlds. */
  readonly steps: number;
  readonly episodes: number;
  /** Mean return of the last hundred episodes; null before the first has ended. */
  readonly meanReturn: number | null;
  /** Steps over all worlds for each second of computing: how fast it can be, not how fast it goes. */
  readonly stepsPerSecond: number;
  /** Present while a person plays. */
  readonly person?: PersonEpisode;
  readonly diagnostics: Readonly<Record<string, number>>;
  readonly backend: string;
}

/** Figures of a play; the map's numbers as a list, null where there is nothing, since they travel as text. */
export interface ControlFigures {
  readonly event: Omit<EventFigure, 'heat'> & {
    readonly heat: Omit<EventFigure['heat'], 'rpe'> & { readonly rpe: readonly (number | null)[] };
  };
  readonly eventId: string;
  /** How often each event has happened. */
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
