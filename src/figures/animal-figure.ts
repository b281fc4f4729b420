import type { AnimalBand } from '../analysis/bands/animal-bands.ts';
import type { AnimalMeans, DifferenceMean, LineMean } from '../analysis/animals/means.ts';
import { alignedFigure, signalDomain } from './aligned-figure.ts';
import { compose } from './compose.ts';
import type { FigureCondition, FigureData, NamedBand } from './figure-data.ts';
import { Pile } from './pile.ts';
import { baselineMarks } from './recording-panels.ts';
import { fontSizes } from './text-box.ts';
import { lightTheme, type Theme } from './theme.ts';
import { captionsOn } from './titles.ts';
import { alignedWords } from './words.ts';

/** Bands that a figure can have; `symmetric` is simultaneous and holds only if animals differ symmetrically. */
export const animalBands = ['none', 'pointwise', 'simultaneous', 'symmetric', 'pooled'] as const;
export type AnimalBandKind = (typeof animalBands)[number];

/** Means over animals, and what must stand next to them. */
export interface AnimalFigureData {
  readonly title: string;
  readonly unit: string;
  readonly means: AnimalMeans;
  /** Window that each event was compared with, seconds; marked on the time axis. */
  readonly baseline?: readonly [number, number] | undefined;
  readonly band: AnimalBandKind;
  /** Whether the curve of each animal is drawn as well. */
  readonly showsAnimals: boolean;
  /** Each one line: what of the data set is not in the figure, and why. */
  readonly notes: readonly string[];
  /** '' if it stands elsewhere. */
  readonly provenance: string;
}

export interface AnimalFigureOptions {
  readonly document: Document;
  readonly width?: number;
  /** Of the panel of means; that of a difference is two thirds as high. */
  readonly panelHeight?: number;
  readonly theme?: Theme;
}

const edge = 10;
const usualHeight = 280;

/** Means over animals of each condition with their bands, and below them a difference. */
export function animalFigure(
  data: AnimalFigureData,
  { document, width = 900, panelHeight = usualHeight, theme = lightTheme }: AnimalFigureOptions,
): SVGSVGElement {
  const { means, title, unit } = data;
  const pile = new Pile(edge);
  const text = captionsOn(pile, { document, left: edge, width });
  text(title, fontSizes.title, theme.ink, 600);
  const lines = sheetOf(
    data,
    means.lines.map((line) => conditionOf(line, data)),
  );
  for (const line of [...animalWords(data), ...cutWords(lines)]) text(line, fontSizes.text, theme.soft);
  pile.skip(edge);
  const timeLabel = `time from ${means.align} (s)`;
  const shared = { signal: 'rate', document, width, theme, timeLabel } as const;
  pile.add(
    alignedFigure({ ...shared, data: lines, height: panelHeight, yLabel: unit, ...baselineMarks(data.baseline) }),
    panelHeight,
  );
  if (means.difference !== undefined) addDifference(pile, data, means.difference, { ...shared, panelHeight, text });
  if (data.provenance !== '') text(data.provenance, fontSizes.small, theme.soft);
  return compose(
    {
      document,
      theme,
      width,
      height: Math.ceil(pile.height + edge / 2),
      label: `${title}, mean over animals`,
      description: [...animalWords(data), alignedWords(lines.conditions, 'rate', unit)].join(' '),
      paper: true,
    },
    pile.parts,
  );
}

function addDifference(
  pile: Pile,
  data: AnimalFigureData,
  difference: DifferenceMean,
  {
    panelHeight,
    text,
    ...shared
  }: {
    readonly signal: 'rate';
    readonly document: Document;
    readonly width: number;
    readonly theme: Theme;
    readonly timeLabel: string;
    readonly panelHeight: number;
    readonly text: (words: string, fontSize: number, colour: string, weight?: number) => void;
  },
): void {
  const height = Math.round((panelHeight * 2) / 3);
  pile.skip(edge / 2);
  text(difference.title, fontSizes.text, shared.theme.ink, 600);
  const sheet = sheetOf(data, [differenceCondition(difference, data)]);
  for (const line of [...differenceWords(difference, data.band), ...cutWords(sheet)])
    text(line, fontSizes.text, shared.theme.soft);
  pile.add(
    alignedFigure({ ...shared, data: sheet, height, yLabel: `difference (${data.unit})`, baseline: 0, labels: 'none' }),
    height,
  );
}

type LinesData = Pick<FigureData, 'title' | 'note' | 'conditions' | 'rateUnit' | 'recorded'>;

/** That a band is wider than its axis. */
function cutWords(data: LinesData): readonly string[] {
  const [from, to] = signalDomain(data, 'rate');
  const isCut = data.conditions.some(
    ({ band }) =>
      band !== undefined &&
      (Array.from(band.low).some((low) => low < from) || Array.from(band.high).some((high) => high > to)),
  );
  return isCut ? ['The band is wider than the axis: the table has all of it.'] : [];
}

const sheetOf = ({ title, unit }: AnimalFigureData, conditions: readonly FigureCondition[]): LinesData => ({
  title,
  note: 'means over animals',
  conditions,
  rateUnit: unit,
  recorded: [],
});

