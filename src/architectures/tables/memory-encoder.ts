import { wholeFours } from '../../core/whole-fours.ts';
import type { Encoder, FeatureStrip, FeatureTable } from '../../contracts/architecture.ts';
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
  /** Names `units`, `lastAge` and `fill`: what has the same key has the same features. */
  readonly key: string;
  readonly label: (feature: number) => string;
}

/** Numbers that are kept of rows once computed: some tens of megabytes. */
const mostKept = 4e6;

/**
 * An encoder whose features depend on how long ago each source last came on, whatever trials say: a source that comes again starts anew, and
 * is gone after its last age. Each table holds the steps in which the same sources are remembered.
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
  /** Steps since the onset of each source, at the step to come; -1 where it is gone or never came. */
  const ages = new Float64Array(sources).fill(-1);
  const size = sources * units + contexts.length;
  const rows = memoryRows(units, fill, basisOf(key, units, lastAge, fill));

  /** Onsets, in order and counted from time zero, by the lists of events that they are of: trials in which nothing is drawn share these. */
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

  /** How many of the next steps, at most `steps`, pass before a memory is gone. */
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

  /** Steps [from, to), in which nothing comes on. @returns to */
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

/** Features of a source by its age, a row each of whole fours; shared by all encoders that have the same. Undefined where they are too many. */
function basisOf(key: string, units: number, lastAge: number, fill: MemoryEncoder['fill']): Float64Array | undefined {
  const known = bases.get(key);
  if (known !== undefined) return known;
  const stride = wholeFours(units);
  if (!((lastAge + 1) * stride <= mostKept)) return undefined;
  const basis = new Float64Array((lastAge + 1) * stride);
  for (let age = 0; age <= lastAge; age++) fill(basis, age * stride, age);
  if (bases.size >= mostBases) bases.delete(bases.keys().next().value as string);
  bases.set(key, basis);
  return basis;
}

const bases = new Map<string, Float64Array>();
const mostBases = 4;

/** The one row of a place. */
const here = Float64Array.of(1, 0, 0, 0);

/** A table of sources that are remembered, youngest or not, each so much older than the youngest as it is. */
interface Remembered {
  /** How much older than the youngest each source is; -1 where it is not remembered. */
  readonly behind: Float64Array;
  readonly place: number;
  readonly columns: Int32Array;
}

/** Rows of them, from the step on at which the youngest memory begins. */
interface KeptRows extends Remembered {
  rows: number;
  values: Float64Array;
}

/** Those used last come first; more are not worth looking through. */
const mostEntries = 200;

/** Rows of features by age, side by side. */
function memoryRows(units: number, fill: MemoryEncoder['fill'], basis: Float64Array | undefined) {
  const kept: KeptRows[] = [];
  let numbers = 0;
  /** Columns that were met, as one table after another has the same. */
  const met: Remembered[] = [];

  /** The next `length` rows of the sources that are remembered; undefined where there are none. */
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

  /** The columns of equal sources are the same array, by which it is seen that nothing has changed. */
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
    if (met.length < mostEntries) met.push({ behind, place, columns });
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

  /** Rows [first, first + length): computed once, and more when more is asked for. */
  function valuesOf(of: Remembered, first: number, length: number): Float64Array {
    const width = of.columns.length;
    const rows = first + length;
    // Too long ago to be worth keeping all that lies between.
    if (rows * width > mostKept / 4) return computed(of, first, rows);
    const entry = entryFor(of);
    if (entry.rows < rows) extend(entry, rows);
    return first === 0 ? entry.values : entry.values.subarray(first * width);
  }

  function entryFor(of: Remembered): KeptRows {
    const at = kept.findIndex((entry) => entry.place === of.place && isSame(entry.behind, of.behind));
    const entry = at < 0 ? { ...of, rows: 0, values: new Float64Array(0) } : (kept.splice(at, 1)[0] as KeptRows);
    kept.unshift(entry);
    while (kept.length > mostEntries) numbers -= (kept.pop() as KeptRows).values.length;
    return entry;
  }

  function extend(entry: KeptRows, rows: number): void {
    numbers -= entry.values.length;
    entry.rows = Math.max(rows, 2 * entry.rows);
    entry.values = computed(entry, 0, entry.rows);
    numbers += entry.values.length;
    while (numbers > mostKept && kept.length > 1) numbers -= (kept.pop() as KeptRows).values.length;
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
    // A row that is kept ahead may lie beyond the last age, and is never read.
    if (basis === undefined || at + units > basis.length) return fill(into, from, age);
    for (let k = 0; k < units; k++) into[from + k] = basis[at + k] as number;
  }

  return { table };
}

function isSame(one: Float64Array, other: Float64Array): boolean {
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}

/** Whether both are of the same sources. */
function areOfSame(one: Float64Array, other: Float64Array): boolean {
  for (let i = 0; i < one.length; i++) if ((one[i] as number) < 0 !== (other[i] as number) < 0) return false;
  return true;
}
