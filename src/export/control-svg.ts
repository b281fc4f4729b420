import type { CurveFigure } from '../contracts/control-figures.ts';
import { learningCurveFigure } from '../figures/curve-figure.ts';
import { eventFigure } from '../figures/event-figure.ts';
import { svgText } from '../figures/svg-text.ts';
import { svgDocument } from './svg-document.ts';
import { eventFigureOf, type Watched } from '../session/control/control-figures.ts';

const width = 900;

/** The figure of one event as the text of an SVG file. */
export const eventSvg = (watched: Watched, event: number): string =>
  svgText(eventFigure({ data: eventFigureOf(watched, event), document: svgDocument(), width }));

/** A learning curve as the text of an SVG file. */
export const curveSvg = (data: CurveFigure): string =>
  svgText(learningCurveFigure({ data, document: svgDocument(), width }));
