import { existsSync, readFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { InputError } from '../core/errors.ts';
import { makeFolder } from '../storage/make-folder.ts';
import { replaceFile } from '../storage/replace-file.ts';
import type { OwnModule } from './modules.ts';

/** What a person has agreed to in the app: files of a folder, as they were when they were shown. */
export interface Consent {
  readonly folder: string;
  /** SHA-256 of each, in base64, by name. */
  readonly files: Readonly<Record<string, string>>;
}

/** Where the app keeps it: $PHASIC_SETTINGS, otherwise Phasic in the home folder. */
export const defaultConsentFile = (environment: NodeJS.ProcessEnv = process.env): string =>
  join(environment['PHASIC_SETTINGS'] || join(homedir(), 'Phasic'), 'own-parts.json');

/** @throws InputError where the file is there and does not say what was agreed to */
export function readConsent(file: string): Consent | undefined {
  if (!existsSync(file)) return undefined;
  const given = parsed(readFileSync(file, 'utf8'));
  if (isConsent(given)) return given;
  throw new InputError(
    'it does not say which files were agreed to; none of them is run',
    file,
    'agree to them again under Parts, or remove the file',
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isConsent(given: unknown): given is Consent {
  const { folder, files } = (given ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof folder !== 'string' || typeof files !== 'object' || files === null) return false;
  return Object.values(files).every((hash) => typeof hash === 'string');
}

/** @param consent undefined where nothing is agreed to any more */
export async function writeConsent(file: string, consent: Consent | undefined): Promise<void> {
  if (consent === undefined) return rmSync(file, { force: true });
  makeFolder(dirname(file));
  await replaceFile(dirname(file), basename(file), `${JSON.stringify(consent, undefined, 2)}\n`);
}

/** Whether a file is, to the byte, one that was agreed to. */
export const isAgreed = ({ files }: Consent, { name, sha256 }: OwnModule): boolean =>
  Object.hasOwn(files, name) && files[name] === sha256;
