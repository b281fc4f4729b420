import { expect, it } from 'vitest';
import { recordingsIn } from '../../src/recorded/open.ts';
import { memorySource } from '../readers/memory-source.ts';

it('finds a list of events next to a file that a more certain reader takes', () => {
  const rows = Array.from({ length: 40 }, (_, i) => `${i / 10},${i},${i + 1}\n`).join('');
  const doric = `Time(s),AIn-1 - Dem (AOut-1),AIn-1 - Dem (AOut-2)\n${rows}`;
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const found = recordingsIn(memorySource({ 'd.csv': bytes(doric), 'licks.csv': bytes('0.5\n1.5\n') }));
  expect(found.map(({ reader, claim }) => [reader.id, claim.files.map(({ name }) => name)])).toEqual([
    ['doric-csv', ['d.csv']],
    ['csv', ['licks.csv']],
  ]);
});
