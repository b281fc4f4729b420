import type { LineFit } from '../../contracts/paradigm.ts';
import { fitLine } from '../summaries.ts';

/** Seconds from the event, both ends included. */
type Span = readonly [number, number];

/** Spans whose means make a response: that of the first less that of the second, if there is one. */
export interface ResponseSpans {
  readonly response: Span;
  readonly baseline?: Span;
}

/** How the responses of one animal go with something that is known of each. */
export interface AnimalResponses {
  readonly animal: string;
  readonly events: number;
  /** Least-squares line with Pearson's r; undefined for fewer than two events, or where x does not vary. */
  readonly line: LineFit | undefined;
}

/** Times of samples that are decimal fractions are not exact. */
const rounding = 1e-6;

/**
 * The response of each row; NaN if it has no value in one of the spans.
 * @param rows events x bins, row-major
 * @param t middle of each bin, seconds from the event
 */
export function responsesOf(
  { rows, t }: { readonly rows: ArrayLike<number>; readonly t: ArrayLike<number> },
  { response, baseline }: ResponseSpans,
): Float64Array {
  const binsOf = ([from, to]: Span): number[] =>
    Array.from(t, (_, bin) => bin).filter(
      (bin) => (t[bin] as number) >= from - rounding && (t[bin] as number) <= to + rounding,
    );
  const within = binsOf(response);
  const before = baseline === undefined ? undefined : binsOf(baseline);
  const mean = (row: number, bins: readonly number[]): number => {
    const known = bins.map((bin) => rows[row * t.length + bin] as number).filter((value) => !Number.isNaN(value));
    return known.reduce((sum, value) => sum + value, 0) / known.length;
  };
  return Float64Array.from(
    { length: rows.length / t.length },
    (_, row) => mean(row, within) - (before === undefined ? 0 : mean(row, before)),
  );
}

/**
 * Responses of each animal over x, e.g. over the logarithm of the time since the last reward. Events in which one of them
 * is not finite do not count.
 * @param animals of each event
 */
export const responsesOver = (
  animals: readonly string[],
  x: ArrayLike<number>,
  responses: ArrayLike<number>,
): readonly AnimalResponses[] =>
  [...new Set(animals)].map((animal) => {
    const points = animals.flatMap((one, i) => {
      const point = { x: x[i] as number, y: responses[i] as number };
      return one === animal && Number.isFinite(point.x) && Number.isFinite(point.y) ? [point] : [];
    });
    return { animal, events: points.length, line: fitLine(points) };
  });

/** Seconds: a response to a reward, and what it is compared with. */
const [responseSeconds, baselineSeconds] = [0.72, 0.76];

/** After the event, and at the beginning of the window: right before a lick the response to its reward has begun. */
export function responseSpans({ t }: { readonly t: ArrayLike<number> }): Required<ResponseSpans> {
  const [first, last] = [t[0] as number, t[t.length - 1] as number];
  return {
    response: [0, Math.min(responseSeconds, last)],
    baseline: [first, Math.min(first + baselineSeconds, 0)],
  };
}

export const spanWords = ({ response, baseline }: Required<ResponseSpans>): string =>
  `Response: mean from ${response.map((one) => one.toFixed(2)).join(' to ')} s less that from ${baseline.map((one) => one.toFixed(2)).join(' to ')} s. r: Pearson's, over the events of each animal.`;

export const rWords = (r: number | undefined): string =>
  r === undefined || !Number.isFinite(r) ? 'does not vary' : r.toFixed(3);
