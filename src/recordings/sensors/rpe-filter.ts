import { causalFilter, filterSize, type Response } from './filter.ts';

/** Positive and negative RPEs, each filtered, over the last step. Both are at least 0. */
export interface Filtered {
  readonly positive: number;
  readonly negative: number;
}

/** How many numbers an RPE filter remembers. */
export const rpeFilterSize = (response: Response, delaySeconds: number, stepSeconds: number): number =>
  2 + 2 * filterSize(response, delaySeconds, stepSeconds);

/**
 * Filters positive and negative RPEs separately, so that a sensor may show them with different gains.
 * @param memory rpeFilterSize() numbers, 0 at the start; written in place
 */
export function rpeFilter(
  response: Response,
  delaySeconds: number,
  stepSeconds: number,
  memory: Float64Array,
): { step(rpe: number): void; read(): Filtered } {
  const size = filterSize(response, delaySeconds, stepSeconds);
  const [positive, negative] = [0, 1].map((side) =>
    causalFilter(response, delaySeconds, stepSeconds, memory.subarray(2 + side * size, 2 + (side + 1) * size)),
  ) as [ReturnType<typeof causalFilter>, ReturnType<typeof causalFilter>];
  return {
    step(rpe) {
      memory[0] = positive.step(Math.max(rpe, 0));
      memory[1] = negative.step(Math.max(-rpe, 0));
    },
    read: () => ({ positive: memory[0] as number, negative: memory[1] as number }),
  };
}
