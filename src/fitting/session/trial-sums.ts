/**
 * What is known of each trial, summed.
 * @param trialOf of each value, by number from 0
 * @param values NaN for what is not known
 * @returns NaN for a trial of which nothing is known
 */
export function trialSums(trials: number, trialOf: ArrayLike<number>, values: Float64Array): Float64Array {
  const sums = new Float64Array(trials).fill(Number.NaN);
  values.forEach((value, i) => addKnown(sums, trialOf[i] as number, value));
  return sums;
}

/** The sum of several by trial. */
export function sumByTrial(parts: readonly Float64Array[]): Float64Array {
  const [first = new Float64Array(0), ...others] = parts;
  const sums = Float64Array.from(first);
  for (const part of others) part.forEach((value, trial) => addKnown(sums, trial, value));
  return sums;
}

function addKnown(sums: Float64Array, at: number, value: number): void {
  if (Number.isNaN(value)) return;
  const before = sums[at] as number;
  sums[at] = Number.isNaN(before) ? value : before + value;
}
