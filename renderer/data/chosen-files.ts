import type { DirectoryDropItem, DropItem } from 'react-aria-components';
import { InputError } from '../../src/core/errors.ts';
import { isHidden, maxDepth, requireFewFiles } from '../../src/contracts/folder-limits.ts';
import type { OpenedFile } from './protocol.ts';

/**
 * Files of a chosen folder by their paths within it, without its own name.
 * @throws InputError if they are too many
 */
export function chosenFiles(files: FileList | null): readonly OpenedFile[] {
  const all = Array.from(files ?? [], (file) => ({
    name: file.webkitRelativePath.split('/').slice(1).join('/') || file.name,
    file,
  })).filter(({ name }) => isSeen(name.split('/')));
  requireFewFiles(all.length, 'what was chosen');
  return inOrder(all);
}

const isSeen = (parts: readonly string[]): boolean =>
  parts.length <= maxDepth + 1 && !parts.some((part) => isHidden(part));

/**
 * Dropped files and those of dropped folders, by their paths within these, without the folders' own names.
 * @throws InputError if there is none, they are too many, or one cannot be read
 */
export async function droppedFiles(items: Iterable<DropItem>): Promise<readonly OpenedFile[]> {
  const files: OpenedFile[] = [];
  const add = async (item: DropItem, folders: readonly string[]): Promise<void> => {
    if (item.kind !== 'file' || !isSeen([...folders, item.name])) return;
    files.push({ name: [...folders, item.name].join('/'), file: await item.getFile() });
    requireFewFiles(files.length, 'what was dropped');
  };
  const addFolder = async (folder: DirectoryDropItem, folders: readonly string[]): Promise<void> => {
    for await (const entry of folder.getEntries())
      if (entry.kind !== 'directory') await add(entry, folders);
      else if (isSeen([...folders, entry.name])) await addFolder(entry, [...folders, entry.name]);
  };
  try {
    for (const item of items) await (item.kind === 'directory' ? addFolder(item, []) : add(item, []));
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(
      `a file cannot be read (${error instanceof Error ? error.message : String(error)})`,
      'what was dropped',
      'check that you may read all of it, and drop it again',
    );
  }
  if (files.length === 0) throw new InputError('there is no file in it', 'what was dropped', 'drop files or a folder');
  return inOrder(files);
}

/** By name, as the command line reads a folder: a browser lists it in any order. */
const inOrder = (files: readonly OpenedFile[]): readonly OpenedFile[] =>
  files.toSorted((one, other) => (one.name < other.name ? -1 : 1));
