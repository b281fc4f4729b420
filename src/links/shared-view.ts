import type { WrittenDesign } from '../designs/written-design.ts';
import type { PartialSpec } from '../spec/spec.ts';

/** The contents of the main figure of an experiment. */
export const figureKinds = ['rpe', 'rate', 'compare'] as const;
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
export const linkVersion = 1;

export const viewText = (view: SharedView): string => JSON.stringify({ link: linkVersion, ...view });
