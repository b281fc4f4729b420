import type { Kind } from '../spec/kinds.ts';

/** A file of a folder of own parts, as a person sees it before it is run. */
export interface ShownFile {
  /** From the folder, with `/`. */
  readonly name: string;
  readonly text: string;
  /** SHA-256 of the file, in base64: what is agreed to is this, and nothing that comes after. */
  readonly sha256: string;
  /** Which part it is; others are imported by parts. */
  readonly part?: { readonly kind: Kind; readonly id: string };
  /** new: never agreed to; changed: agreed to when it was another; agreed: as it is. */
  readonly state: 'new' | 'changed' | 'agreed';
  /** Whether this program has it. */
  readonly isLoaded: boolean;
  /** Why it does not, for a file that was agreed to. */
  readonly flaw?: string;
}

export interface ShownParts {
  /** The folder that was agreed to or asked for; undefined where there is none. */
  readonly folder?: string;
  /** Whether the person who started the program has named it, and agreed to all of it. */
  readonly isGiven: boolean;
  readonly files: readonly ShownFile[];
}
