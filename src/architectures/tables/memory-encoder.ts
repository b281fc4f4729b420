import type { Encoder, FeatureTable } from '../../contracts/architecture.ts';
import type { Design } from '../../contracts/design.ts';
import type { Trial } from '../../contracts/trial.ts';

interface MemoryEncoder {
  /** Things that leave a memory: the cues in their order, and the reward after them where it is one. */
  readonly sources: number;
  readonly rewardSource: number | undefined;
  /** Features of each source. */
  readonly units: number;
  /** Places, each a feature that is 1 as long as the animal is there; they come after all sources. */
  readonly contexts: Design['contexts'];
  /** Steps since its onset at which a memory is there for the last time. */
  readonly lastAge: number;
  /** Writes the features of a source so many steps after its onset. */
  readonly fill: (into: Float64Array, from: number, age: number) => void;
  readonly label: (feature: number) => string;
}

/** Numbers that are kept of rows once computed: some tens of megabytes. */
const mostKept = 4e6;

/**
 * An encoder whose features depend on how long ago each source last came on, whatever trials say: a source that comes again starts anew, and
 * is gone after its last age. Each table holds the steps in which the same sources are remembered.
 */
export function memoryEncoder({ sources, rewardSource, units, contexts = [], lastAge, fill, label }: MemoryEncoder): Encoder {
  /** Steps since the onset of each source, at the step to come; -1 where it is gone or never came. */
  const ages = new Float64Array(sources).fill(-1);
  const size = sources * units + contexts.length;
  const rows = keptRows(units, fill);

  /** Onsets of a trial as [step, source], in order. */
  function onsetsOf({ zeroStep, steps, cues, outcomes }: Trial): readonly (readonly [number, number])[] {
    const rewards = rewardSource === undefined ? [] : outcomes.filter(({ delivered }) => delivered).map(({ step }) => [zeroStep + step, rewardSource] as const);
    const all = [...cues.map(({ cue, onset }) => [zeroStep + onset, cue] as const), ...rewards];
    return all.filter(([step]) => step >= 0 && step < steps).sort(([a], [b]) => a - b);
  }

  /** How many of the next steps, at most `steps`, pass before a memory is gone. */
  function lengthOf(steps: number): number {
    return ages.reduce((length, age) => (age < 0 ? length : Math.min(length, lastAge - age + 1)), steps);
  }

  function pass(steps: number): void {
    for (let source = 0; source < sources; source++) {
      const age = ages[source] as number;
      if (age >= 0) ages[source] = age + steps > lastAge ? -1 : age + steps;
    }
  }

  return {
    size,
    layout: 'dense',
    label: (feature) => (feature < sources * units ? label(feature) : `${contexts[feature - sources * units]?.title}`),
    encode(trial) {
      const tables: FeatureTable[] = [];
      const place = contexts.length > 0 && trial.context >= 0 ? sources * units + trial.context : -1;
      let step = 0;
      for (const [onset, source] of [...onsetsOf(trial), [trial.steps, -1] as const]) {
        while (step < onset) {
          const length = lengthOf(onset - step);
          const table = rows.table(ages, length, place);
          if (table.columns.length > 0) tables.push({ ...table, firstStep: step });
          pass(length);
          step += length;
        }
        if (source >= 0) ages[source] = 0;
      }
      return tables;
    },
    state: () => Array.from(ages),
    restore: (state) => ages.set(state),
  };
}

type DenseRows = Omit<Extract<FeatureTable, { layout: 'dense' }>, 'firstStep'>;

/** Rows of features by age, side by side for sources whose ages differ by the same: computed once, and more when more is asked for. */
function keptRows(units: number, fill: MemoryEncoder['fill']) {
  const kept = new Map<string, DenseRows>();
  let numbers = 0;
  /** Features of a source by its age. */
  let basis = new Float64Array(0);

  /** The next `length` rows of the sources that are remembered. */
  function table(ages: Float64Array, length: number, place: number): DenseRows {
    const on = [...ages.keys()].filter((source) => (ages[source] as number) >= 0);
    const youngest = on.reduce((least, source) => Math.min(least, ages[source] as number), Infinity);
    const first = on.length === 0 ? 0 : youngest;
    const behind = on.map((source) => (ages[source] as number) - first);
    const width = on.length * units + (place < 0 ? 0 : 1);
    // Too long ago to be worth keeping all that lies between.
    if ((first + length) * width > mostKept / 4) return computed(on, behind, first, length, place);
    const key = `${on.map((source, i) => `${source}+${behind[i]}`).join()}|${place}`;
    let entry = kept.get(key);
    if (entry === undefined || entry.rows < first + length) {
      const longer = computed(on, behind, 0, Math.max(first + length, 2 * (entry?.rows ?? 0)), place);
      keep(key, longer, entry);
      entry = longer;
    }
    return { ...entry, rows: length, values: entry.values.subarray(first * width, (first + length) * width) };
  }

  function keep(key: string, entry: DenseRows, old: DenseRows | undefined): void {
    numbers += entry.values.length - (old?.values.length ?? 0);
    if (numbers > mostKept) {
      kept.clear();
      numbers = entry.values.length;
    }
    kept.set(key, entry);
  }

  function computed(on: readonly number[], behind: readonly number[], first: number, rows: number, place: number): DenseRows {
    const columns = Int32Array.from([...on.flatMap((source) => Array.from({ length: units }, (_, k) => source * units + k)), ...(place < 0 ? [] : [place])]);
    const width = columns.length;
    const values = new Float64Array(rows * width);
    for (let row = 0; row < rows; row++) {
      for (let i = 0; i < on.length; i++) copyBasis(values, row * width + i * units, first + row + (behind[i] as number));
      if (place >= 0) values[row * width + width - 1] = 1;
    }
    return { layout: 'dense', columns, rows, values };
  }

  function copyBasis(into: Float64Array, from: number, age: number): void {
    const at = age * units;
    if (at + units > mostKept) return fill(into, from, age);
    if (at + units > basis.length) extendBasis(age);
    for (let k = 0; k < units; k++) into[from + k] = basis[at + k] as number;
  }

  function extendBasis(age: number): void {
    const known = basis.length / units;
    const longer = new Float64Array(Math.max(age + 1, 2 * known, 64) * units);
    longer.set(basis);
    for (let k = known; k < longer.length / units; k++) fill(longer, k * units, k);
    basis = longer;
  }

  return { table };
}
