/** Where they are stored, from the project's folder. */
export const resultsFile = 'docs/gpu-results.json';

/** What `npm run bench:gpu` found on one machine. Rates are per second; null where it did not come to an end, with the reason. */
export interface GpuResults {
  readonly date: string;
  readonly machine: string;
  readonly node: string;
  readonly phasic: string;
  /** As a run stores it, such as `tfjs-cuda`. */
  readonly backend: string;
  /** What computes there, in the library's own words. */
  readonly device: string;
  /** Bytes a second of reading one large array and writing another. */
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
  readonly animals: number;
  readonly animalStepsPerSecond: number | null;
  /** The least that has to be read and written for that, in bytes a second. */
  readonly bytesPerSecond?: number;
  readonly why?: string;
}
