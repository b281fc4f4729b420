import type { ComparedRuns } from '../../src/protocol/messages.ts';
import { comparisonCsv } from '../../src/analysis/comparison-csv.ts';
import { compareFigure } from '../../src/figures/compare-figure.ts';
import { svgText } from '../../src/figures/svg-text.ts';
import type { SavedFile } from './download.ts';
import { pngOfSvg } from './png.ts';

const formats = ['svg', 'png', 'csv'] as const;
type ComparisonFormat = (typeof formats)[number];

export const isComparisonFormat = (format: string): format is ComparisonFormat =>
  (formats as readonly string[]).includes(format);

/** The comparison on screen as a file: its figure on white, or its averages with a row for each arm, condition, time and signal. */
export async function comparisonFile(
  { data, specs, notes }: ComparedRuns,
  signal: ComparedRuns['data']['signal'],
  format: ComparisonFormat,
): Promise<SavedFile> {
  const fileName = `${data.name}.${format}`;
  if (format === 'csv') return { fileName, content: new Blob([comparisonCsv(data)], { type: 'text/csv' }), notes };
  const svg = svgText(compareFigure(data, { document: svgDocument(), signal }), specs);
  return { fileName, content: format === 'png' ? await pngOfSvg(svg) : new Blob([svg], { type: 'image/svg+xml' }) };
}

/** Only an XML document is serialised as XML; the page's own would give HTML. */
export const svgDocument = (): Document => document.implementation.createDocument('http://www.w3.org/2000/svg', 'svg');
