/**
 * A model that fits only upside down explains nothing: it counts as far below no response at all as it would be above it
 * (twice half the squared gain over its error), which leads a search back to where it is upright. One that shows nothing
 * has no likelihood.
 */
export function upright(logLikelihood: number, standardGain: number): number {
  if (Number.isNaN(logLikelihood)) return -Infinity;
  return standardGain < 0 ? logLikelihood - standardGain * standardGain : logLikelihood;
}
