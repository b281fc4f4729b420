import { linearRegression, sampleCorrelation } from 'simple-statistics';
import type { Evidence, LineFit, Summary, SummarySeries } from '../contracts/paradigm.ts';
import type { FittedSeries, SummaryResult } from '../contracts/result.ts';

/** Least-squares line through points; undefined for fewer than two or where x does not vary. */
export function fitLine(points: readonly { readonly x: number; readonly y: number }[]): LineFit | undefined {
  const usable = points.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y)).map(({ x, y }) => [x, y]);
  if (usable.length < 2) return undefined;
  const { m: slope, b: intercept } = linearRegression(usable);
  const r = sampleCorrelation(
    usable.map(([x]) => x as number),
    usable.map(([, y]) => y as number),
  );
  return Number.isFinite(slope) ? { slope, intercept, r } : undefined;
}

export function summarise<V>(summary: Summary<V>, evidence: Evidence<V>): SummaryResult {
  const { id, title, x, y, categories, xScale = 'linear', fit, recorded } = summary;
  const measured = summary.series.map((one) => ({
    id: one.id,
    title: one.title,
    points: one.measure(evidence).filter(({ y: value }) => Number.isFinite(value)),
  }));
  return {
    id,
    title,
    x,
    y,
    ...(categories === undefined ? {} : { categories }),
    xScale,
    layout: fit === 'second-on-first' ? 'second-on-first' : 'tuning',
    series: arrange(measured, fit),
    ...(recorded === undefined ? {} : { recorded: { ...recorded, series: arrange(recorded.series, fit) } }),
  };
}

function arrange(series: readonly SummarySeries[], fit: Summary['fit']): readonly FittedSeries[] {
  if (fit === 'second-on-first') return [pairUp(series)].map(withFit);
  return fit === 'each' ? series.map(withFit) : series;
}

/** One series whose x is the first series' y, and whose y is the second's, matched by their x. */
function pairUp([first, second]: readonly SummarySeries[]): SummarySeries {
  const points = (first?.points ?? []).flatMap((point) => {
    const partner = second?.points.find(({ x }) => x === point.x);
    return partner === undefined
      ? []
      : [{ x: point.y, y: partner.y, ...(partner.sem === undefined ? {} : { sem: partner.sem }) }];
  });
  return { id: `${second?.id}-on-${first?.id}`, title: `${second?.title} on ${first?.title}`, points };
}

function withFit(series: SummarySeries): FittedSeries {
  const fit = fitLine(series.points);
  return fit === undefined ? series : { ...series, fit };
}
