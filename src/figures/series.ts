import * as Plot from '@observablehq/plot';
import type { NamedBand } from './figure-data.ts';

/** One line of an aligned figure. */
export interface Series {
  readonly title: string;
  /** Start of each step of a model's signal; times of the points of a recorded one. */
  readonly t: readonly number[];
  readonly mean: readonly number[];
  readonly sem?: readonly number[];
  /** In place of the SEM. */
  readonly band?: NamedBand | undefined;
  readonly style: { readonly stroke: string; readonly label: string; readonly dash: string };
  /**
   * Length of a step, seconds: each value is drawn over its step. Absent if points are joined, as for recorded ones.
   */
  readonly stepSeconds?: number;
  readonly thin?: boolean;
  /** One of many lines behind the others. */
  readonly faint?: boolean;
  readonly labelled: boolean;
}

interface SeriesPoint {
  readonly t: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** The points of a line within a range of time. For steps, the last value is repeated at the end of its step. */
export function linePoints(
  { t, mean, sem, band, stepSeconds }: Series,
  [from, to]: readonly [number, number],
): readonly SeriesPoint[] {
  const points = t.flatMap((seconds, i) => {
    const [value = Number.NaN, half = 0] = [mean[i], sem?.[i]];
    return seconds < from || seconds > to || mean.length === 0
      ? []
      : [{ t: seconds, mean: value, low: band?.low[i] ?? value - half, high: band?.high[i] ?? value + half }];
  });
  const last = points.at(-1);
  return stepSeconds === undefined || last === undefined ? points : [...points, { ...last, t: last.t + stepSeconds }];
}

/**
 * All bands first, then all lines, so that no band dims a line. A value starts at its own time: nothing leads up to it.
 */
export function seriesMarks(series: readonly Series[], domain: readonly [number, number]): Plot.Markish {
  const curveOf = ({ stepSeconds }: Series) => (stepSeconds === undefined ? 'linear' : 'step-after');
  const bands = series
    .filter(({ sem, band }) => band !== undefined || sem?.some((value) => value > 0))
    .map((one) =>
      Plot.areaY(linePoints(one, domain), {
        x: 't',
        y1: 'low',
        y2: 'high',
        curve: curveOf(one),
        fill: one.style.stroke,
        fillOpacity: 0.17,
        ariaDescription: `${one.title}, ${one.band?.name ?? 'SEM'}`,
      }),
    );
  const lines = series.map((one) =>
    Plot.lineY(linePoints(one, domain), {
      x: 't',
      y: 'mean',
      curve: curveOf(one),
      stroke: one.style.stroke,
      strokeWidth: one.faint === true ? 0.8 : one.thin === true ? 1.1 : 1.5,
      ...(one.faint === true ? { strokeOpacity: 0.4 } : {}),
      strokeDasharray: one.style.dash,
      strokeLinecap: 'butt',
      ariaDescription: one.title,
    }),
  );
  return [bands, lines];
}
