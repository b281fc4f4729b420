/** The signals of a model in each step. */
export interface Signals {
  readonly rpe: number[];
  readonly value: number[];
}

export const dot = (a: readonly number[], b: readonly number[]): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
};

export const zeros = (size: number): number[] => Array.from({ length: size }, () => 0);
