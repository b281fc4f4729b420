import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import module from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { InputError } from '../core/errors.ts';
import { addPart } from '../engine/registry.ts';
import { builtFile } from '../install/package-root.ts';
import { kinds, type Kind, type Kinds } from '../spec/kinds.ts';
import { declarationFlaw } from './declaration-flaw.ts';
import { partsVariable } from './parts-variable.ts';

export interface OwnPart {
  readonly kind: Kind;
  readonly id: string;
  readonly file: string;
}

export interface OwnParts {
  readonly loaded: readonly OwnPart[];
  /** A file that is no part: why, in a line. The others are there all the same. */
  readonly broken: readonly InputError[];
}

const endings = /(?<!\.d)\.m?[jt]s$/;

let known: Promise<OwnParts> | undefined;

/** Adds the parts of the folder that the environment names, once; none where it names none. */
export function ownParts(): Promise<OwnParts> {
  const folder = process.env[partsVariable];
  known ??= folder === undefined || folder === '' ? Promise.resolve({ loaded: [], broken: [] }) : load(resolve(folder));
  return known;
}

/**
 * Adds a user's own parts to the registry: FOLDER/agents/my-agent.js and so on, in folders named as the program's own. Code is run: the folder must be one
 * that the user trusts. Modules are copied aside with their imports of `phasic/parts` pointed at this program, and types taken out.
 * @throws InputError where the folder is not there, or has no folder of parts
 */
async function load(folder: string): Promise<OwnParts> {
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new InputError(
      'there is no such folder',
      folder,
      'name a folder with agents/, learning-rules/, paradigms/ ...',
    );
  const files = kinds.flatMap((kind) => filesIn(join(folder, kind)).map((file) => ({ kind, file })));
  if (files.length === 0)
    throw new InputError('there are no parts in it', folder, `put them into folders of it: ${kinds.join(', ')}`);
  const aside = mkdtempSync(join(tmpdir(), 'phasic-parts-'));
  try {
    const unreadable = copyModules(folder, aside);
    const loaded: OwnPart[] = [];
    const broken: InputError[] = [];
    for (const { kind, file } of files) {
      try {
        const flaw = unreadable.get(file);
        if (flaw !== undefined) throw flaw;
        loaded.push(await add(kind, file, join(aside, moduleName(relative(folder, file)))));
      } catch (error) {
        broken.push(asInputError(error, file));
      }
    }
    return { loaded, broken };
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

const filesIn = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => endings.test(name))
        .sort()
        .map((name) => join(folder, name))
    : [];

const moduleName = (path: string): string => path.replace(/\.m?[jt]s$/, '.mjs');

/** @returns files that cannot be copied, and why */
function copyModules(from: string, to: string): ReadonlyMap<string, InputError> {
  const unreadable = new Map<string, InputError>();
  for (const name of readdirSync(from, { recursive: true, encoding: 'utf8' })) {
    const file = join(from, name);
    if (!endings.test(name) || name.includes('node_modules')) continue;
    try {
      const target = join(to, moduleName(name));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, redirected(withoutTypes(readFileSync(file, 'utf8'), file)));
    } catch (error) {
      unreadable.set(file, asInputError(error, file));
    }
  }
  return unreadable;
}

type Strip = (code: string) => string;

/** @throws InputError where this Node cannot take types out */
function withoutTypes(code: string, file: string): string {
  if (!/\.m?ts$/.test(file)) return code;
  const strip = (module as { readonly stripTypeScriptTypes?: Strip }).stripTypeScriptTypes;
  if (strip === undefined)
    throw new InputError(
      `TypeScript needs Node 22.13 or newer, and this is ${process.version}`,
      file,
      'write it as JavaScript (.js), or run Phasic with a newer Node',
    );
  return strip(code);
}

const redirected = (code: string): string =>
  code
    .replace(/(\bfrom\s*|\bimport\s*\(?\s*)(['"])phasic\/parts\2/g, (_, before: string, quote: string) => {
      const parts = pathToFileURL(builtFile('node', 'parts.js')).href;
      return `${before}${quote}${parts}${quote}`;
    })
    .replace(/(\bfrom\s*|\bimport\s*\(?\s*)(['"])(\.[^'"]*)\2/g, (_, before: string, quote: string, path: string) => {
      return `${before}${quote}${moduleName(path)}${quote}`;
    });

async function add(kind: Kind, file: string, copied: string): Promise<OwnPart> {
  const { default: thing } = (await import(pathToFileURL(copied).href)) as { readonly default?: unknown };
  const id = basename(file).replace(endings, '');
  const flaw = declarationFlaw(thing, id);
  if (flaw !== undefined) throw new InputError(flaw.what, file, flaw.remedy);
  addPart(kind, thing as Kinds[Kind]);
  return { kind, id, file };
}

function asInputError(error: unknown, file: string): InputError {
  if (error instanceof InputError) return error.where === file ? error : new InputError(error.what, file, error.remedy);
  const text = error instanceof Error ? error.message : String(error);
  return new InputError(text.split('\n')[0] ?? '', file, 'mend the file; the rest of the program goes on without it');
}
