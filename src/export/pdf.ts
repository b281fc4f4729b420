import { DOMParser } from 'linkedom';
import Pdf from 'pdfkit';
import svgToPdf from 'svg-to-pdfkit';
import { asciiJson } from '../figures/ascii-json.ts';
import { specsIn, specsMark } from '../figures/svg-text.ts';
import { figureFonts } from './figure-fonts.ts';

/** Points per pixel of an SVG file: an inch has 72 points and 96 pixels. */
const pixelPoints = 0.75;

/**
 * A figure as a PDF file, of lines and text, with the specs that it has. On one version of Node the same figure gives the
 * same bytes.
 * @param svg the text of an SVG file with a width and a height in pixels
 */
export async function pdfOfSvg(svg: string): Promise<Uint8Array> {
  const figure = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
  const [width, height] = ['width', 'height'].map((name) => pixelPoints * Number(figure.getAttribute(name)));
  if (width === undefined || height === undefined) throw new TypeError('a figure without a size');
  const document = emptyDocument([width, height], specsIn(svg));
  const { regular, bold } = figureFonts();
  document.registerFont('regular', regular).registerFont('bold', bold);
  drawHalosFirst(figure);
  svgToPdf(document, figure.outerHTML, 0, 0, {
    width,
    height,
    fontCallback: (_, isBold) => (isBold ? 'bold' : 'regular'),
  });
  document.end();
  const chunks: Uint8Array[] = [];
  for await (const chunk of document) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

function emptyDocument(size: [number, number], specs: readonly unknown[] | undefined): PDFKit.PDFDocument {
  const info = {
    Creator: 'Phasic',
    // It must have a date, and the same figure has the same bytes whenever it is saved.
    CreationDate: new Date(0),
    ...(specs === undefined ? {} : { [specsMark]: asciiJson(specs) }),
  };
  // Without a font of its own: Helvetica would be read from a file of pdfkit's.
  return new Pdf({ size, margin: 0, font: '', info });
}

interface Parsed {
  querySelectorAll(selectors: string): Iterable<Parsed>;
  setAttribute(name: string, value: string): void;
  cloneNode(deep: true): Parsed;
  before(node: Parsed): void;
}

/** In PDF there is no `paint-order`: the halo of a label becomes an element of its own, below the label. */
function drawHalosFirst(figure: Parsed): void {
  for (const label of figure.querySelectorAll('[paint-order="stroke"]')) {
    const halo = label.cloneNode(true);
    for (const filled of [halo, ...halo.querySelectorAll('[fill]')]) filled.setAttribute('fill', 'none');
    for (const stroked of [label, ...label.querySelectorAll('[stroke]')]) stroked.setAttribute('stroke', 'none');
    label.before(halo);
  }
}
