import type { EventRows } from './animal-curves.ts';
import type { Range } from './animal-bands.ts';

/** The mean of event rows with one standard error, as if every event were from another animal. */
export interface PooledRows extends Range {
  readonly mean: Float64Array;
  readonly sem: Float64Array;
  readonly rows: number;
  /** Must stand in every figure that shows it. */
  readonly stamp: string;
}

/**
 * Mean ± SEM over pooled event rows, for readers who ask for it. Events of one animal are alike, so this says nothing
 * about other animals. A point is over the rows that have a value there.
 */
export function pooledRows({ animals, points, values }: EventRows): PooledRows {
  const mean = new Float64Array(points);
  const sem = new Float64Array(points);
  for (let point = 0; point < points; point++) {
    const own: number[] = [];
    for (let i = point; i < values.length; i += points) if (!Number.isNaN(values[i])) own.push(values[i] as number);
    const centre = own.reduce((sum, one) => sum + one, 0) / own.length;
    mean[point] = centre;
    sem[point] = Math.sqrt(
      own.reduce((sum, one) => sum + (one - centre) * (one - centre), 0) / (own.length - 1) / own.length,
    );
  }
  return {
    mean,
    sem,
    low: mean.map((one, i) => one - (sem[i] as number)),
    high: mean.map((one, i) => one + (sem[i] as number)),
    rows: animals.length,
    stamp: `SEM over ${animals.length} event rows pooled over ${new Set(animals).size} animals: not a confidence band over animals`,
  };
}
