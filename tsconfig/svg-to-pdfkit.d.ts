// As much of svg-to-pdfkit, which has no declarations of its own, as is used here.
declare module 'svg-to-pdfkit' {
  interface Options {
    readonly width?: number;
    readonly height?: number;
    /** The registered name of the font of a text. */
    readonly fontCallback?: (family: string, bold: boolean, italic: boolean) => string;
  }
  /** Draws the text of an SVG file into a document of pdfkit; sizes are in points. */
  export default function svgToPdf(
    document: PDFKit.PDFDocument,
    svg: string,
    x: number,
    y: number,
    options: Options,
  ): void;
}
