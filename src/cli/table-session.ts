import { InputError } from '../core/errors.ts';
import type { Found } from '../contracts/reader.ts';
import { byId } from '../recorded/by-id.ts';
import { tableSessions, type TableSession } from '../recorded/data-set/table-sessions.ts';
import type { MappedWindows } from '../recorded/mapping.ts';
import type { Arguments } from './command.ts';
import { note } from './output.ts';

/**
 * The session of a table of windows that --session names.
 * @throws InputError if the table has none of this name, or says not when its events were
 */
export function namedSession(found: Found, windows: MappedWindows, args: Arguments): TableSession {
  const sessions = tableSessions(found, windows);
  const name = args.text('session');
  if (name === undefined)
    throw new InputError(
      `the table has ${sessions.length} sessions`,
      '--session',
      `name one: ${sessions.map(({ session }) => `'${session}'`).join(', ')}`,
    );
  const named = sessions.map((one) => ({ id: one.session, ...one }));
  const one = byId(named, name, 'there is no session', '--session');
  if (one.leftOut > 0)
    note(
      `${one.leftOut} rewards that the table left out have the median interval before them: their times are not known`,
    );
  return one;
}
