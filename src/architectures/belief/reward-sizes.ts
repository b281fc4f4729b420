export interface Size {
  readonly magnitude: number;
  /** Its share of the rewards of common size. */
  readonly share: number;
}

/** Reward sizes so far; each common size keeps its index permanently. */
export interface RewardSizes {
  /**
   * Common sizes, by index: a size is common if it makes up at least `minShare` of the rewards or, if none does, if
   * it is the most frequent.
   */
  common(): ReadonlyMap<number, Size>;
  titleOf(place: number): string;
  /** Number of indices in use. */
  taken(): number;
  count(magnitude: number): void;
  state(): readonly number[];
  restore(state: readonly number[], from: number): void;
}

/** @param places maximum number of sizes to distinguish; further common sizes are ignored */
export function rewardSizes(minShare: number, places: number): RewardSizes {
  const counts = new Map<number, number>();
  const placed: number[] = [];
  let common: ReadonlyMap<number, Size> = new Map();

  function weigh(): void {
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const enough = Math.min(Math.max(...counts.values()), minShare * total);
    const isCommon = (magnitude: number): boolean => (counts.get(magnitude) ?? 0) >= enough;
    for (const [magnitude] of counts)
      if (isCommon(magnitude) && !placed.includes(magnitude) && placed.length < places) placed.push(magnitude);
    const now = placed.flatMap((magnitude, place) =>
      isCommon(magnitude) ? [{ place, magnitude, count: counts.get(magnitude) as number }] : [],
    );
    const all = now.reduce((sum, { count }) => sum + count, 0);
    common = new Map(now.map(({ place, magnitude, count }) => [place, { magnitude, share: count / all }]));
  }

  return {
    common: () => common,
    titleOf: (place) =>
      placed[place] === undefined ? `size not met (${place + 1})` : `size ${Number(placed[place].toPrecision(6))}`,
    taken: () => placed.length,
    count(magnitude) {
      counts.set(magnitude, (counts.get(magnitude) ?? 0) + 1);
      weigh();
    },
    state: () => [placed.length, ...placed, ...[...counts].flat()],
    restore(state, from) {
      counts.clear();
      common = new Map();
      const after = from + 1 + (state[from] as number);
      placed.splice(0, Infinity, ...state.slice(from + 1, after));
      for (let at = after; at < state.length; at += 2) counts.set(state[at] as number, state[at + 1] as number);
      if (counts.size > 0) weigh();
    },
  };
}
