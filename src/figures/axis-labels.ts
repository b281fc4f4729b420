/** Sizes from which, and below which, the numbers of an axis use a power of ten. */
const huge = 1e7;
const tiny = 1e-3;
/** A label may differ from its tick by this fraction of the smallest gap between ticks. */
const tolerance = 0.02;
/** Ticks that differ by less than this fraction of the largest differ only by rounding. */
const rounding = 1e-12;
const maxDecimals = 15;

/**
 * The numbers of an axis, in the ticks' order: the fewest digits that give each tick to within a fiftieth of the
 * smallest gap between ticks, so that different ticks have different labels. All numbers of an axis share a power of
 * ten, if their sizes require one.
 * @param ticks in units of the axis, finite
 */
export function axisLabels(ticks: readonly number[]): readonly string[] {
  const size = Math.max(0, ...ticks.map(Math.abs));
  if (size === 0) return ticks.map(() => '0');
  const power = size >= huge || size < tiny ? Math.floor(Math.log10(size)) : 0;
  const scaled = ticks.map((tick) => scaledBy(tick, -power));
  const decimals = decimalsOf(scaled);
  return scaled.map((value) => label(value, decimals, power));
}

/** By way of text, which is exact, unlike a product with a power of ten. */
const scaledBy = (value: number, power: number): number =>
  Number(value.toExponential().replace(/e(.*)$/u, (_, own: string) => `e${Number(own) + power}`));

function decimalsOf(values: readonly number[]): number {
  const within = tolerance * smallestGap(values);
  const fits = (decimals: number): boolean =>
    values.every((value) => Math.abs(Number(value.toFixed(decimals)) - value) <= within);
  let decimals = 0;
  while (decimals < maxDecimals && !fits(decimals)) decimals += 1;
  return decimals;
}

/** For a single tick, its own size. */
function smallestGap(values: readonly number[]): number {
  const size = Math.max(...values.map(Math.abs));
  const sorted = values.toSorted((a, b) => a - b);
  return Math.min(
    size,
    ...sorted
      .slice(1)
      .map((value, i) => value - (sorted[i] as number))
      .filter((gap) => gap > rounding * size),
  );
}

function label(value: number, decimals: number, power: number): string {
  const text = value.toLocaleString('en-US', { maximumFractionDigits: decimals }).replace(/^-0$/u, '0');
  return `${text}${power === 0 || text === '0' ? '' : `e${power}`}`.replaceAll('-', '\u2212');
}
