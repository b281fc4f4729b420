/** Between two modes the density falls below this share of the lower one; shallower dips are of the grid or of chance. */
const valley = 0.75;
/** A mode with less of the probability is a tail's. */
const leastMass = 0.025;

/**
 * The separate modes of a density: the indices of their peaks, rising.
 * @param weights the probability of neighbouring cells of one width
 */
export function modesOf(weights: ArrayLike<number>): readonly number[] {
  const hills = Array.from({ length: weights.length }, (_, i): Hill => ({ peak: i, first: i, mass: weights[i] }));
  // Hills that touch without a valley between them are joined, those with the shallowest first.
  for (;;) {
    let shallowest = -1;
    let depth = valley;
    for (let i = 0; i + 1 < hills.length; i++) {
      const share = passBetween(weights, hills[i], hills[i + 1]);
      if (share > depth) [shallowest, depth] = [i, share];
    }
    if (shallowest < 0) break;
    const [one, other] = [hills[shallowest], hills[shallowest + 1]];
    const peak = weights[other.peak] > weights[one.peak] ? other.peak : one.peak;
    hills.splice(shallowest, 2, { peak, first: one.first, mass: one.mass + other.mass });
  }
  const total = hills.reduce((sum, { mass }) => sum + mass, 0);
  return hills.filter(({ mass }) => mass >= leastMass * total).map(({ peak }) => peak);
}

interface Hill {
  readonly peak: number;
  /** Its first cell. */
  readonly first: number;
  readonly mass: number;
}

/** The lowest density between two neighbours, as a share of the lower peak. */
function passBetween(weights: ArrayLike<number>, one: Hill, other: Hill): number {
  let lowest = Infinity;
  for (let i = one.peak; i <= other.peak; i++) lowest = Math.min(lowest, weights[i]);
  const lower = Math.min(weights[one.peak], weights[other.peak]);
  return lower > 0 ? lowest / lower : 1;
}
