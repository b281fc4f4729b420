import type { Interval, Phase } from '../contracts/design.ts';

/** Maximum number of phases and trial types of a written design, counted together. */
export const maxCells = 2000;

/** A written reward: missing values come from the settings. */
export interface RewardPlan {
  /** Number of pluses: this multiple of the usual size. */
  readonly pluses: number;
  /** Reward units. */
  readonly size?: number;
  readonly probability?: number;
  /** From the onset of the last cues; negative if it is delivered before them. */
  readonly seconds?: number;
  /** Factor on the learning rate. */
  readonly factor?: number;
}

/** Trials of one type as written. */
export interface TrialPlan {
  readonly count: number;
  /** Without learning. */
  readonly probe: boolean;
  readonly context?: string;
  /** Sets of cues in sequence; an empty set, never the first or the last, is a pause as long as a cue. */
  readonly components: readonly (readonly string[])[];
  readonly rewards: readonly RewardPlan[];
  /** A cue in two consecutive sets stays on instead of starting again. */
  readonly staysOn?: true;
  /** Its position in the text. */
  readonly at: number;
}

export interface PhasePlan {
  readonly order: Phase['order'];
  /** Total number of trials, of which those below are shares; absent if it is their sum. */
  readonly total?: number;
  /** Empty if the phase is a rest. */
  readonly trials: readonly TrialPlan[];
  /** Set for a rest: time passes without events, away from the context of the trials. */
  readonly restSeconds?: number;
  readonly at: number;
}

export interface GroupPlan {
  readonly name: string;
  /** One per column; undefined if the group skips the phase. */
  readonly phases: readonly (PhasePlan | undefined)[];
  readonly at: number;
}

export interface CueSetting {
  readonly durationSeconds: number;
  readonly delaySeconds: number;
}

/** Durations, sizes and times: everything that the strings of letters do not contain. */
export interface Settings {
  readonly iti: Interval;
  readonly cueSeconds: number;
  /** Cues with their own settings: duration, and delay of onset after the other cues of their set. */
  readonly cues: ReadonlyMap<string, CueSetting>;
  /** From the end of one set of cues to the next. */
  readonly gapSeconds: number;
  readonly rewardSize: number;
  readonly rewardProbability: number;
  /** From the onset of the last cues; if absent, the end of the last cue. */
  readonly rewardTime?: Interval;
  /** From the last event to the end of a trial's window. */
  readonly afterSeconds: number;
}

export interface Plan {
  readonly groups: readonly GroupPlan[];
  readonly settings: Settings;
  /** Position of a setting in the text, by its name. */
  readonly places: ReadonlyMap<string, number>;
}

export const defaultSettings: Settings = {
  iti: { kind: 'uniform', minSeconds: 4, maxSeconds: 8 },
  cueSeconds: 1,
  cues: new Map(),
  gapSeconds: 0,
  rewardSize: 1,
  rewardProbability: 1,
  afterSeconds: 1,
};
