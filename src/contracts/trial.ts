/** One trial with every random draw made, on the clock of simulation steps. Plain data. */
export interface Trial {
  readonly index: number;
  readonly phase: string;
  readonly type: string;
  readonly plastic: boolean;
  /** All steps of the trial: inter-trial interval, then the trial's window. */
  readonly steps: number;
  /** Step of time zero (first cue onset, or where it would have been); equals the steps of the inter-trial interval. */
  readonly zeroStep: number;
  readonly cues: readonly StepCue[];
  /** Scheduled rewards in order of time, those not delivered included. */
  readonly outcomes: readonly StepOutcome[];
  /** Equal for two trials exactly when their steps from time zero on are equal. A key for caches. */
  readonly shape: string;
}

export interface StepCue {
  /** Index into the design's cues. */
  readonly cue: number;
  /** First step at which the cue is on, counted from time zero. */
  readonly onset: number;
  readonly steps: number;
}

export interface StepOutcome {
  /** Step counted from time zero. */
  readonly step: number;
  /** Size of what is delivered; 0 when omitted. */
  readonly magnitude: number;
  /** Size that was scheduled. */
  readonly scheduled: number;
  readonly delivered: boolean;
}
