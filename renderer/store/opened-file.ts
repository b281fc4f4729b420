import { InputError } from '../../src/core/errors.ts';
import { foreignFile, headBytes } from '../../src/designs/foreign-file.ts';

/**
 * The text of a file that was opened.
 * @throws InputError for a file that is too large or does not contain the text of an experiment, naming its kind
 */
export async function openedText(file: File, maxBytes: number): Promise<string> {
  const head = new Uint8Array(await file.slice(0, headBytes).arrayBuffer());
  const foreign = foreignFile(head, file.name);
  if (foreign !== undefined) throw new InputError(foreign.what, file.name, foreign.remedy);
  if (file.size > maxBytes)
    throw new InputError(`the file is larger than ${maxBytes} bytes`, file.name, 'choose another file');
  return file.text();
}
