import type { Mark, SignalName, SummaryPoint } from '../contracts/paradigm.ts';
import type { SummaryResult } from '../contracts/result.ts';
import type { UnitMap } from '../contracts/units.ts';
import { extent, minDifference } from './extent.ts';
import { shortNumber, type FigureCondition } from './figure-data.ts';
import type { HeatRows } from './heat-rows.ts';
import { signalUnit } from './signals.ts';

/** A number as it is read out. */
const number = (value: number): string =>
  String(Math.abs(value) < minDifference ? 0 : Number(value.toPrecision(3))).replace('-', '−');

/** The aligned averages in sentences: the values of each condition at its events, and its extremes. */
export function alignedWords(conditions: readonly FigureCondition[], signal: SignalName, rateUnit: string): string {
  const unit = signalUnit(signal, rateUnit);
  return conditions.map((condition) => conditionWords(condition, signal, unit)).join(' ');
}

function conditionWords({ title, averages }: FigureCondition, signal: SignalName, unit: string): string {
  const { mean } = averages[signal];
  if (averages.n === 0 || mean.length === 0) return `${title}: no trials yet.`;
  const atMarks = averages.marks.map(
    (mark) => `${number(valueAt(averages.t, mean, mark))} at ${mark.label} (${number(mark.seconds)} s)`,
  );
  // A recording may lack a step in every trial.
  const known = mean.filter((value) => !Number.isNaN(value));
  if (known.length === 0) return `${title}, n = ${averages.n}: nothing was recorded.`;
  const high = mean.indexOf(Math.max(...known));
  const low = mean.indexOf(Math.min(...known));
  if ((mean[high] as number) - (mean[low] as number) < minDifference)
    return `${title}, n = ${averages.n}: ${number(mean[high] as number)} ${unit} throughout.`;
  const extremes = [
    `highest ${number(mean[high] as number)} at ${number(averages.t[high] as number)} s`,
    `lowest ${number(mean[low] as number)} at ${number(averages.t[low] as number)} s`,
  ];
  return `${title}, n = ${averages.n}, in ${unit}: ${[...atMarks, ...extremes].join(', ')}.`;
}

function valueAt(t: readonly number[], mean: readonly number[], { seconds }: Mark): number {
  const distances = t.map((time) => Math.abs(time - seconds));
  return mean[distances.indexOf(Math.min(...distances))] as number;
}

/** A summary plot in sentences: its points, and its fits. */
export function summaryWords({ x, y, categories, series, recorded }: SummaryResult): string {
  const sentence = (who: string, one: SummaryResult['series'][number]): string => {
    const fit = one.fit === undefined ? '' : ` Fit: ${fitText(one.fit)}.`;
    return `${who}${one.title}: ${pointWords(one.points, categories)}.${fit}`;
  };
  return [
    `${y} against ${x}.`,
    ...series.map((one) => sentence('', one)),
    ...(recorded?.series ?? []).map((one) => sentence('Recorded, ', one)),
  ].join(' ');
}

const maxPointsTold = 12;

function pointWords(points: readonly SummaryPoint[], categories: readonly string[] | undefined): string {
  if (categories !== undefined) return points.map((point) => `${categories[point.x]} ${number(point.y)}`).join('; ');
  if (points.length <= maxPointsTold)
    return points.map((point) => `${number(point.y)} at ${number(point.x)}`).join(', ');
  const [low, high] = extent(points.map(({ y }) => y));
  return `${points.length} points from ${number(low)} to ${number(high)}`;
}

export function fitText({ slope, intercept, r }: { slope: number; intercept: number; r: number }): string {
  // Names stay with their numbers at line breaks.
  return `slope\u00a0${shortNumber(slope, 3)}, intercept\u00a0${shortNumber(intercept, 3)}, r\u00a0${Number.isFinite(r) ? correlationText(r) : 'undefined'}`;
}

/** Two decimals; three near 1, where two would suggest a perfect fit. */
function correlationText(r: number): string {
  const text = r.toFixed(Math.abs(r) > 0.99 && Math.abs(r) < 0.9995 ? 3 : 2);
  return text.replace(/^(-?)0\./u, '$1.').replace('-', '−');
}

/** The map in sentences: its strongest points at the beginning and at the end. */
export function heatWords(
  { t, rows, rpe, trials }: HeatRows,
  many = 'trials',
  { what, unit } = { what: 'RPE', unit: 'reward units' },
): string {
  const strongest = (row: number): string => {
    const values = Array.from(rpe.subarray(row * t.length, (row + 1) * t.length));
    const sizes = values.map((value) => Math.abs(value) || 0);
    const at = sizes.indexOf(Math.max(...sizes));
    return `${number(values[at] ?? 0)} ${unit} at ${number(t[at] ?? 0)} s`;
  };
  if (rows === 0) return `No ${many} yet.`;
  return `${trials} ${many}. ${what} of largest size in the first row: ${strongest(0)}; in the last row: ${strongest(rows - 1)}.`;
}

/** The means of units in sentences: their number, and their maxima and minima. */
export function unitWords({ group, labels, t, n, mean, counted = 'trial' }: UnitMap): string {
  const none = `No ${counted}s yet.`;
  if (n === 0) return none;
  const place = (at: number): string =>
    `${number(mean[at] as number)} in ${labels[Math.floor(at / t.length)]} at ${number(t[at % t.length] as number)} s`;
  const values = Array.from(mean, (value, at) => ({ value, at })).filter(({ value }) => !Number.isNaN(value));
  const [first] = values;
  if (first === undefined) return none;
  const [high, low] = [
    values.reduce((a, b) => (b.value > a.value ? b : a)),
    values.reduce((a, b) => (b.value < a.value ? b : a)),
  ];
  return `${labels.length} units, each ${group.each}, in ${group.unit === '1' ? 'numbers without a unit' : group.unit}: highest ${place(high.at)}, lowest ${place(low.at)}.`;
}
