import { InputError } from '../../../src/core/errors.ts';
import type { Catalogue } from '../../../src/spec/catalogue.ts';
import { packText, unpackText } from './packed-text.ts';
import { parseViewText, viewText, type SharedView } from './shared-view.ts';
import { readWrittenLink } from './written-link.ts';

/** Characters. Programs that pass addresses on (mail, chat, course pages) cut longer ones. */
export const longestLink = 8000;

/** Between the name that a person can read and what the page reads. */
const seam = '~';

export interface Link {
  /** What stands behind `#`. */
  readonly text: string;
  /** Characters that the whole view would take. */
  readonly wanted: number;
  /** False where its design did not fit, and is left out. */
  readonly isWhole: boolean;
}

/** The link that shows the same to somebody else: `schultz-1997~` and the packed view. */
export async function linkOf(view: SharedView): Promise<Link> {
  const whole = await packed(view);
  if (whole.length <= longestLink) return { text: whole, wanted: whole.length, isWhole: true };
  return { text: await packed(withoutDesign(view)), wanted: whole.length, isWhole: false };
}

const packed = async (view: SharedView): Promise<string> => `${nameOf(view)}${seam}${await packText(viewText(view))}`;

/** For people alone: nothing is read from it. */
function nameOf({ workspace, spec, game }: SharedView): string {
  const part = workspace === 'games' ? game?.spec.world : workspace === 'experiments' ? spec?.world : workspace;
  const name = typeof part === 'object' ? part.id : part;
  return (name ?? 'phasic').replaceAll(/[^\w-]/g, '-');
}

const withoutDesign = ({ spec, ...view }: SharedView): SharedView => ({
  ...view,
  written: undefined,
  ...(spec === undefined ? {} : { spec: { ...spec, design: undefined } }),
  lacksDesign: true,
});

export interface ReadLink {
  readonly view: SharedView;
  /** What the link asks for and cannot be had. */
  readonly leftOut: readonly InputError[];
}

/**
 * What an address asks to see.
 * @param hash what stands behind `#`, or from it on
 * @returns undefined for an address that says nothing
 * @throws InputError where nothing can be made of it
 */
export async function readLink(catalogue: Catalogue, hash: string): Promise<ReadLink | undefined> {
  const text = hash.replace(/^#/, '');
  if (text === '') return undefined;
  const at = text.indexOf(seam);
  if (at >= 0) return { view: parseViewText(await unpackText(text.slice(at + 1))), leftOut: [] };
  const { draft, leftOut } = readWrittenLink(catalogue, new URLSearchParams(text));
  return { view: { workspace: 'experiments', spec: draft }, leftOut };
}
