import type { ComparisonData } from '../contracts/comparison.ts';
import type { SignalName } from '../contracts/paradigm.ts';
import { alignedFigure, signalDomain } from './aligned-figure.ts';
import { compose } from './compose.ts';
import { differenceStrip } from './difference-strip.ts';
import { Pile } from './pile.ts';
import { fontSizes } from './text-box.ts';
import { lightTheme, type Theme } from './theme.ts';
import { caption, captionsOn } from './titles.ts';
import { alignedWords } from './words.ts';

export interface CompareOptions {
  readonly document: Document;
  readonly width?: number;
  /** The comparison's own if absent. */
  readonly signal?: SignalName;
  readonly theme?: Theme;
}

const panelHeight = 210;
const headingHeight = 18;
const stripHeight = 150;
const narrowestPanel = 400;
const edge = 10;
const captionsHeight = 110;

/** Approximate height of the figure at a width: its captions may need more lines if it is narrow. */
export function compareHeight({ arms }: ComparisonData, width: number): number {
  const perRow = Math.max(1, Math.floor(width / narrowestPanel));
  const rows = Math.ceil((arms[0]?.conditions.length ?? 0) / perRow);
  return captionsHeight + rows * (headingHeight + panelHeight + edge) + stripHeight + edge;
}

/** Several arms on one set of axes, condition by condition, and their differences trial by trial. */
export function compareFigure(
  data: ComparisonData,
  { document, width = 900, signal = data.signal, theme = lightTheme }: CompareOptions,
): SVGSVGElement {
  const pile = new Pile(edge);
  const text = captionsOn(pile, { document, left: edge, width });
  text(data.title, fontSizes.title, theme.ink, 600);
  text(data.note, fontSizes.text, theme.soft);
  pile.skip(edge);
  addPanels(pile, data, { document, width, signal, theme });
  if (data.differences.perTrial.length > 0) addDifferences(pile, data, text, { document, width, theme });
  text(data.provenance, fontSizes.small, theme.soft);
  const sheet = {
    document,
    theme,
    width,
    height: Math.ceil(pile.height + edge / 2),
    label: `${data.title}. ${data.note}`,
    description: compareWords(data, signal),
    paper: true,
  };
  return compose(sheet, pile.parts);
}

/** The arms trial by trial. */
function addDifferences(
  pile: Pile,
  { differences: { perTrial }, marked }: ComparisonData,
  text: ReturnType<typeof captionsOn>,
  { document, width, theme }: Pick<Required<CompareOptions>, 'document' | 'width' | 'theme'>,
): void {
  const strip = differenceStrip({ perTrial, marked, document, width, height: stripHeight, theme });
  text(
    'Difference between the agents in each trial (root mean square difference of RPE from time zero on, reward units)',
    fontSizes.text,
    theme.ink,
    600,
  );
  pile.add(strip, stripHeight + edge);
}

/** One panel per condition, all on the same y axis; the arms keep their colours and dashes in all of them. */
function addPanels(
  pile: Pile,
  { arms, title, note }: ComparisonData,
  { document, width, signal, theme }: Required<CompareOptions>,
): void {
  const perRow = Math.max(1, Math.floor(width / narrowestPanel));
  const own = width / perRow;
  const all = arms.flatMap(({ conditions }) => conditions);
  const { rateUnit = '', recording } = arms[0] ?? {};
  const source = { rateUnit, recording, recorded: [] };
  const yDomain = signalDomain({ title, note, conditions: all, ...source }, signal);
  const panels = (arms[0]?.conditions ?? []).map((condition, i) => {
    const lines = arms.flatMap((arm) => {
      const shown = arm.conditions[i];
      return shown === undefined ? [] : [{ id: arm.id, title: arm.title, averages: shown.averages }];
    });
    const data = { title: condition.title, note, conditions: lines, ...source };
    return {
      title: condition.title,
      svg: alignedFigure({ data, signal, document, width: own, height: panelHeight, theme, yDomain }),
    };
  });
  for (let i = 0; i < panels.length; i += perRow) {
    const row = panels.slice(i, i + perRow);
    const headings = row.map(
      (panel) =>
        caption(panel.title, {
          document,
          left: edge,
          width: own,
          fontSize: fontSizes.text,
          colour: theme.ink,
          weight: 600,
        }).svg,
    );
    pile.addRow(headings, own, headingHeight);
    pile.addRow(
      row.map(({ svg }) => svg),
      own,
      panelHeight + edge,
    );
  }
}

function compareWords({ arms, marked, differences }: ComparisonData, signal: SignalName): string {
  const told = arms.map(({ title, conditions, rateUnit }) => `${title}: ${alignedWords(conditions, signal, rateUnit)}`);
  if (differences.perTrial.length === 0) return told.join(' ');
  const most = marked.map(({ trial, label }) => `trial ${trial + 1} (${label})`).join(', ');
  return [...told, most === '' ? 'The agents do not differ.' : `They differ most in ${most}.`].join(' ');
}
