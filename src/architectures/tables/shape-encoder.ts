import type { Encoder, FeatureTable } from '../../contracts/architecture.ts';
import type { Design } from '../../contracts/design.ts';
import type { Trial } from '../../contracts/trial.ts';
import { withContext } from './context-rows.ts';

/** Tables kept; a design with continuous reward times has more shapes than are worth keeping. */
const tablesKept = 128;

interface ShapeEncoder extends Pick<Encoder, 'layout'> {
  /** Features without those of the contexts, which come after them. */
  readonly size: number;
  /** Places, each of which becomes a feature that is 1 for the whole trial and the interval before it. */
  readonly contexts?: Design['contexts'] | undefined;
  readonly label: (feature: number) => string;
  /** The table of a trial; must depend on nothing but what `trial.shape` tells apart. */
  readonly build: (trial: Trial) => FeatureTable;
}

/** An encoder without memory: features start at time zero and follow from the trial's shape, so each shape is built once. */
export function shapeEncoder({ size, layout, contexts = [], label, build }: ShapeEncoder): Encoder {
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
    size: size + contexts.length,
    layout,
    label: (feature) => (feature < size ? label(feature) : `${contexts[feature - size]?.title}`),
    // Trials of one shape differ in the interval before time zero.
    encode: (trial) => {
      const table = tableOf(trial);
      return trial.context >= 0 && contexts.length > 0 ? withContext(table, trial, size + trial.context) : { ...table, firstStep: trial.zeroStep };
    },
    state: () => [],
    restore: () => {},
  };
}
