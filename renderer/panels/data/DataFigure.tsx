import { useCallback, type JSX } from 'react';
import type { Table } from '../../../src/contracts/table.ts';
import type { Place } from '../../../src/figures/recording-panels.ts';
import { recordingSheet, type SheetText } from '../../../src/figures/recording-sheet.ts';
import { svgText } from '../../../src/figures/svg-text.ts';
import type { TrialSpec } from '../../../src/spec/spec.ts';
import { svgDocument } from '../../plots/comparison-files.ts';
import type { SavedFile } from '../../plots/download.ts';
import { figureTheme } from '../../plots/figure-theme.ts';
import { pngOfSvg } from '../../plots/png.ts';
import { SvgFigure } from '../../plots/SvgFigure.tsx';
import { openedData } from '../../store/data.ts';
import { specOf } from '../../store/data-origin.ts';
import { useTheme } from '../../theme/theme.ts';
import type { Size } from '../../ui/use-size.ts';
import { SaveMenu } from './SaveMenu.tsx';
import { tableFile } from './table-file.ts';

interface Properties {
  /** Of its files, without an ending. */
  readonly name: string;
  /** Draws it, on screen and in a file. Must be memoised. */
  readonly draw: (place: Place) => SVGSVGElement;
  /** What a file of it says around the drawing. */
  readonly text: SheetText;
  /** Draws a file of it, if the drawing has its text itself. */
  readonly sheet?: (document: Document) => SVGSVGElement;
  /** Its numbers. */
  readonly table?: () => Table;
  /** It shows several sessions: none of them is its experiment. */
  readonly isOfSet?: boolean;
  /** Its experiments, if they are not that of the opened session. */
  readonly specs?: readonly TrialSpec[];
}

/** Height of a saved drawing, px. */
const savedHeight = 300;

/** A figure of a recording that can be saved, with the experiment of its session inside. */
export function DataFigure({ name, draw, text, sheet, table, isOfSet = false, specs }: Properties): JSX.Element {
  const theme = useTheme();
  const onScreen = useCallback((size: Size) => draw({ ...size, document, theme: figureTheme(theme) }), [draw, theme]);
  async function fileOf(format: 'svg' | 'png' | 'csv'): Promise<SavedFile> {
    const spec = isOfSet ? undefined : (specs?.[0] ?? specOf(openedData.get()));
    if (format === 'csv' && table !== undefined)
      return tableFile(name, table(), { ...text, ...(spec === undefined ? {} : { spec }) });
    const document = svgDocument();
    const drawn = sheet?.(document) ?? recordingSheet(text, [{ height: savedHeight, draw }], document);
    const svg = svgText(drawn, specs ?? (spec === undefined ? [] : [spec]));
    return {
      fileName: `${name}.${format}`,
      content: format === 'png' ? await pngOfSvg(svg) : new Blob([svg], { type: 'image/svg+xml' }),
    };
  }
  return (
    <div className="data-figure">
      <SvgFigure draw={onScreen} />
      <SaveMenu name={name} formats={table === undefined ? ['svg', 'png'] : ['svg', 'png', 'csv']} fileOf={fileOf} />
    </div>
  );
}
