import { compareFigure } from '../figures/compare-figure.ts';
import { svgText } from '../figures/svg-text.ts';
import { comparisonData, type Comparison } from '../session/arms.ts';
import { svgDocument } from './svg-document.ts';

/** A comparison as the text of an SVG file. The same runs give the same bytes. */
export function compareSvg(comparison: Comparison): string {
  return svgText(compareFigure(comparisonData(comparison), { document: svgDocument() }));
}
