/** Slots of other groups between two of a group's that cost less than a new span. */
const widestGap = 8;

/**
 * Pairs of slots, from one on and before another, that hold a group: few, so that most of a group's slots lie side by
 * side. What a group shares with slots of other groups in between is 0.
 * @param group slots in increasing order
 * @param into of at least twice its length
 * @returns how many spans
 */
export function groupSpans(group: Int32Array, into: Int32Array): number {
  let spans = 0;
  for (let k = 0; k < group.length; k++) {
    const slot = group[k];
    if (k === 0 || slot - group[k - 1] > widestGap) into[2 * spans++] = slot;
    into[2 * spans - 1] = slot + 1;
  }
  return spans;
}
