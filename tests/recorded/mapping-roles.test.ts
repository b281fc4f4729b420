import { expect, test } from 'vitest';
import { roleOf, rolesFor, withRole, type Part } from '../../src/recorded/mapping-roles.ts';
import { parseMapping } from '../../src/recorded/mapping.ts';
import { foundOf, mappingOf } from './found.ts';

const found = foundOf({
  events: [
    { id: 'tone', times: Float64Array.of(1) },
    { id: 'drop', times: Float64Array.of(2, 5), values: Float64Array.of(2, 8) },
  ],
  tables: [
    {
      id: 'trials',
      rows: 2,
      columns: [
        { id: 'cue', kind: 'number', values: Float64Array.of(1, 5) },
        { id: 'water', kind: 'number', values: Float64Array.of(2, 6) },
        { id: 'ul', kind: 'number', values: Float64Array.of(3, 6) },
        { id: 'kind', kind: 'text', values: ['a', 'b'] },
      ],
    },
  ],
});
const column = (id: string, isText = false): Part => ({ kind: 'column', table: 'trials', id, isText });
const parts: readonly Part[] = [
  { kind: 'signal', id: 'F' },
  { kind: 'events', id: 'tone', hasValues: false },
  { kind: 'events', id: 'drop', hasValues: true },
  column('cue'),
  column('water'),
];

test('a part gets each role that it can have, alone, and loses it again', () => {
  for (const part of parts) {
    for (const role of rolesFor(part).filter((one) => one !== 'size' && one !== 'trial type')) {
      const mapping = withRole(mappingOf({}), found, part, role);
      expect(roleOf(mapping, part), role).toBe(role);
      expect(parseMapping(mapping, 'test')).toEqual(mapping);
      for (const other of parts) if (other !== part) expect(roleOf(mapping, other)).toBeUndefined();
      expect(withRole(mapping, found, part, undefined)).toEqual(mappingOf({}));
    }
  }
});

test('sizes come from the values of events or a column beside the reward, the largest as one unit', () => {
  const [, , drop] = parts as [Part, Part, Part];
  expect(withRole(mappingOf({}), found, drop, 'reward').rewards[0]?.size).toEqual({ values: true, unit: 8 });
  const rewarded = withRole(mappingOf({}), found, column('water'), 'reward');
  const sized = withRole(rewarded, found, column('ul'), 'size');
  expect(sized.rewards[0]?.size).toEqual({ column: 'ul', unit: 6 });
  expect(roleOf(sized, column('ul'))).toBe('size');
  expect(withRole(sized, found, column('ul'), undefined).rewards[0]?.size).toBe(1);
});

test('a trial type belongs to the start of trials', () => {
  expect(withRole(mappingOf({}), found, column('kind', true), 'trial type')).toEqual(mappingOf({}));
  const started = withRole(mappingOf({}), found, column('cue'), 'trial start');
  const typed = withRole(started, found, column('kind', true), 'trial type');
  expect(typed.trials).toEqual({ times: { table: 'trials', column: 'cue' }, type: 'kind' });
  expect(roleOf(typed, column('kind', true))).toBe('trial type');
});
