import type { ObservationSpace, WorldEvent } from './control-env.ts';

/** What a manipulation is told of a stepped environment. */
export interface ControlPlace {
  readonly id: string;
  readonly events: readonly WorldEvent[];
  readonly stepSeconds: number;
  readonly observation: ObservationSpace;
}

/** What a manipulation changes in a stepped environment; what is absent stays as it is. */
export interface ControlChanges {
  readonly intervention?: ControlIntervention;
  readonly overrides?: ControlOverride;
  readonly lesion?: ControlLesion;
}

/** Steps of a session, counted over all environments that are stepped together, as a spec's `steps` are. */
export interface SessionSteps {
  /** Steps that must have been taken before. */
  readonly from: number;
  /** It ends when so many have been taken; Infinity is never. */
  readonly until: number;
}

/** δ <- gain δ + added, with a gain for each sign, in the steps of a session and, within these, in a window after an event. */
export interface ControlIntervention {
  readonly during: SessionSteps;
  /** At every step when absent. */
  readonly window?: EventWindow;
  readonly gainPositive: number;
  readonly gainNegative: number;
  /** Reward units. */
  readonly added: number;
}

/**
 * The steps [t + delay, t + delay + steps) after every event at a step t of the same environment, up to the end of its episode. Windows that overlap are one.
 */
export interface EventWindow {
  /** An index into the environment's events; `reward` is every step that brings a reward other than 0. */
  readonly event: number | 'reward';
  readonly delay: number;
  readonly steps: number;
}

/** Values that replace the agent's own. */
export interface ControlOverride {
  readonly during: SessionSteps;
  readonly values: ControlOverrides;
}

export interface ControlOverrides {
  /** γ, per step. */
  readonly discount?: number;
  /** λ, per step. */
  readonly traceDecay?: number;
}

/** Numbers of the observation, by their places in it, that are 0 to the agent. */
export interface ControlLesion {
  readonly during: SessionSteps;
  readonly places: readonly number[];
}
