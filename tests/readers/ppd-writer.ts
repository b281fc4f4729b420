import type { Contents } from './open-one.ts';

/** A .ppd of a header and words. */
export function ppd(header: object, words: readonly number[]): Contents {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(2 + json.length + 2 * words.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, json.length, true);
  bytes.set(json, 2);
  words.forEach((word, i) => view.setUint16(2 + json.length + 2 * i, word, true));
  return { 'm.ppd': bytes };
}
