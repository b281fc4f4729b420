import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { InputError } from '../core/errors.ts';
import { kinds, type Kind } from '../spec/kinds.ts';

/** A file of a folder of own parts that is, or could be, run. */
export interface OwnModule {
  /** From the folder, with `/`. */
  readonly name: string;
  readonly file: string;
  readonly code: string;
  /** Of the file, in base64. */
  readonly sha256: string;
  /** What it is if it is a part; others are imported by parts. */
  readonly part?: { readonly kind: Kind; readonly id: string };
}

const endings = /(?<!\.d)\.m?[jt]s$/;
const maxEntries = 2000;
const maxBytes = 1_000_000;

/**
 * Reads every module of a folder of own parts, by name. Links, hidden folders and packages are left out: nothing of them is run.
 * @throws InputError where the folder is not there, has no parts, or is too large to be one of parts
 */
export function readModules(folder: string): readonly OwnModule[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new InputError(
      'there is no such folder',
      folder,
      'name a folder with agents/, learning-rules/, paradigms/ ...',
    );
  const modules = namesIn(folder).map((name) => readModule(folder, name));
  if (!modules.some(({ part }) => part !== undefined))
    throw new InputError('there are no parts in it', folder, `put them into folders of it: ${kinds.join(', ')}`);
  return modules;
}

function namesIn(folder: string): readonly string[] {
  const found: string[] = [];
  const waiting = [''];
  let seen = 0;
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    for (const entry of readdirSync(join(folder, place), { withFileTypes: true })) {
      seen += 1;
      const { name } = entry;
      if (entry.isDirectory() && name !== 'node_modules' && !name.startsWith('.')) waiting.push(`${place}${name}/`);
      else if (entry.isFile() && endings.test(name)) found.push(`${place}${name}`);
    }
    if (seen > maxEntries)
      throw new InputError(
        `it has more than ${maxEntries} files`,
        folder,
        'name a folder that has parts, and what they import, alone',
      );
  }
  return found.sort();
}

function readModule(folder: string, name: string): OwnModule {
  const file = join(folder, name);
  if (statSync(file).size > maxBytes)
    throw new InputError(`it is larger than ${maxBytes} bytes`, file, 'parts are small; take it out of the folder');
  const bytes = readFileSync(file);
  const [place = '', ...rest] = name.split('/');
  const kind = rest.length === 1 ? kinds.find((one) => one === place) : undefined;
  return {
    name,
    file,
    code: bytes.toString('utf8'),
    sha256: createHash('sha256').update(bytes).digest('base64'),
    ...(kind === undefined ? {} : { part: { kind, id: basename(name).replace(endings, '') } }),
  };
}
