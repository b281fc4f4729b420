/** Successive trials by number, from 0: the first, and the one after the last. */
export type TrialRange = readonly [from: number, to: number];

/** A block of trials that were kept out of a fit. Plain data. */
export interface HeldOut {
  readonly trials: TrialRange;
  /** Log likelihood of the block's data under the fit to all others. */
  readonly logLikelihood: number;
  /** The same, of each of its trials; null for one without data. */
  readonly byTrial: readonly (number | null)[];
}

/** Scores of blocks that were kept out one after the other. Plain data. */
export interface HeldOutScores {
  /** Trials with data, in all. */
  readonly trials: number;
  readonly blocks: readonly HeldOut[];
}

/** Single trials are told by their neighbours. */
const leastTrials = 2;

/**
 * Blocks of successive trials: single trials or samples would be told by their neighbours. Together they are all trials, and
 * each has as many with data as the others, so that none is empty.
 * @param isKnown whether a trial has data
 * @param blocks how many; fewer if there are not `least` trials with data for each
 */
export function blocksOf(isKnown: readonly boolean[], blocks: number, least = leastTrials): readonly TrialRange[] {
  const known = [...isKnown.keys()].filter((trial) => isKnown[trial]);
  const count = Math.min(blocks, Math.floor(known.length / least));
  const begin = (block: number): number =>
    block === 0 ? 0 : (known[Math.round((block * known.length) / count)] ?? isKnown.length);
  return Array.from({ length: count }, (_, block) => [begin(block), begin(block + 1)]);
}

/** @param byTrial log likelihoods of all trials of the session; NaN where there are none */
export function heldOutOf([from, to]: TrialRange, byTrial: Float64Array): HeldOut {
  const own = Array.from(byTrial.subarray(from, to), (one) => (Number.isNaN(one) ? null : one));
  return { trials: [from, to], logLikelihood: own.reduce((sum: number, one) => sum + (one ?? 0), 0), byTrial: own };
}

/** Log likelihoods of all trials that were kept out, in order; null for one without data. */
export const heldOutByTrial = ({ blocks }: HeldOutScores): readonly (number | null)[] =>
  blocks.flatMap(({ byTrial }) => byTrial);
