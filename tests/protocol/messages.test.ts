import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import { parseClientMessage } from '../../src/protocol/messages.ts';

describe('messages from a page', () => {
  it.each([
    { request: 1, body: { type: 'catalogue' } },
    { request: 2, body: { type: 'run', session: 1, perSecond: null } },
    { request: 3, body: { type: 'seek', session: 1, trialsDone: 0 } },
    { credit: 1 },
  ])('%j is accepted unchanged', (message) => {
    expect(parseClientMessage(message)).toEqual(message);
  });

  it.each([
    null,
    'catalogue',
    {},
    { request: 1 },
    { request: 1, body: { type: 'delete' } },
    { request: 1.5, body: { type: 'catalogue' } },
    { request: 1, body: { type: 'catalogue', more: 1 } },
    { request: 1, body: { type: 'run', session: 0, perSecond: 1 } },
    { request: 1, body: { type: 'run', session: 1, perSecond: Number.POSITIVE_INFINITY } },
    { request: 1, body: { type: 'seek', session: 1, trialsDone: -1 } },
    { request: 1, body: { type: 'export', session: 1, format: 'exe' } },
    { credit: 0 },
    { credit: 1e9 },
  ])('%j is refused', (message) => {
    expect(() => parseClientMessage(message)).toThrow(InputError);
  });
});
