/**
 * What a sensor shows on average of an agent's RPE in a session, as its difference from what it shows without errors, in
 * its own unit. Value k is the mean over [k, k + 1) steps from the session's start.
 */
export interface SensedSignal {
  /** Seconds. */
  readonly stepSeconds: number;
  readonly all: Float64Array;
  /** Of positive errors alone, and of negative ones alone. Only a linear sensor shows their sum. */
  readonly positive: Float64Array;
  readonly negative: Float64Array;
}
