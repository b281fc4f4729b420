import type { Workspace } from './workspace.ts';

const files = import.meta.glob<Workspace>('./*.tsx', { eager: true, import: 'default' });

/** All workspaces, in the order of the top bar. */
export const workspaces: readonly Workspace[] = Object.values(files).sort((a, b) => a.place - b.place);

/** @returns the first one for an unknown id, as in a link from another version */
export const workspaceOf = (id: string): Workspace =>
  workspaces.find((one) => one.id === id) ?? (workspaces[0] as Workspace);
