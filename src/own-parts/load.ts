import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import module from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { InputError } from '../core/errors.ts';
import { addPart, find, loadAll } from '../engine/registry.ts';
import { builtFile } from '../install/package-root.ts';
import type { Kind, Kinds } from '../spec/kinds.ts';
import { agentPartNames, kindAt } from '../spec/parts.ts';
import { isAgreed, readConsent } from './consent.ts';
import { declarationFlaw } from './declaration-flaw.ts';
import { readModules, type OwnModule } from './modules.ts';
import { consentVariable, partsVariable } from './parts-variable.ts';

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

const none: OwnParts = { loaded: [], broken: [] };
let known: Promise<OwnParts> | undefined;

/**
 * Adds the parts of the folder that the environment names, or of what was agreed to in the app, once; none where it names neither.
 * @throws InputError where the environment names a folder that is not one of parts
 */
export function ownParts(): Promise<OwnParts> {
  const { [partsVariable]: folder, [consentVariable]: consent } = process.env;
  if (folder) known ??= load(readModules(resolve(folder)), resolve(folder));
  else if (consent) known ??= agreedParts(consent);
  return known ?? Promise.resolve(none);
}

/** The app opens whatever has become of the folder; Parts says what has. */
async function agreedParts(consentFile: string): Promise<OwnParts> {
  try {
    const consent = readConsent(consentFile);
    if (consent === undefined) return none;
    const agreed = readModules(consent.folder).filter((one) => isAgreed(consent, one));
    return await load(agreed, consent.folder);
  } catch (error) {
    return { loaded: [], broken: [asInputError(error, consentFile)] };
  }
}

/**
 * Adds a user's own parts to the registry: FOLDER/agents/my-agent.js and so on, in folders named as the program's own. Code is run: it must be code
 * that the user trusts. It is written aside as it was read, with imports of `phasic/parts` pointed at this program, and types taken out.
 */
async function load(modules: readonly OwnModule[], folder: string): Promise<OwnParts> {
  // Parts of one's own refer to the program's.
  await loadAll();
  const aside = mkdtempSync(join(tmpdir(), 'phasic-parts-'));
  try {
    const unreadable = writeModules(modules, aside);
    const loaded: OwnPart[] = [];
    const broken: InputError[] = [];
    for (const one of inOrder(modules)) {
      if (one.part === undefined) continue;
      try {
        const flaw = unreadable.get(one.file);
        if (flaw !== undefined) throw flaw;
        loaded.push(await add(one.part, one.file, join(aside, moduleName(one.name))));
      } catch (error) {
        broken.push(asInputError(inFolder(error, aside, folder), one.file));
      }
    }
    return { loaded, broken };
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

const moduleName = (path: string): string => path.replace(/\.m?[jt]s$/, '.mjs');

/** @returns files that cannot be written aside, and why */
function writeModules(modules: readonly OwnModule[], to: string): ReadonlyMap<string, InputError> {
  const unreadable = new Map<string, InputError>();
  for (const { name, file, code } of modules) {
    try {
      const target = join(to, moduleName(name));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, redirected(withoutTypes(code, file)));
    } catch (error) {
      unreadable.set(file, asInputError(error, file));
    }
  }
  return unreadable;
}

/** What cannot be imported is named where its author looks for it. */
function inFolder(error: unknown, aside: string, folder: string): unknown {
  const missing = /Cannot find module '([^']+)'/.exec(error instanceof Error ? error.message : '')?.[1];
  if (missing === undefined || !missing.startsWith(aside)) return error;
  const name = missing.slice(aside.length + 1).replace(/\.mjs$/, '');
  return new Error(`it imports '${name}', which is not in ${folder}, or was not agreed to`);
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
      const parts = pathToFileURL(builtFile('node', 'parts.cjs')).href;
      return `${before}${quote}${parts}${quote}`;
    })
    .replace(/(\bfrom\s*|\bimport\s*\(?\s*)(['"])(\.[^'"]*)\2/g, (_, before: string, quote: string, path: string) => {
      return `${before}${quote}${moduleName(path)}${quote}`;
    });

/** What names other parts comes after them: agents, and then the worlds that name an agent. */
function inOrder(modules: readonly OwnModule[]): readonly OwnModule[] {
  const rank = ({ part }: OwnModule): number =>
    part?.kind === 'agents' ? 1 : part?.kind === 'paradigms' || part?.kind === 'envs' ? 2 : 0;
  return [...modules].sort((one, other) => rank(one) - rank(other));
}

/** @throws InputError if a declaration names a part that is not there: a form that lists it could not be made */
function requireNamed(kind: Kind, thing: unknown): void {
  const named = thing as Readonly<Record<string, unknown>>;
  if (kind === 'agents')
    for (const name of agentPartNames) {
      const part = named[name] as { readonly id: string } | undefined;
      if (part !== undefined) find(kindAt(name, false), part.id);
    }
  if (kind === 'paradigms') find('recordings', (named['recording'] as { readonly id: string }).id);
  if ((kind === 'paradigms' || kind === 'envs') && typeof named['agent'] === 'string') find('agents', named['agent']);
}

async function add({ kind, id }: NonNullable<OwnModule['part']>, file: string, copied: string): Promise<OwnPart> {
  const { default: thing } = (await import(pathToFileURL(copied).href)) as { readonly default?: unknown };
  const flaw = declarationFlaw(thing, id);
  if (flaw !== undefined) throw new InputError(flaw.what, file, flaw.remedy);
  requireNamed(kind, thing);
  addPart(kind, thing as Kinds[Kind]);
  return { kind, id, file };
}

function asInputError(error: unknown, file: string): InputError {
  if (error instanceof InputError) return error.where === file ? error : new InputError(error.what, file, error.remedy);
  const text = error instanceof Error ? error.message : String(error);
  return new InputError(text.split('\n')[0] ?? '', file, 'mend the file; the rest of the program goes on without it');
}
