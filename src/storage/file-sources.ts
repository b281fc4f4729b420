import { realpathSync, statSync } from 'node:fs';
import { dirname, relative, sep } from 'node:path';
import { fileSource, type FileSource } from './file-source.ts';

/**
 * Several files and folders as one: names are paths below the folder that all of them are in. As with one, nothing but
 * them and what is next to them can be found.
 * @throws InputError if one of them cannot be read
 */
export function fileSources(paths: readonly string[]): FileSource {
  const sources = paths.map((path) => ({ source: fileSource(path), folder: folderOf(path) }));
  const shared = sources.map(({ folder }) => folder).reduce(commonFolder);
  const parts = sources.map(({ source, folder }) => {
    const below = relative(shared, folder).split(sep).join('/');
    return { source, prefix: below === '' ? '' : `${below}/` };
  });
  const files = new Map(
    parts.flatMap(({ source, prefix }) =>
      source.files.map((file) => [prefix + file.name, { ...file, name: prefix + file.name }] as const),
    ),
  );
  return {
    files: [...files.values()],
    find(name) {
      const known = files.get(name);
      if (known !== undefined) return known;
      for (const { source, prefix } of parts) {
        const found = name.startsWith(prefix) ? source.find(name.slice(prefix.length)) : undefined;
        if (found !== undefined) return { ...found, name };
      }
      return undefined;
    },
    close: () => parts.forEach(({ source }) => source.close()),
  };
}

function folderOf(path: string): string {
  const place = realpathSync(path);
  return statSync(place).isDirectory() ? place : dirname(place);
}

function commonFolder(one: string, other: string): string {
  let folder = one;
  while (folder !== dirname(folder) && !`${other}${sep}`.startsWith(`${folder}${sep}`)) folder = dirname(folder);
  return folder;
}
