import { describe, expect, it } from 'vitest';
import doric from '../../src/readers/doric-csv.ts';
import { survivesHostileFiles } from './hostile.ts';
import { counted, csvText } from './made-tables.ts';
import { inBytes, openOne } from './open-one.ts';

const headings = [
  'Time(s)',
  'AIn-1 - Dem (AOut-1)',
  'AIn-1 - Dem (AOut-2)',
  'AIn-2 - Dem (AOut-1)',
  'AIn-1 - Raw',
  'AOut-1',
  'DI/O-1',
  '',
];
const devices = [
  '---',
  'Analog In. | Ch.1',
  'Analog In. | Ch.1',
  'Analog In. | Ch.2',
  'Analog In. | Ch.1',
  'Analog Out. | Ch.1',
  'Digital I/O | Ch.1',
  '',
];
const rows = counted(60, (i) => [
  i / 10,
  i + 0.5,
  i + 0.25,
  '',
  3.5,
  1.25,
  i < 2 || (i >= 20 && i < 25) || i === 59 ? 1 : 0,
  '',
]);

describe('Doric CSV', () => {
  it.each([
    ['headings', [headings]],
    ['devices over headings', [devices, headings]],
  ])('is read with %s', async (_, above) => {
    const { found, values } = await openOne(doric, { 'd.csv': csvText([...above, ...rows]) });
    expect(found.signals.map(({ id, samples, proposal }) => [id, samples, proposal?.role])).toEqual([
      ['AIn-1 - Dem (AOut-1)', 60, 'control'],
      ['AIn-1 - Dem (AOut-2)', 60, 'signal'],
      ['AIn-1 - Raw', 60, undefined],
      ['AOut-1', 60, undefined],
    ]);
    expect(await values('AIn-1 - Dem (AOut-2)', 58, 60)).toEqual(Float64Array.of(58.25, 59.25));
    // High at the first sample is no edge; high at the last counts.
    expect(found.events.map(({ id, times, ends }) => [id, times, ends])).toEqual([
      ['DI/O-1', Float64Array.of(2, 5.9), Float64Array.of(2.5, NaN)],
    ]);
    expect(found.warnings).toEqual(["d.csv: 'AIn-2 - Dem (AOut-1)' has no samples: its lamp was not driven"]);
  });
});

survivesHostileFiles(doric, inBytes({ 'd.csv': csvText([devices, headings, ...rows]) }));
