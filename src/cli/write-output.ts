import { rename, unlink, writeFile } from 'node:fs/promises';
import { InputError } from '../core/errors.ts';

/** @throws InputError for a name that does not say SVG */
export function svgName(file: string): string {
  if (file.endsWith('.svg')) return file;
  throw new InputError(`'${file}' is not an SVG file`, '--figure', 'name a file that ends in .svg (the app also saves PNG)');
}

/**
 * Writes a file whole or not at all: what was there stays until the new text is on disk.
 * @throws InputError where the file cannot be written
 */
export async function writeOutput(file: string, text: string): Promise<void> {
  const fresh = `${file}.${process.pid}.part`;
  try {
    await writeFile(fresh, text);
    await rename(fresh, file);
  } catch (error) {
    await unlink(fresh).catch(() => undefined);
    throw new InputError(`cannot be written (${(error as NodeJS.ErrnoException).code})`, file, 'choose a folder that exists and that you may write to');
  }
}
