/** AR(1) noise of a recorded signal, in units in which the sensor's own response has gain 1. */
export interface TraceNoise {
  /** Correlation of a bin with the next. */
  readonly rho: number;
  /** Standard deviation of a bin. */
  readonly sd: number;
  readonly binSeconds: number;
}
