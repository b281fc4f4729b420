import type { ObservationSpace, WorldEvent } from './control-env.ts';

/** What a manipulation receives about a stepped environment. */
export interface ControlPlace {
  readonly id: string;
  readonly events: readonly WorldEvent[];
  readonly stepSeconds: number;
  readonly observation: ObservationSpace;
}

/** What a manipulation changes in a stepped environment; absent fields stay as they are. */
export interface ControlChanges {
  readonly intervention?: ControlIntervention;
  readonly overrides?: ControlOverride;
  readonly lesion?: ControlLesion;
}

/** Steps of a session, counted over all parallel environments, like a spec's `steps`. */
export interface SessionSteps {
  /** Starts after this many steps. */
  readonly from: number;
  /** Ends after this many steps; Infinity is never. */
  readonly until: number;
}

/**
 * δ <- gain δ + added, with separate gains for positive and negative δ, in a range of steps of the session and, within
 * it, in a window after an event.
 */
export interface ControlIntervention {
  readonly during: SessionSteps;
  /** If absent, every step. */
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
  /** An index into the environment's events; `reward` is every step with a nonzero reward. */
  readonly event: number | 'reward';
  readonly delay: number;
  readonly steps: number;
}

/** Values that replace the agent's own. */
interface ControlOverride {
  readonly during: SessionSteps;
  readonly values: ControlOverrides;
}

export interface ControlOverrides {
  /** γ, per step. */
  readonly discount?: number;
  /** λ, per step. */
  readonly traceDecay?: number;
}

/** Indices of the numbers in the observation that the agent sees as 0. */
interface ControlLesion {
  readonly during: SessionSteps;
  readonly places: readonly number[];
}
