import { packText } from './packed-text.ts';
import { viewText, type SharedView } from './shared-view.ts';

/** Characters. Programs that pass on addresses (mail, chat, course pages) cut longer ones. */
export const longestLink = 8000;

/** Separates the human-readable name from the packed view. */
export const seam = '~';

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
