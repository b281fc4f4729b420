import * as Plot from '@observablehq/plot';

/** One line of an aligned figure. */
export interface Series {
  readonly title: string;
  readonly t: readonly number[];
  readonly mean: readonly number[];
  readonly sem?: readonly number[];
  readonly style: { readonly stroke: string; readonly label: string; readonly dash: string };
  readonly thin?: boolean;
  readonly labelled: boolean;
}

/** Bands of all, then lines of all, so that no band dims a line. */
export function seriesMarks(series: readonly Series[], [from, to]: readonly [number, number]): Plot.Markish {
  const points = (one: Series) =>
    one.t.flatMap((t, i) => (t < from || t > to || one.mean.length === 0 ? [] : [{ t, mean: one.mean[i] as number, sem: one.sem?.[i] ?? 0 }]));
  const bands = series
    .filter(({ sem }) => sem?.some((value) => value > 0))
    .map((one) =>
      Plot.areaY(points(one), {
        x: 't',
        y1: ({ mean, sem }: { mean: number; sem: number }) => mean - sem,
        y2: ({ mean, sem }: { mean: number; sem: number }) => mean + sem,
        fill: one.style.stroke,
        fillOpacity: 0.17,
        ariaDescription: `${one.title}, SEM`,
      }),
    );
  const lines = series.map((one) =>
    Plot.lineY(points(one), {
      x: 't',
      y: 'mean',
      stroke: one.style.stroke,
      strokeWidth: one.thin === true ? 1.1 : 1.5,
      strokeDasharray: one.style.dash,
      strokeLinecap: 'butt',
      ariaDescription: one.title,
    }),
  );
  return [bands, lines];
}
