import { canonicalJson } from '../core/canonical-json.ts';

/** Canonical JSON in ASCII, for formats of files whose text has another encoding. */
export const asciiJson = (value: unknown): string =>
  canonicalJson(value).replaceAll(
    /[^\u0020-\u007e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
