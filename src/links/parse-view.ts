import * as v from 'valibot';
import { InputError } from '../core/errors.ts';
import { isWrittenDesign, type WrittenDesign } from '../designs/written-design.ts';
import { parsePartialSpec } from '../spec/parse-spec.ts';
import type { PartialSpec } from '../spec/spec.ts';
import { figureKinds, linkVersion, type SharedView } from './shared-view.ts';

const schema = v.strictObject({
  link: v.literal(linkVersion),
  workspace: v.string(),
  spec: v.optional(v.unknown()),
  figure: v.optional(v.picklist(figureKinds)),
  tab: v.optional(v.string()),
  compared: v.optional(v.array(v.string())),
  written: v.optional(v.custom<WrittenDesign>(isWrittenDesign)),
  game: v.optional(
    v.strictObject({
      spec: v.custom<PartialSpec>((given) => typeof given === 'object' && given !== null && 'world' in given),
      run: v.optional(v.string()),
      speed: v.optional(v.nullable(v.pipe(v.number(), v.finite(), v.gtValue(0)))),
      event: v.optional(v.string()),
    }),
  ),
  lacksDesign: v.optional(v.boolean()),
});

/** @throws InputError if the text is not a view of this version of the program */
export function parseViewText(text: string): SharedView {
  const parsed = v.safeParse(schema, jsonOf(text));
  if (!parsed.success)
    throw new InputError(
      'the link was made by another version of Phasic',
      'address',
      'ask for the experiment as a file (Save, Spec), or update Phasic',
    );
  const { link: _, spec, ...view } = parsed.output;
  return spec === undefined ? view : { ...view, spec: parsePartialSpec(spec, 'address, spec') };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
