import { wholeFours } from '../../core/whole-fours.ts';
import type { Encoder, FeatureStrip, FeatureTable } from '../../contracts/architecture.ts';
import type { Design } from '../../contracts/design.ts';
import type { Trial } from '../../contracts/trial.ts';
import { activeRanges } from './active-ranges.ts';

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
 * the memory, which ends after the last age. Each table holds steps in which the same sources are remembered. A source
 * whose memory has ended stays, with features of 0, until all have ended or any begins: rows of 0 cost less than another
 * table.
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
  /** Steps since the onset of each source, at the next step; -1 if it is not remembered. */
  const ages = new Float64Array(sources).fill(-1);
  const size = sources * units + contexts.length;
  const rows = memoryRows(sources, units, fill, basisOf(key, units, lastAge, fill));

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

  /** How many of the next steps, at most `steps`, pass before the last memory ends. */
  function lengthOf(steps: number): number {
    let youngest = Infinity;
    for (let source = 0; source < sources; source++) {
      const age = ages[source] as number;
      if (age >= 0) youngest = Math.min(youngest, age);
    }
    return youngest === Infinity ? steps : Math.min(steps, lastAge - youngest + 1);
  }

  function pass(steps: number): void {
    let anyLasts = false;
    for (let source = 0; source < sources; source++) {
      const age = ages[source] as number;
      if (age < 0) continue;
      ages[source] = age + steps;
      if (age + steps <= lastAge) anyLasts = true;
    }
    if (!anyLasts) ages.fill(-1);
  }

  function begin(onsetOf: number): void {
    for (let source = 0; source < sources; source++) if ((ages[source] as number) > lastAge) ages[source] = -1;
    ages[onsetOf] = 0;
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
        begin(source);
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

/** Features of a source by age, one row per age, zero-padded to a multiple of four. */
type Basis = Required<Pick<FeatureStrip, 'values' | 'ranges'>>;

/** Shared by all encoders with the same features. Undefined if there are too many. */
function basisOf(key: string, units: number, lastAge: number, fill: MemoryEncoder['fill']): Basis | undefined {
  const known = bases.get(key);
  if (known !== undefined) return known;
  const stride = wholeFours(units);
  // A memory that has ended is 0 until the youngest ends.
  const rows = 2 * lastAge + 1;
  if (!(rows * stride <= maxKept)) return undefined;
  const values = new Float64Array(rows * stride);
  for (let age = 0; age <= lastAge; age++) fill(values, age * stride, age);
  const basis = { values, ranges: activeRanges(values, stride) };
  if (bases.size >= maxBases) bases.delete(bases.keys().next().value as string);
  bases.set(key, basis);
  return basis;
}

const bases = new Map<string, Basis>();
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

/** The columns of remembered sources. */
interface Met {
  /** 1 for each source that is remembered, otherwise 0. */
  readonly on: Float64Array;
  readonly place: number;
  readonly columns: Int32Array;
}

/** A table whose values are assembled when they are first read. A class, because a session makes many. */
class StripTable {
  readonly layout = 'dense';
  readonly firstStep: number;
  readonly rows: number;
  readonly columns: Int32Array;
  readonly strips: readonly FeatureStrip[];
  private readonly assemble: (table: StripTable) => Float64Array;
  private assembled: Float64Array | undefined = undefined;

  constructor(
    firstStep: number,
    rows: number,
    columns: Int32Array,
    strips: readonly FeatureStrip[],
    assemble: (table: StripTable) => Float64Array,
  ) {
    this.firstStep = firstStep;
    this.rows = rows;
    this.columns = columns;
    this.strips = strips;
    this.assemble = assemble;
  }

  get values(): Float64Array {
    return (this.assembled ??= this.assemble(this));
  }
}

/** The most recently used come first; further ones are not worth searching. */
const maxEntries = 200;

/** Rows of features by age, adjacent. */
function memoryRows(sources: number, units: number, fill: MemoryEncoder['fill'], basis: Basis | undefined) {
  const kept: KeptRows[] = [];
  let numbers = 0;
  /** Column lists so far, since consecutive tables often have the same. */
  const met: Met[] = [];

  /** The next `length` rows of the remembered sources; undefined if there are none. */
  function table(ages: Float64Array, firstStep: number, length: number, place: number): FeatureTable | undefined {
    const columns = columnsOf(ages, place);
    if (columns.length === 0) return undefined;
    if (basis === undefined) {
      const values = valuesOf(remembered(ages, place, columns), youngestOf(ages), length);
      return { layout: 'dense', firstStep, rows: length, columns, values };
    }
    return new StripTable(firstStep, length, columns, stripsOf(basis, ages, place), valuesOfStrips);
  }

  /** Equal sources share one column array, so that identity shows that nothing has changed. */
  function columnsOf(ages: Float64Array, place: number): Int32Array {
    for (let i = 0; i < met.length; i++) {
      const known = met[i] as Met;
      if (known.place === place && isOf(known.on, ages)) return known.columns;
    }
    const on = ages.map((age) => (age < 0 ? 0 : 1));
    const columns = Int32Array.from([
      ...[...on.keys()].flatMap((source) =>
        on[source] === 0 ? [] : Array.from({ length: units }, (_, k) => source * units + k),
      ),
      ...(place < 0 ? [] : [place]),
    ]);
    if (met.length < maxEntries) met.push({ on, place, columns });
    return columns;
  }

  function stripsOf({ values, ranges }: Basis, ages: Float64Array, place: number): readonly FeatureStrip[] {
    const stride = wholeFours(units);
    const strips: FeatureStrip[] = [];
    for (let source = 0; source < ages.length; source++) {
      const first = ages[source] as number;
      if (first >= 0) strips.push({ values, feature: source * units, width: units, stride, first, ranges });
    }
    if (place >= 0) strips.push({ values: here, feature: place, width: 1, stride: 0, first: 0 });
    return strips;
  }

  function valuesOfStrips({ strips, columns, rows: length }: StripTable): Float64Array {
    const ages = new Float64Array(sources).fill(-1);
    let place = -1;
    for (const { feature, first } of strips) {
      if (feature < sources * units) ages[feature / units] = first;
      else place = feature;
    }
    return valuesOf(remembered(ages, place, columns), youngestOf(ages), length);
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
    if (basis === undefined || at + units > basis.values.length) return fill(into, from, age);
    for (let k = 0; k < units; k++) into[from + k] = basis.values[at + k] as number;
  }

  return { table };
}

function isSame(one: Float64Array, other: Float64Array): boolean {
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}

/** Whether exactly these sources are remembered. */
function isOf(on: Float64Array, ages: Float64Array): boolean {
  for (let i = 0; i < on.length; i++) if ((on[i] === 1) !== (ages[i] as number) >= 0) return false;
  return true;
}

/** Age of the youngest memory; 0 if there is none. */
function youngestOf(ages: Float64Array): number {
  let youngest = Infinity;
  for (const age of ages) if (age >= 0 && age < youngest) youngest = age;
  return youngest === Infinity ? 0 : youngest;
}

function remembered(ages: Float64Array, place: number, columns: Int32Array): Remembered {
  const first = youngestOf(ages);
  return { behind: ages.map((age) => (age < 0 ? -1 : age - first)), place, columns };
}
