import { DOMParser } from 'linkedom';

/** A document to draw in. An SVG one, not an HTML one: only that is written out as XML, with & and < escaped in attributes. */
export function svgDocument(): Document {
  return new DOMParser().parseFromString(
    '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'image/svg+xml',
  ) as unknown as Document;
}
