import type { LineFit, SummaryPoint } from '../contracts/paradigm.ts';
import type { SummaryResult } from '../contracts/result.ts';
import { categoryStyle, type Theme } from './theme.ts';

/** One drawn series of a summary: the model's in colour, the recorded one in grey with the same symbol. */
export interface Drawn {
  /** With `recorded`, if it is. */
  readonly title: string;
  /** The name of the series in the summary. */
  readonly ofTitle: string;
  readonly points: readonly SummaryPoint[];
  readonly fit: LineFit | undefined;
  readonly isRecorded: boolean;
  readonly stroke: string;
  readonly label: string;
  readonly dash: string;
  readonly symbol: (typeof symbols)[number];
}

const symbols = ['circle', 'square2', 'triangle', 'diamond2', 'plus'] as const;

/** The model's series, then the recorded ones, so that these are on top. */
export function drawnSeries({ series, recorded, layout }: SummaryResult, theme: Theme): readonly Drawn[] {
  const pairs = layout === 'second-on-first';
  const symbolOf = (i: number) => symbols[i % symbols.length] as Drawn['symbol'];
  const model = series.map((one, i): Drawn => ({
    ...one,
    ofTitle: one.title,
    title: pairs ? 'model' : one.title,
    fit: one.fit,
    isRecorded: false,
    ...categoryStyle(theme, i),
    symbol: symbolOf(i),
  }));
  const grey = (recorded?.series ?? []).map((one, i): Drawn => ({
    ...one,
    ofTitle: one.title,
    title: pairs ? `recorded, ${recorded?.n}` : `${one.title}, recorded`,
    fit: one.fit,
    isRecorded: true,
    stroke: theme.recorded,
    label: theme.soft,
    dash: categoryStyle(theme, i).dash,
    symbol: symbolOf(i),
  }));
  return [...model, ...grey];
}
