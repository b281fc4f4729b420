import { canonicalJson } from '../core/canonical-json.ts';
import type { Spec } from '../spec/spec.ts';

/** Marks the specs in a figure. */
export const specsMark = 'phasic-specs';

/**
 * A figure as the text of a file. The same figure gives the same text.
 * @param specs the experiments that it shows, which `specsIn` finds again
 */
export function svgText(svg: SVGSVGElement, specs: readonly Spec[] = []): string {
  // A browser writes this one character in HTML form, which XML does not allow.
  const text = svg.outerHTML.replaceAll('&nbsp;', '&#160;');
  const noted =
    specs.length === 0 ? text : text.replace('>', () => `><metadata id="${specsMark}">${escaped(specs)}</metadata>`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${noted}\n`;
}

const escaped = (specs: readonly Spec[]): string =>
  canonicalJson(specs).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The specs in the text of a figure, unchecked; undefined if it has none. */
export function specsIn(text: string): readonly unknown[] | undefined {
  const found = new RegExp(`<metadata id="${specsMark}">([^<]*)</metadata>`).exec(text)?.[1];
  if (found === undefined) return undefined;
  try {
    const specs: unknown = JSON.parse(found.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'));
    return Array.isArray(specs) ? specs : undefined;
  } catch {
    return undefined;
  }
}
