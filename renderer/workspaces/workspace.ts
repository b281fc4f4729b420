import type { JSX } from 'react';
import type { Later } from '../ui/later.tsx';

/** A use of the window: one file in this folder, named like the workspace. */
export interface Workspace {
  readonly id: string;
  /** Its name in the top bar. */
  readonly title: string;
  /** Its position in the top bar, from the left. */
  readonly place: number;
  /** Called when a person opens it from the top bar. */
  readonly onOpen?: () => void;
  readonly Content: ((properties: object) => JSX.Element) & Partial<Pick<Later, 'preload'>>;
  /** Whether it is too large to be loaded before someone is about to open it. */
  readonly isLarge?: boolean;
}
