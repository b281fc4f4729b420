import { isAbsolute, resolve } from 'node:path';
import { homedir } from 'node:os';
import { InputError } from '../core/errors.ts';
import type { ShownFile, ShownParts } from '../protocol/own-parts.ts';
import { isAgreed, readConsent, writeConsent, type Consent } from './consent.ts';
import { ownParts, type OwnParts } from './load.ts';
import { readModules, type OwnModule } from './modules.ts';
import { partsVariable } from './parts-variable.ts';

type Named = Pick<ShownFile, 'name' | 'sha256'>;

/** What a page of the person at this machine can ask about own parts. It runs nothing: what is agreed to is run by the next process of the app. */
export class PartsDesk {
  private readonly consentFile: string;
  /** Starts the app's processes again. */
  readonly restart: () => void;

  constructor(consentFile: string, restart: () => void) {
    this.consentFile = consentFile;
    this.restart = restart;
  }

  /**
   * Shows a folder, or the one that was agreed to.
   * @throws InputError where it is not one of parts
   */
  async show(folder?: string): Promise<ShownParts> {
    const given = process.env[partsVariable];
    const consent = this.consent();
    const shown = given || (folder === undefined ? consent?.folder : wholePath(folder));
    if (shown === undefined) return { isGiven: false, files: [] };
    const agreed = consent?.folder === shown ? consent : { folder: shown, files: {} };
    const own = await ownParts();
    const isGiven = Boolean(given);
    return {
      folder: shown,
      isGiven,
      files: readModules(shown).map((one) => ({
        ...shownFile(one, own),
        state: isGiven || isAgreed(agreed, one) ? 'agreed' : Object.hasOwn(agreed.files, one.name) ? 'changed' : 'new',
      })),
    };
  }

  /**
   * Keeps what a person has agreed to, in place of what was agreed to before.
   * @param files as they were shown
   * @throws InputError where one of them is no longer what was shown
   */
  async agree(folder: string, files: readonly Named[]): Promise<void> {
    if (process.env[partsVariable])
      throw new InputError(
        'this program was started with a folder of parts',
        folder,
        'start it without --parts, or change the folder there',
      );
    const path = wholePath(folder);
    const there = new Map(readModules(path).map((one) => [one.name, one.sha256]));
    const changed = files.find(({ name, sha256 }) => there.get(name) !== sha256);
    if (changed !== undefined)
      throw new InputError('it has changed since it was shown', changed.name, 'look at it again, then agree');
    await writeConsent(this.consentFile, {
      folder: path,
      files: Object.fromEntries(files.map(({ name, sha256 }) => [name, sha256])),
    });
  }

  /** Nothing is agreed to any more. */
  forget(): Promise<void> {
    return writeConsent(this.consentFile, undefined);
  }

  /** A damaged file agrees to nothing; it can be written anew. */
  private consent(): Consent | undefined {
    try {
      return readConsent(this.consentFile);
    } catch {
      return undefined;
    }
  }
}

function shownFile(
  { name, file, code, sha256, part }: OwnModule,
  { loaded, broken }: OwnParts,
): Omit<ShownFile, 'state'> {
  const flaw = broken.find(({ where }) => where === file);
  return {
    name,
    text: code,
    sha256,
    ...(part === undefined ? {} : { part }),
    isLoaded: loaded.some((one) => one.file === file),
    ...(flaw === undefined ? {} : { flaw: `${flaw.what}; ${flaw.remedy}` }),
  };
}

/** @throws InputError for a path that says another folder wherever the program was started */
function wholePath(folder: string): string {
  const path = folder.trim().replace(/^~(?=$|[\\/])/, homedir());
  if (!isAbsolute(path)) throw new InputError('this is not a whole path', folder, 'write it from the root, or from ~');
  return resolve(path);
}
