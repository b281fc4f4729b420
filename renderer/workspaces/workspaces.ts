import { firstFigure } from '../store/first-figure.ts';
import type { Workspace } from './workspace.ts';

const files = import.meta.glob<Workspace>('./*.tsx', { eager: true, import: 'default' });

/** All workspaces, in the order of the top bar. */
export const workspaces: readonly Workspace[] = Object.values(files).sort((a, b) => a.place - b.place);

/** @returns the first one for an unknown id, as in a link from another version */
export const workspaceOf = (id: string): Workspace =>
  workspaces.find((one) => one.id === id) ?? (workspaces[0] as Workspace);

/** Loads the other workspaces while the page has nothing to do, so that one is shown at once. */
export async function preloadWorkspaces(): Promise<void> {
  await firstFigure;
  for (const { Content, isLarge } of workspaces) {
    await idle();
    if (isLarge !== true) Content.preload?.();
  }
}

// Safari has no requestIdleCallback.
const idle = (): Promise<unknown> => new Promise((resolve) => (window.requestIdleCallback ?? setTimeout)(resolve));
