import { parse } from '@humanwhocodes/momoa';
import { InputError } from '../core/errors.ts';

/**
 * Parses external JSON.
 * @param where its file or field
 * @throws InputError with line and column of the first error
 */
export function parseJsonText(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputError(
      'this is not JSON',
      `${where}${placeOf(text)}`,
      `correct it: ${firstLine((error as Error).message)}`,
    );
  }
}

// JSON.parse does not always give the position, and its message differs between versions of Node.
function placeOf(text: string): string {
  try {
    parse(text, { mode: 'json' });
  } catch (error) {
    const { line, column } = error as { line?: number; column?: number };
    if (line !== undefined && column !== undefined) return `, line ${line}, column ${column}`;
  }
  return '';
}

const firstLine = (message: string): string => message.split('\n', 1)[0] as string;
