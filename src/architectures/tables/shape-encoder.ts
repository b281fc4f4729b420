import type { Encoder, FeatureTable } from '../../contracts/architecture.ts';
import type { Trial } from '../../contracts/trial.ts';

/** Tables kept; a design with continuous reward times has more shapes than are worth keeping. */
const tablesKept = 128;

interface ShapeEncoder extends Pick<Encoder, 'size' | 'layout'> {
  readonly label: (feature: number) => string;
  /** The table of a trial; must depend on nothing but what `trial.shape` tells apart. */
  readonly build: (trial: Trial) => FeatureTable;
}

/** An encoder without memory: features start at time zero and follow from the trial's shape, so each shape is built once. */
export function shapeEncoder({ size, layout, label, build }: ShapeEncoder): Encoder {
  const tables = new Map<string, FeatureTable>();

  function tableOf(trial: Trial): FeatureTable {
    const kept = tables.get(trial.shape);
    if (kept !== undefined) return kept;
    const [oldest] = tables.keys();
    if (oldest !== undefined && tables.size >= tablesKept) tables.delete(oldest);
    const built = build(trial);
    tables.set(trial.shape, built);
    return built;
  }

  return {
    size,
    layout,
    label,
    // Trials of one shape differ in the interval before time zero.
    encode: (trial) => ({ ...tableOf(trial), firstStep: trial.zeroStep }),
    state: () => [],
    restore: () => {},
  };
}
