/** A figure as the text of a file. The same figure gives the same text. */
export function svgText(svg: SVGSVGElement): string {
  // A browser writes this one character in HTML form, which XML does not allow.
  const text = svg.outerHTML.replaceAll('&nbsp;', '&#160;');
  return `<?xml version="1.0" encoding="UTF-8"?>\n${text}\n`;
}
