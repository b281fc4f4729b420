import { wholeFours } from '../../core/whole-fours.ts';
import type { Encoder, FeatureStrip, FeatureTable } from '../../contracts/architecture.ts';
import type { Design } from '../../contracts/design.ts';
import type { Trial } from '../../contracts/trial.ts';

interface MemoryEncoder {
  /** Sources that leave a memory: the cues in order, then the reward if it is a source. */
  readonly sources: number;
  readonly rewardSource: number | undefined;
  /** Features per source. */
  readonly units: number;
  /** Contexts, each a feature that is 1 as long as the subject is there; they come after all sources. */
  readonly contexts: Design['contexts'];
  /** Last step after its onset at which a source has a memory. */
  readonly lastAge: number;
  /** Writes the features of a source at a given number of steps after its onset. */
  readonly fill: (into: Float64Array, from: number, age: number) => void;
  /** Identifies `units`, `lastAge` and `fill`: equal keys mean equal features. */
  readonly key: string;
  readonly label: (feature: number) => string;
}

/** Limit on stored numbers of computed rows: some tens of megabytes. */
const maxKept = 4e6;

/**
 * An encoder whose features depend on the time since each source's last onset, across trials: a repeated onset restarts
 * the memory, which ends after the last age. Each table holds steps in which the same sources are remembered.
 */
export function memoryEncoder({
  sources,
  rewardSource,
  units,
  contexts = [],
  lastAge,
  fill,
  key,
  label,
}: MemoryEncoder): Encoder {
  /** Steps since the onset of each source, at the next step; -1 if its memory has ended or it never occurred. */
  const ages = new Float64Array(sources).fill(-1);
  const size = sources * units + contexts.length;
  const rows = memoryRows(units, fill, basisOf(key, units, lastAge, fill));

  /**
   * Onsets, in order and counted from time zero, keyed by the lists of events they come from: trials without random
   * draws share these.
   */
  const known = new WeakMap<
    Trial['cues'],
    { readonly outcomes: Trial['outcomes']; readonly onsets: readonly Onset[] }
  >();

  function onsetsOf({ cues, outcomes }: Trial): readonly Onset[] {
    const last = known.get(cues);
    if (last?.outcomes === outcomes) return last.onsets;
    const rewards =
      rewardSource === undefined
        ? []
        : outcomes.filter(({ delivered }) => delivered).map(({ step }) => ({ step, source: rewardSource }));
    const onsets = [...cues.map(({ cue, onset }) => ({ step: onset, source: cue })), ...rewards].sort(
      (one, other) => one.step - other.step,
    );
    known.set(cues, { outcomes, onsets });
    return onsets;
  }

  /** How many of the next steps, at most `steps`, pass before a memory ends. */
  function lengthOf(steps: number): number {
    let length = steps;
    for (let source = 0; source < sources; source++) {
      const age = ages[source] as number;
      if (age >= 0) length = Math.min(length, lastAge - age + 1);
    }
    return length;
  }

  function pass(steps: number): void {
    for (let source = 0; source < sources; source++) {
      const age = ages[source] as number;
      if (age >= 0) ages[source] = age + steps > lastAge ? -1 : age + steps;
    }
  }

  /** Steps [from, to), without onsets. @returns to */
  function remember(tables: FeatureTable[], from: number, to: number, place: number): number {
    for (let step = from; step < to;) {
      const length = lengthOf(to - step);
      const table = rows.table(ages, step, length, place);
      if (table !== undefined) tables.push(table);
      pass(length);
      step += length;
    }
    return to;
  }

  return {
    size,
    layout: 'dense',
    label: (feature) => (feature < sources * units ? label(feature) : `${contexts[feature - sources * units]?.title}`),
    encode(trial) {
      const tables: FeatureTable[] = [];
      const place = contexts.length > 0 && trial.context >= 0 ? sources * units + trial.context : -1;
      let step = 0;
      for (const { step: onset, source } of onsetsOf(trial)) {
        const at = trial.zeroStep + onset;
        if (at < 0 || at >= trial.steps) continue;
        step = remember(tables, step, at, place);
        ages[source] = 0;
      }
      remember(tables, step, trial.steps, place);
      return tables;
    },
    state: () => Array.from(ages),
    restore: (state) => ages.set(state),
  };
}

interface Onset {
  readonly step: number;
  readonly source: number;
}

/**
 * Features of a source by age, one row per age, zero-padded to a multiple of four; shared by all encoders with the same
 * features. Undefined if there are too many.
 */
function basisOf(key: string, units: number, lastAge: number, fill: MemoryEncoder['fill']): Float64Array | undefined {
  const known = bases.get(key);
  if (known !== undefined) return known;
  const stride = wholeFours(units);
  if (!((lastAge + 1) * stride <= maxKept)) return undefined;
  const basis = new Float64Array((lastAge + 1) * stride);
  for (let age = 0; age <= lastAge; age++) fill(basis, age * stride, age);
  if (bases.size >= maxBases) bases.delete(bases.keys().next().value as string);
  bases.set(key, basis);
  return basis;
}

const bases = new Map<string, Float64Array>();
const maxBases = 4;

/** The single row of a context. */
const here = Float64Array.of(1, 0, 0, 0);

