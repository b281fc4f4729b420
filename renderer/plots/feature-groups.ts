/** One weight, where its feature's label puts it. */
export interface FeatureWeight {
  readonly label: string;
  /** What the feature belongs to: a cue, a state. */
  readonly source: string;
  /** Seconds since onset, or which of the source's microstimuli; undefined for a feature that stands alone. */
  readonly position?: number | undefined;
  readonly weight: number;
}

export interface FeatureGroups {
  readonly axis: string;
  readonly placed: readonly FeatureWeight[];
  readonly single: readonly FeatureWeight[];
}

const bySeconds = /^(.*) \+ ([\d.]+) s$/;
const byNumber = /^(.*) microstimulus (\d+)\/\d+$/;

/** Sorts weights by what their features' labels say: a delay line's by time, microstimuli by number, others apart. */
export function groupFeatures(features: readonly string[], weights: readonly number[]): FeatureGroups {
  const all = features.map((label, i): FeatureWeight => {
    const [, source = label, position] = bySeconds.exec(label) ?? byNumber.exec(label) ?? [];
    return { label, source, position: position === undefined ? undefined : Number(position), weight: weights[i] ?? 0 };
  });
  const axis = features.some((label) => byNumber.test(label)) ? 'microstimulus' : 'time since onset (s)';
  return {
    axis,
    placed: all.filter(({ position }) => position !== undefined),
    single: all.filter(({ position }) => position === undefined),
  };
}
