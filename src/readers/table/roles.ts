import type { FoundColumn, Proposal, Role } from '../../contracts/reader.ts';
import { proposals } from '../sampled/propose.ts';

/** Columns of values that go by short names. */
const valueRules: readonly (readonly [RegExp, Role])[] = [
  [/^(cs|cue|stimulus|stim|odou?r|cond|condition|trial[_ .-]?type)$/i, 'trial type'],
  [/(^|[_ .-])(choice\d*|action|response|key[_ .-]?press(ed)?)$/i, 'choice'],
  [/^(rewards?|outcome|feedback|us|water)$/i, 'size'],
];

/** What a column of a table with one row a trial may be: of times or of values. */
export function columnRole(column: FoundColumn): Proposal | undefined {
  const { id } = column;
  if (column.kind === 'number' && holdsTimes(id, column.values)) {
    const found = startOrEnd(id) ?? proposals.events(id);
    return found?.role === 'choice' ? undefined : found;
  }
  const [, role] = valueRules.find(([pattern]) => pattern.test(id)) ?? [];
  return role === undefined ? proposals.column(id) : { role, reason: `its heading is '${id}'` };
}

const startOrEnd = (id: string): Proposal | undefined => {
  const match = /^(start|stop|end)([_ .-]?time)?$/i.exec(id);
  if (match === null) return undefined;
  return { role: match[1]?.toLowerCase() === 'start' ? 'trial start' : 'trial end', reason: `its heading is '${id}'` };
};

/** Times of trials increase from row to row, and are not all whole numbers unless the heading says that they are times. */
function holdsTimes(id: string, values: Float64Array): boolean {
  let [before, rises, all] = [NaN, 0, 0];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    if (!Number.isNaN(before)) {
      all++;
      if (value > before) rises++;
    }
    before = value;
  }
  const increases = all > 0 && rises > 0.9 * all;
  return increases && (/time|onset|start|stop|end|_on\b|_at\b/i.test(id) || values.some((value) => value % 1 !== 0));
}
