/** One weight, placed by its feature's label. */
export interface FeatureWeight {
  readonly label: string;
  /** The source of the feature: a cue, a state. */
  readonly source: string;
  /** Seconds since onset, or the index of the source's microstimulus; undefined for a single feature. */
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

/** Groups weights by their features' labels: a delay line's by time, microstimuli by number, others separately. */
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
