/** Which sample is the event's, and why it is likely. */
interface ProposedSample {
  /** From 1. */
  readonly sample: number;
  /** One clause without a full stop. */
  readonly reason: string;
}

/** Samples that the course before an event is taken from. */
const minBefore = 8;
/** Deviation from that course, in its standard deviations, that counts as a response. */
const clear = 5;
/** Samples in a row that must deviate. */
const inARow = 3;

/**
 * The first sample at which the mean of all windows leaves its course for several samples in a row.
 * @param mean of each sample, NaN where there is none
 */
export function proposedSample(mean: Float64Array): ProposedSample {
  for (let from = minBefore; from + inARow <= mean.length; from++) {
    const before = mean.subarray(0, from);
    const middle = before.reduce((sum, one) => sum + one, 0) / from;
    const spread = Math.sqrt(before.reduce((sum, one) => sum + (one - middle) * (one - middle), 0) / (from - 1));
    const deviations = mean.subarray(from, from + inARow).map((one) => (one - middle) / spread);
    const side = Math.sign(deviations[0] as number);
    if (deviations.every((one) => side * one > clear))
      return { sample: from + 1, reason: 'from there on the mean of all rows leaves its course before it' };
  }
  return { sample: Math.ceil(mean.length / 2), reason: 'nothing in the table says it, and this is the middle' };
}
