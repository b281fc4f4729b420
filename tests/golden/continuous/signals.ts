/** What a model shows in each step. */
export interface Signals {
  readonly rpe: number[];
  readonly value: number[];
}

export const zeros = (size: number): number[] => Array.from({ length: size }, () => 0);
