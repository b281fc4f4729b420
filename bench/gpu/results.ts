/** File of the results, relative to the project's folder. */
export const resultsFile = 'docs/gpu-results.json';

/**
 * Results of `npm run bench:gpu` on one machine. Rates are per second; null if a measurement did not finish, with the
 * reason.
 */
export interface GpuResults {
  readonly date: string;
  readonly machine: string;
  readonly node: string;
  readonly phasic: string;
  /** As a run stores it, such as `tfjs-cuda`. */
  readonly backend: string;
  /** The device, in the library's own words. */
  readonly device: string;
  /** Bytes per second of reading one large array and writing another. */
  readonly bandwidth: number | null;
  readonly training: readonly TrainingRate[];
  readonly steps: readonly StepTime[];
  readonly populations: readonly PopulationRate[];
}

export interface TrainingRate {
  readonly agent: string;
  readonly world: string;
  readonly worlds: number;
  readonly stepsPerSecond: number | null;
  readonly why?: string;
}

export interface StepTime {
  readonly net: string;
  readonly batch: number;
  readonly microseconds: number | null;
  readonly why?: string;
}

export interface PopulationRate {
  readonly agent: string;
  readonly subjects: number;
  readonly subjectStepsPerSecond: number | null;
  /** The minimum that must be read and written for that, in bytes per second. */
  readonly bytesPerSecond?: number;
  readonly why?: string;
}