/** A table of remembered sources, identified by how much older each is than the youngest. */
interface Remembered {
  /** How much older each source is than the youngest; -1 if it is not remembered. */
  readonly behind: Float64Array;
  readonly place: number;
  readonly columns: Int32Array;
}

/** Its rows, from the step at which the youngest memory begins. */
interface KeptRows extends Remembered {
  rows: number;
  values: Float64Array;
}

/** The most recently used come first; further ones are not worth searching. */
const maxEntries = 200;

/** Rows of features by age, adjacent. */
function memoryRows(units: number, fill: MemoryEncoder['fill'], basis: Float64Array | undefined) {
  const kept: KeptRows[] = [];
  let numbers = 0;
  /** Column lists so far, since consecutive tables often have the same. */
  const met: Remembered[] = [];

  /** The next `length` rows of the remembered sources; undefined if there are none. */
  function table(ages: Float64Array, firstStep: number, length: number, place: number): FeatureTable | undefined {
    let youngest = Infinity;
    for (let source = 0; source < ages.length; source++) {
      const age = ages[source] as number;
      if (age >= 0 && age < youngest) youngest = age;
    }
    if (youngest === Infinity && place < 0) return undefined;
    const first = youngest === Infinity ? 0 : youngest;
    const behind = ages.map((age) => (age < 0 ? -1 : age - first));
    const columns = columnsOf(behind, place);
    let joined: Float64Array | undefined;
    return {
      layout: 'dense',
      firstStep,
      rows: length,
      columns,
      ...(basis === undefined ? {} : { strips: stripsOf(basis, ages, place) }),
      get values() {
        return (joined ??= valuesOf({ behind, place, columns }, first, length));
      },
    };
  }

  /** Equal sources share one column array, so that identity shows that nothing has changed. */
  function columnsOf(behind: Float64Array, place: number): Int32Array {
    for (let i = 0; i < met.length; i++) {
      const known = met[i] as Remembered;
      if (known.place === place && areOfSame(known.behind, behind)) return known.columns;
    }
    const on = [...behind.keys()].filter((source) => (behind[source] as number) >= 0);
    const columns = Int32Array.from([
      ...on.flatMap((source) => Array.from({ length: units }, (_, k) => source * units + k)),
      ...(place < 0 ? [] : [place]),
    ]);
    if (met.length < maxEntries) met.push({ behind, place, columns });
    return columns;
  }

  function stripsOf(of: Float64Array, ages: Float64Array, place: number): readonly FeatureStrip[] {
    const strips: FeatureStrip[] = [];
    for (let source = 0; source < ages.length; source++) {
      const age = ages[source] as number;
      if (age >= 0) strips.push({ values: of, width: units, stride: wholeFours(units), first: age });
    }
    if (place >= 0) strips.push({ values: here, width: 1, stride: 0, first: 0 });
    return strips;
  }

  /** Rows [first, first + length): computed once, and extended on demand. */
  function valuesOf(of: Remembered, first: number, length: number): Float64Array {
    const width = of.columns.length;
    const rows = first + length;
    // The age gap is too long to store everything in between.
    if (rows * width > maxKept / 4) return computed(of, first, rows);
    const entry = entryFor(of);
    if (entry.rows < rows) extend(entry, rows);
    return first === 0 ? entry.values : entry.values.subarray(first * width);
  }

  function entryFor(of: Remembered): KeptRows {
    const at = kept.findIndex((entry) => entry.place === of.place && isSame(entry.behind, of.behind));
    const entry = at < 0 ? { ...of, rows: 0, values: new Float64Array(0) } : (kept.splice(at, 1)[0] as KeptRows);
    kept.unshift(entry);
    while (kept.length > maxEntries) numbers -= (kept.pop() as KeptRows).values.length;
    return entry;
  }

  function extend(entry: KeptRows, rows: number): void {
    numbers -= entry.values.length;
    entry.rows = Math.max(rows, 2 * entry.rows);
    entry.values = computed(entry, 0, entry.rows);
    numbers += entry.values.length;
    while (numbers > maxKept && kept.length > 1) numbers -= (kept.pop() as KeptRows).values.length;
  }

  /** Rows [first, end). */
  function computed({ behind, place, columns }: Remembered, first: number, end: number): Float64Array {
    const width = columns.length;
    const values = new Float64Array((end - first) * width);
    for (let row = first; row < end; row++) {
      let at = (row - first) * width;
      for (let source = 0; source < behind.length; source++) {
        const older = behind[source] as number;
        if (older < 0) continue;
        copyFeatures(values, at, row + older);
        at += units;
      }
      if (place >= 0) values[at] = 1;
    }
    return values;
  }

  function copyFeatures(into: Float64Array, from: number, age: number): void {
    const at = age * wholeFours(units);
    // A row computed in advance may lie beyond the last age; it is never read.
    if (basis === undefined || at + units > basis.length) return fill(into, from, age);
    for (let k = 0; k < units; k++) into[from + k] = basis[at + k] as number;
  }

  return { table };
}

function isSame(one: Float64Array, other: Float64Array): boolean {
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}

/** Whether both have the same sources. */
function areOfSame(one: Float64Array, other: Float64Array): boolean {
  for (let i = 0; i < one.length; i++) if ((one[i] as number) < 0 !== (other[i] as number) < 0) return false;
  return true;
}
