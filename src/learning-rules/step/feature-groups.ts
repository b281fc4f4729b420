/**
 * Features seen so far, numbered by `slots` in order of first occurrence, so that unseen ones take no memory; and the
 * groups of features that have occurred together. A matrix learned from co-occurrence is 0 between groups.
 */
export interface FeatureGroups {
  readonly count: number;
  /** The slot of a feature; a new one if it is new. */
  slotOf(feature: number): number;
  /** The features by slot. */
  readonly features: Int32Array;
  /**
   * Merges the groups of the slots in a list. @returns the group's slots, in increasing order; empty for an empty list
   */
  join(slots: Int32Array, count: number): Int32Array;
  /** The slots in the group of a slot, in increasing order. */
  groupOf(slot: number): Int32Array;
  /** An identifier of the slot's group: its smallest slot. Together with the features this is the complete state. */
  state(): { readonly features: Int32Array; readonly leaders: Int32Array };
  restore(features: ArrayLike<number>, leaders: ArrayLike<number>): void;
}

const none = new Int32Array();

export function featureGroups(size: number): FeatureGroups {
  const slots = new Int32Array(size).fill(-1);
  const features = new Int32Array(size);
  const groups: Int32Array[] = [];
  let count = 0;

  function slotOf(feature: number): number {
    const known = slots[feature];
    if (known >= 0) return known;
    slots[feature] = count;
    features[count] = feature;
    groups[count] = Int32Array.of(count);
    return count++;
  }

  function join(list: Int32Array, length: number): Int32Array {
    if (length === 0) return none;
    let group = groups[list[0]];
    for (let k = 1; k < length; k++) {
      const other = groups[list[k]];
      if (other === group) continue;
      group = Int32Array.of(...group, ...other).sort();
      for (const slot of group) groups[slot] = group;
    }
    return group;
  }

  return {
    get count() {
      return count;
    },
    slotOf,
    features,
    join,
    groupOf: (slot) => groups[slot],
    state: () => ({
      features: features.slice(0, count),
      leaders: Int32Array.from(groups.slice(0, count), (group) => group[0]),
    }),
    restore(saved, leaders) {
      slots.fill(-1);
      count = 0;
      for (let slot = 0; slot < saved.length; slot++) slotOf(saved[slot]);
      for (let slot = 0; slot < saved.length; slot++) join(Int32Array.of(leaders[slot], slot), 2);
    },
  };
}