function conditionOf(line: LineMean, { means, band, showsAnimals }: AnimalFigureData): FigureCondition {
  const { curves } = line;
  const named = bandOf(line, band);
  // Pooled rows have a mean of their own, in which an animal with more events counts more.
  const mean = band === 'pooled' ? line.pooled.mean : line.mean;
  return {
    id: line.id,
    title: line.title,
    averages: averagesOf(mean, means, line.animals.length, line.marks),
    ...(named === undefined ? {} : { band: named }),
    ...(showsAnimals
      ? {
          animals: curves.animals.map((_, i) => curves.values.subarray(i * curves.points, (i + 1) * curves.points)),
        }
      : {}),
  };
}

function differenceCondition(difference: DifferenceMean, { means, band }: AnimalFigureData): FigureCondition {
  const named = rangeOf(difference.band, band);
  const marks = means.lines[0]?.marks ?? [];
  return {
    id: difference.id,
    title: difference.title,
    averages: averagesOf(difference.mean, means, Math.min(...difference.animals), marks),
    isDifference: true,
    ...(named === undefined ? {} : { band: named }),
  };
}

function averagesOf(
  mean: Float64Array,
  { t }: AnimalMeans,
  n: number,
  marks: LineMean['marks'],
): FigureCondition['averages'] {
  const half = t.length < 2 ? 0.5 : ((t[1] as number) - (t[0] as number)) / 2;
  const band = { mean: Array.from(mean), sem: Array.from(mean, () => 0), n };
  return {
    align: 'cue',
    t: Array.from(t, (middle) => Number((middle - half).toFixed(6))),
    n,
    marks,
    rpe: band,
    value: band,
    rate: band,
  };
}

const bandOf = (line: LineMean, kind: AnimalBandKind): NamedBand | undefined =>
  kind === 'pooled' ? { name: 'SEM of pooled rows', ...line.pooled } : rangeOf(line.band, kind);

/** A difference of groups has no narrower band for symmetric animals: its own is made by their signs already. */
function rangeOf(band: AnimalBand | undefined, kind: AnimalBandKind): NamedBand | undefined {
  if (band === undefined || kind === 'none' || kind === 'pooled') return undefined;
  if (kind === 'pointwise') return { name: 'pointwise band', ...band.pointwise };
  const range = kind === 'symmetric' && band.of !== 'group difference' ? band.ifSymmetric : band.simultaneous;
  return range === undefined ? undefined : { name: 'simultaneous band', ...range };
}

const bandNames: Readonly<Record<AnimalBandKind, string>> = {
  none: 'No band',
  pointwise: 'Band: 95 % over animals, pointwise: for one point that was chosen beforehand',
  simultaneous: 'Band: 95 % over animals, simultaneous: for the whole curve',
  symmetric: 'Band: 95 % over animals, simultaneous only if animals differ symmetrically from their mean',
  pooled: 'Band: SEM of pooled event rows',
};

/** What the lines are means of, and what their bands are: one sentence each. */
export function animalWords({ means: { lines }, band, notes }: AnimalFigureData): readonly string[] {
  const counts = lines.map(
    ({ title, animals, events }) => `${title}: ${many(animals.length, 'animal')}, ${many(events, 'event')}`,
  );
  const methods = [...new Set(lines.flatMap((line) => methodWords(line.band, band)))];
  const missing = lines.flatMap((line) => {
    const why = missingWords(line.band, line.missing, band);
    return why === undefined ? [] : [`${line.title}: ${why}.`];
  });
  return [
    `Mean over animals, each counted once. ${counts.join('; ')}.`,
    band === 'pooled'
      ? lines.map(({ title, pooled }) => `${title}: ${pooled.stamp}.`).join(' ')
      : `${bandNames[band]}${methods.length === 0 ? '' : ` (${methods.join('; ')})`}.`,
    ...missing,
    ...notes,
  ];
}

/** The same of a difference. */
export function differenceWords(
  { of, animals, unpaired, band, missing }: DifferenceMean,
  kind: AnimalBandKind,
): readonly string[] {
  const what =
    of === 'paired difference'
      ? `Within animals, ${many(animals[0] ?? 0, 'animal')} with both`
      : `Of the means of two groups, ${animals.join(' and ')} animals`;
  const without = unpaired.length === 0 ? '' : `; not counted: ${unpaired.join(', ')}`;
  const methods = methodWords(band, kind);
  const why =
    kind === 'pooled'
      ? 'pooled rows have no band of a difference: animals are compared, not events'
      : missingWords(band, missing, kind);
  return [
    `${what}${without}.${methods.length === 0 ? '' : ` Band: ${methods.join('; ')}.`}`,
    ...(why === undefined ? [] : [`No band: ${why}.`]),
  ];
}

/** How a band that is drawn was made. */
function methodWords(band: AnimalBand | undefined, kind: AnimalBandKind): readonly string[] {
  if (rangeOf(band, kind) === undefined || band === undefined) return [];
  if (kind === 'pointwise') return [band.of === 'group difference' ? "Welch's t" : "Student's t"];
  const isSigns = band.of === 'group difference' || kind === 'symmetric';
  return [isSigns ? 'max-t of animal sign flips' : 'max-t bootstrap of animals'];
}

/** Why the band that was asked for is not drawn. */
const missingWords = (
  band: AnimalBand | undefined,
  missing: string | undefined,
  kind: AnimalBandKind,
): string | undefined =>
  kind === 'none' || kind === 'pooled' || rangeOf(band, kind) !== undefined ? undefined : missing;

const many = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;
