import type { JSX } from 'react';

/** A use of the window: one file in this folder, named like the workspace. */
export interface Workspace {
  readonly id: string;
  /** Its name in the top bar. */
  readonly title: string;
  /** Its position in the top bar, from the left. */
  readonly place: number;
  /** Called when a person opens it from the top bar. */
  readonly onOpen?: () => void;
  readonly Content: () => JSX.Element;
}
