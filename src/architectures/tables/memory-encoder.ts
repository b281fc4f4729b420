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

  /** Onsets, in order and counted from time zero, by the lists of events that they are of: trials in which nothing is drawn share these. */
  const known = new WeakMap<Trial['cues'], { readonly outcomes: Trial['outcomes']; readonly onsets: readonly Onset[] }>();

  function onsetsOf({ cues, outcomes }: Trial): readonly Onset[] {
    const last = known.get(cues);
    if (last?.outcomes === outcomes) return last.onsets;
    const rewards = rewardSource === undefined ? [] : outcomes.filter(({ delivered }) => delivered).map(({ step }) => ({ step, source: rewardSource }));
    const onsets = [...cues.map(({ cue, onset }) => ({ step: onset, source: cue })), ...rewards].sort((one, other) => one.step - other.step);
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
    for (let step = from; step < to; ) {
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

/** Rows of what is remembered at once, from the step on at which the youngest memory begins. */
interface KeptRows {
  /** How much older than the youngest each source is; -1 where it is not remembered. */
  readonly behind: Float64Array;
  readonly place: number;
  readonly columns: Int32Array;
  rows: number;
  values: Float64Array;
}

/** Those used last come first; more are not worth looking through. */
const mostEntries = 200;

/** Rows of features by age, side by side for sources whose ages differ by the same: computed once, and more when more is asked for. */
function keptRows(units: number, fill: MemoryEncoder['fill']) {
  const kept: KeptRows[] = [];
  let numbers = 0;
  /** Features of a source by its age. */
  let basis = new Float64Array(0);

  /** The next `length` rows of the sources that are remembered; undefined where there are none. */
  function table(ages: Float64Array, firstStep: number, length: number, place: number): FeatureTable | undefined {
    let youngest = Infinity;
    for (let source = 0; source < ages.length; source++) {
      const age = ages[source] as number;
      if (age >= 0 && age < youngest) youngest = age;
    }
    if (youngest === Infinity && place < 0) return undefined;
    const first = youngest === Infinity ? 0 : youngest;
    const entry = entryFor(ages, first, place);
    const width = entry.columns.length;
    const rows = first + length;
    // Too long ago to be worth keeping all that lies between.
    if (rows * width > mostKept / 4) return { layout: 'dense', firstStep, rows: length, columns: entry.columns, values: computed(entry, first, rows) };
    if (entry.rows < rows) extend(entry, rows);
    return { layout: 'dense', firstStep, rows: length, columns: entry.columns, values: first === 0 ? entry.values : entry.values.subarray(first * width) };
  }

  function entryFor(ages: Float64Array, first: number, place: number): KeptRows {
    for (let i = 0; i < kept.length; i++) {
      const entry = kept[i] as KeptRows;
      if (entry.place !== place || !isOf(entry, ages, first)) continue;
      if (i > 0) {
        kept.splice(i, 1);
        kept.unshift(entry);
      }
      return entry;
    }
    const behind = ages.map((age) => (age < 0 ? -1 : age - first));
    const on = [...behind.keys()].filter((source) => (behind[source] as number) >= 0);
    const columns = Int32Array.from([...on.flatMap((source) => Array.from({ length: units }, (_, k) => source * units + k)), ...(place < 0 ? [] : [place])]);
    const entry: KeptRows = { behind, place, columns, rows: 0, values: new Float64Array(0) };
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

  /** Rows [first, end) of an entry. */
  function computed({ behind, place, columns }: KeptRows, first: number, end: number): Float64Array {
    const width = columns.length;
    const values = new Float64Array((end - first) * width);
    for (let row = first; row < end; row++) {
      let at = (row - first) * width;
      for (let source = 0; source < behind.length; source++) {
        const older = behind[source] as number;
        if (older < 0) continue;
        copyBasis(values, at, row + older);
        at += units;
      }
      if (place >= 0) values[at] = 1;
    }
    return values;
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

function isOf({ behind }: KeptRows, ages: Float64Array, first: number): boolean {
  for (let source = 0; source < ages.length; source++) {
    const age = ages[source] as number;
    if (age < 0 ? behind[source] !== -1 : behind[source] !== age - first) return false;
  }
  return true;
}
