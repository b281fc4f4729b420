/** Columns of a table that are the samples around an event. */
export interface WindowColumns {
  /** What they are called before their number: `photometry` of `photometry.12`; '' for numbers alone. */
  readonly stem: string;
  /** Places among all columns, in order of time. */
  readonly places: readonly number[];
  /** What the headings say: times from the event, in a unit that they do not say; undefined if they only count. */
  readonly times: Float64Array | undefined;
}

/** Fewer numbered columns are channels, lamps or regions. */
const minSamples = 20;
/** Times whose steps differ by less than this share are evenly spaced: they are rounded. */
const rounding = 0.3;

interface Numbered {
  readonly place: number;
  readonly number: number;
}

/**
 * Columns with one name and numbers in turn, or with times at even steps that begin before the event. @returns undefined
 * if there are too few
 */
export function windowColumns(names: readonly string[]): WindowColumns | undefined {
  const groups = new Map<string, Numbered[]>();
  for (const [place, name] of names.entries()) {
    const [, stem, number] = /^(.*?)[\s_.:]?(-?\d+(?:\.\d+)?)\s*$/.exec(name.trim()) ?? [];
    if (stem === undefined) continue;
    groups.set(stem, [...(groups.get(stem) ?? []), { place, number: Number(number) }]);
  }
  const all = [...groups].flatMap(([stem, columns]) => windowOf(stem, columns) ?? []);
  return all.reduce<WindowColumns | undefined>(
    (most, one) => (most === undefined || one.places.length > most.places.length ? one : most),
    undefined,
  );
}

function windowOf(stem: string, columns: readonly Numbered[]): WindowColumns | undefined {
  if (columns.length < minSamples) return undefined;
  const sorted = columns.toSorted((one, other) => one.number - other.number);
  const numbers = Float64Array.from(sorted, ({ number }) => number);
  const [first, last] = [numbers[0] as number, numbers.at(-1) as number];
  const step = (last - first) / (numbers.length - 1);
  const isEven = numbers.every((number, i) => Math.abs(number - first - i * step) <= rounding * step);
  if (!isEven || step === 0) return undefined;
  const places = sorted.map(({ place }) => place);
  if (step === 1 && (first === 0 || first === 1)) return { stem, places, times: undefined };
  return first < 0 && last > 0 ? { stem, places, times: numbers } : undefined;
}
