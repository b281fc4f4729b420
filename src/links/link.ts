import { InputError } from '../core/errors.ts';
import type { Catalogue } from '../spec/catalogue.ts';
import { packText, unpackText } from './packed-text.ts';
import { parseViewText, viewText, type SharedView } from './shared-view.ts';
import { readWrittenLink } from './written-link.ts';

/** Characters. Programs that pass on addresses (mail, chat, course pages) cut longer ones. */
export const longestLink = 8000;

/** Separates the human-readable name from the packed view. */
const seam = '~';

export interface Link {
  /** The part after `#`. */
  readonly text: string;
  /** Number of characters for the complete view. */
  readonly wanted: number;
  /** What was too long: what is said of the recording that the session is from, or that and the design. */
  readonly leftOut: 'recording' | 'design' | undefined;
}

/** A link that shows the same content to another person: `schultz-1997~` and the packed view. */
export async function linkOf(view: SharedView): Promise<Link> {
  const whole = await packed(view);
  const wanted = whole.length;
  if (wanted <= longestLink) return { text: whole, wanted, leftOut: undefined };
  const unrecorded = view.spec?.recordedFrom === undefined ? whole : await packed(withoutRecording(view));
  if (unrecorded.length <= longestLink) return { text: unrecorded, wanted, leftOut: 'recording' };
  return { text: await packed(withoutDesign(view)), wanted, leftOut: 'design' };
}

const packed = async (view: SharedView): Promise<string> => `${nameOf(view)}${seam}${await packText(viewText(view))}`;

/** Only for people: it is not parsed. */
function nameOf({ workspace, spec, game }: SharedView): string {
  const part = workspace === 'games' ? game?.spec.world : workspace === 'experiments' ? spec?.world : workspace;
  const name = typeof part === 'object' ? part.id : part;
  return (name ?? 'phasic').replaceAll(/[^\w-]/g, '-');
}

const withoutRecording = ({ spec, ...view }: SharedView): SharedView => ({
  ...view,
  ...(spec === undefined ? {} : { spec: { ...spec, recordedFrom: undefined } }),
});

const withoutDesign = (given: SharedView): SharedView => {
  const { spec, ...view } = withoutRecording(given);
  return {
    ...view,
    written: undefined,
    ...(spec === undefined ? {} : { spec: { ...spec, design: undefined } }),
    lacksDesign: true,
  };
};

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
