import { parse } from '@humanwhocodes/momoa';
import { InputError } from '../core/errors.ts';

/**
 * Reads JSON that came from outside.
 * @param where the file or field that it came from
 * @throws InputError with line and column of the first mistake
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

// JSON.parse does not always say where, and says it differently in every version of Node.
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
