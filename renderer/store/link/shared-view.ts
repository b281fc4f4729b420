import * as v from 'valibot';
import { InputError } from '../../../src/core/errors.ts';
import { parsePartialSpec, type PartialSpec } from '../../../src/spec/spec.ts';
import { figureKinds, type FigureKind } from '../app-state.ts';
import { isWrittenDesign, type WrittenDesign } from '../written-design.ts';

/** What a link holds: everything that another person needs to see the same thing. */
export interface SharedView {
  readonly workspace: string;
  /** The experiment, with everything filled in, its design included. */
  readonly spec?: PartialSpec | undefined;
  /** What the main figure shows; what the experiment suggests when absent. */
  readonly figure?: FigureKind | undefined;
  /** The tab of details under the figure. */
  readonly tab?: string | undefined;
  /** Agents that the experiment is compared with, by id. */
  readonly compared?: readonly string[] | undefined;
  /** The text in the Design workspace. */
  readonly written?: WrittenDesign | undefined;
  readonly game?: SharedGame | undefined;
  /** True where a design was too long for an address and was left out. */
  readonly lacksDesign?: boolean | undefined;
}

export interface SharedGame {
  /** The environment and its agent; checked by the host when it is opened. */
  readonly spec: PartialSpec;
  /** The saved run that it is, on the machine where the link was made. */
  readonly run?: string | undefined;
  /** Times real time; null is as fast as it goes. */
  readonly speed?: number | null | undefined;
  /** The event of the figure. */
  readonly event?: string | undefined;
}

/** Raised when a link's shape changes. */
const linkVersion = 1;

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

export const viewText = (view: SharedView): string => JSON.stringify({ link: linkVersion, ...view });

/** @throws InputError where the text is not a view of this version of the program */
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
