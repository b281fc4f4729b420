import * as v from 'valibot';
import { InputError } from '../core/errors.ts';
import { parsePartialSpec, type PartialSpec } from '../spec/spec.ts';
import { isWrittenDesign, type WrittenDesign } from '../designs/written-design.ts';

/** The contents of the main figure of an experiment. */
const figureKinds = ['rpe', 'rate', 'compare'] as const;
export type FigureKind = (typeof figureKinds)[number];

/** The contents of a link: everything needed to show the same content to another person. */
export interface SharedView {
  readonly workspace: string;
  /** The complete experiment, including its design. */
  readonly spec?: PartialSpec | undefined;
  /** The contents of the main figure; if absent, the default of the experiment. */
  readonly figure?: FigureKind | undefined;
  /** The tab of details under the figure. */
  readonly tab?: string | undefined;
  /** Ids of the agents with which the experiment is compared. */
  readonly compared?: readonly string[] | undefined;
  /** The text in the Design workspace. */
  readonly written?: WrittenDesign | undefined;
  readonly game?: SharedGame | undefined;
  /** True if a design was too long for an address and was left out. */
  readonly lacksDesign?: boolean | undefined;
}

export interface SharedGame {
  /** The environment and its agent; checked by the host when it is opened. */
  readonly spec: PartialSpec;
  /** The saved run, on the machine where the link was created. */
  readonly run?: string | undefined;
  /** Multiple of real time; null for unlimited. */
  readonly speed?: number | null | undefined;
  /** The event of the figure. */
  readonly event?: string | undefined;
}

/** Increased when the format of links changes. */
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
