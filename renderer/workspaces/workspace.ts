import type { JSX } from 'react';

/** What the window can be used for: one file in this folder, named as the workspace is. */
export interface Workspace {
  readonly id: string;
  /** As the top bar names it. */
  readonly title: string;
  /** Its place in the top bar, from the left. */
  readonly place: number;
  /** Called when a person opens it from the top bar. */
  readonly onOpen?: () => void;
  readonly Content: () => JSX.Element;
}
