import type { InputError } from '../core/errors.ts';
import type { Catalogue } from '../spec/catalogue.ts';
import { seam } from './link.ts';
import { unpackText } from './packed-text.ts';
import { parseViewText } from './parse-view.ts';
import type { SharedView } from './shared-view.ts';
import { readWrittenLink } from './written-link.ts';

export interface ReadLink {
  readonly view: SharedView;
  /** What the link requests but is not available. */
  readonly leftOut: readonly InputError[];
}

/**
 * The content that an address requests.
 * @param hash the part after `#`, with or without it
 * @returns undefined for an address without a request
 * @throws InputError if it cannot be parsed
 */
export async function readLink(catalogue: Catalogue, hash: string): Promise<ReadLink | undefined> {
  const text = hash.replace(/^#/, '');
  if (text === '') return undefined;
  const at = text.indexOf(seam);
  if (at >= 0) return { view: parseViewText(await unpackText(text.slice(at + 1))), leftOut: [] };
  const { draft, leftOut } = readWrittenLink(catalogue, new URLSearchParams(text));
  return { view: { workspace: 'experiments', spec: draft }, leftOut };
}
