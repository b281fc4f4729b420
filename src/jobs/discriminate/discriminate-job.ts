import {
  nearestPoints,
  scannedDesign,
  type ModelsInDesign,
  type NearestPoints,
  type ScannedDesign,
} from '../../fitting/designs/examined-design.ts';
import { simulatedWins, type ExperimentRange, type Wins } from '../../fitting/discrimination/power.ts';
import type { DesignStatistics } from '../../fitting/discrimination/statistics.ts';
import { taskAnswer, type TaskAnswer } from '../task-answer.ts';

/** A piece of work that depends on nothing else. */
export type DiscriminateJob =
  /** How well one design tells the models apart. */
  | { readonly kind: 'design'; readonly design: ModelsInDesign }
  /** Where models come closest to the truths of one of them. */
  | { readonly kind: 'nearest'; readonly design: ModelsInDesign; readonly truth: number }
  /** Simulated experiments. */
  | {
      readonly kind: 'experiments';
      readonly statistics: DesignStatistics;
      readonly range: ExperimentRange;
      readonly maxAnimals: number;
      readonly seed: number;
    };

/** What each gives. */
export interface DiscriminateResults {
  readonly design: ScannedDesign;
  readonly nearest: NearestPoints;
  readonly experiments: Wins;
}

export type DiscriminateAnswer = TaskAnswer<DiscriminateResults[DiscriminateJob['kind']]>;

export function discriminateTask(job: DiscriminateJob): DiscriminateResults[DiscriminateJob['kind']] {
  if (job.kind === 'design') return scannedDesign(job.design);
  if (job.kind === 'nearest') return nearestPoints(job.design, job.truth);
  return simulatedWins(job.statistics, job.range, job);
}

export const runDiscriminateJob = async (job: DiscriminateJob): Promise<DiscriminateAnswer> =>
  taskAnswer(() => discriminateTask(job));
