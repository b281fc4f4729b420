import { InputError } from '../core/errors.ts';
import { svgDocument } from '../export/svg.ts';
import { evidenceFigure } from '../figures/evidence-figure.ts';
import { svgText } from '../figures/svg-text.ts';
import { evidenceFigureData, type ScoredTrials } from '../fitting/report/compared-trials.ts';

/**
 * Which trials speak for the best model, as text of an SVG file.
 * @throws InputError for several sessions or kinds of data
 */
export function evidenceSvg(all: readonly ScoredTrials[], provenance: string): string {
  const kinds = new Set(all.map(({ data }) => data));
  if (kinds.size > 1)
    throw new InputError(`there are fits to ${[...kinds].join(', ')}`, '--trials-figure', 'name one with --data');
  return svgText(evidenceFigure(evidenceFigureData(all, provenance), svgDocument()), []);
}
