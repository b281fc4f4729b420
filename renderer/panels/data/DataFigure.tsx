import { useCallback, type JSX } from 'react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import type { Table } from '../../../src/contracts/table.ts';
import type { Place } from '../../../src/figures/recording-panels.ts';
import { recordingSheet, type SheetText } from '../../../src/figures/recording-sheet.ts';
import { svgText } from '../../../src/figures/svg-text.ts';
import { svgDocument } from '../../plots/comparison-files.ts';
import { download } from '../../plots/download.ts';
import { figureTheme } from '../../plots/figure-theme.ts';
import { pngOfSvg } from '../../plots/png.ts';
import { SvgFigure } from '../../plots/SvgFigure.tsx';
import { appState } from '../../store/app-state.ts';
import { lineOf } from '../../store/experiment.ts';
import { useTheme } from '../../theme/theme.ts';
import { Icon } from '../../ui/icons.tsx';
import type { Size } from '../../ui/use-size.ts';

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
}

/** Height of a saved drawing, px. */
const savedHeight = 300;

/** A figure of a recording that can be saved. */
export function DataFigure({ name, draw, text, sheet, table }: Properties): JSX.Element {
  const theme = useTheme();
  const onScreen = useCallback((size: Size) => draw({ ...size, document, theme: figureTheme(theme) }), [draw, theme]);
  async function save(format: string): Promise<void> {
    try {
      const saved = download(await fileOf(format));
      appState.set({ notice: `saved ${saved.join(' and ')}` });
    } catch (error) {
      appState.set({ error: lineOf(error) });
    }
  }
  async function fileOf(format: string) {
    const fileName = `${name}.${format}`;
    if (format === 'csv' && table !== undefined) {
      const { csv, notes } = table();
      return {
        fileName,
        content: new Blob([csv], { type: 'text/csv' }),
        notes: `${JSON.stringify({ ...text, ...notes }, null, 2)}\n`,
      };
    }
    const document = svgDocument();
    const svg = svgText(sheet?.(document) ?? recordingSheet(text, [{ height: savedHeight, draw }], document));
    return { fileName, content: format === 'png' ? await pngOfSvg(svg) : new Blob([svg], { type: 'image/svg+xml' }) };
  }
  return (
    <div className="data-figure">
      <SvgFigure draw={onScreen} />
      <MenuTrigger>
        <Button className="icon-button data-save" aria-label={`save ${name}`}>
          <Icon name="save" />
        </Button>
        <Popover className="popover" placement="top end">
          <Menu className="options" aria-label={`save ${name}`} onAction={(key) => void save(String(key))}>
            {['svg', 'png', ...(table === undefined ? [] : ['csv'])].map((format) => (
              <MenuItem key={format} id={format} className="option" textValue={format.toUpperCase()}>
                <span className="option-title">{format.toUpperCase()}</span>
              </MenuItem>
            ))}
          </Menu>
        </Popover>
      </MenuTrigger>
    </div>
  );
}
