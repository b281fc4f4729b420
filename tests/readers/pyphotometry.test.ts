import { describe, expect, it } from 'vitest';
import pyphotometry from '../../src/readers/pyphotometry.ts';
import { labCase } from './lab-case.ts';
import { survivesHostileFiles } from './hostile.ts';
import { inBytes, openOne } from './open-one.ts';
import { memorySource } from './memory-source.ts';
import { ppd } from './ppd-writer.ts';

labCase('ppd-0.3-two-signals', pyphotometry, ({ opened, expected }) => {
  expect(opened.found.signals.map(({ unit }) => unit)).toEqual([expected['unit'], expected['unit']]);
  expect(opened.found.warnings).toEqual([]);
});

const old = {
  subject_ID: 'm7',
  date_time: '2025-08-04T10:15:00',
  mode: '2 colour continuous',
  sampling_rate: 10,
  volts_per_division: [0.5, 0.25],
  version: '0.3',
};
const pulsed = {
  ...old,
  mode: '2EX_1EM_pulsed',
  version: '1.1',
  n_analog_signals: 2,
  n_digital_signals: 2,
  ADC_max_value: 1000,
  end_time: '2025-08-04T10:15:00.3',
};
const word = (value: number, line: 0 | 1): number => value * 2 + line;

describe('pyPhotometry', () => {
  it('reads words in turn, with a digital line in the lowest bit, before version 1.1', async () => {
    const file = ppd(old, [word(10, 1), word(20, 0), word(11, 0), word(21, 1), word(12, 1), word(22, 1)]);
    const { found, values, times } = await openOne(pyphotometry, file);
    expect(await values('analog_1', 0, 3)).toEqual(Float64Array.of(5, 5.5, 6));
    expect(await values('analog_2', 1, 99)).toEqual(Float64Array.of(10.5, 11));
    expect(await times('analog_2', 1, 99)).toEqual(Float64Array.of(0.1, 0.2));
    // High at the first sample is no edge; high at the last has no end.
    expect(found.events.map(({ id, times, ends }) => [id, times, ends])).toEqual([
      ['digital_1', Float64Array.of(0.2), Float64Array.of(NaN)],
      ['digital_2', Float64Array.of(0.1), Float64Array.of(NaN)],
    ]);
    expect(found.startsAt).toBe('2025-08-04T10:15:00');
  });

  it('subtracts lamp-off words from version 1.1 on, so that there are half as many samples', async () => {
    const sample = (on: number, off: number, line: 0 | 1): number[] => [word(on, line), word(off, 0)];
    const words = [
      sample(900, 100, 0),
      sample(30, 40, 0),
      sample(990, 0, 1),
      sample(50, 0, 0),
      sample(5, 985, 0),
      sample(9, 0, 1),
    ];
    const { found, values } = await openOne(pyphotometry, ppd(pulsed, words.flat()));
    expect(found.signals.map(({ samples }) => samples)).toEqual([3, 3]);
    expect(await values('analog_1', 0, 3)).toEqual(Float64Array.of(400, 495, -490));
    expect(await values('analog_2', 0, 3)).toEqual(Float64Array.of(-5, 25, 4.5));
    expect(found.events.map(({ times }) => times)).toEqual([Float64Array.of(0.1), Float64Array.of(0.2)]);
    expect(found.warnings).toEqual(['m.ppd: analog_1 is at its limit in 2 of 3 samples']);
    expect(found.signals.map(({ proposal }) => proposal?.role)).toEqual(['signal', 'control']);
  });

  it('does not subtract in version 1.0, or where lamps do not pulse', async () => {
    for (const header of [
      { ...pulsed, version: '1.0.2' },
      { ...pulsed, mode: '2EX_2EM_continuous' },
    ]) {
      const { found } = await openOne(pyphotometry, ppd(header, [2, 4, 6, 8, 10, 12]));
      expect(found.signals.map(({ samples }) => samples)).toEqual([3, 3]);
    }
  });

  it('says what is missing from a file that was cut off', async () => {
    const { found } = await openOne(
      pyphotometry,
      ppd({ ...pulsed, end_time: '2025-08-04T10:25:00' }, [2, 4, 6, 8, 10]),
    );
    expect(found.warnings).toEqual([
      'm.ppd: ends with 2 bytes of a sample that is not whole, which are left out',
      'm.ppd: has 0.1 s of samples, but its header states 600.0 s',
    ]);
  });

  it.each([
    ['sampling_rate', -1],
    ['n_analog_signals', 1e9],
    ['n_digital_signals', 3],
    ['version', 'new'],
    ['ADC_max_value', 'high'],
    ['volts_per_division', []],
  ])('refuses a header whose %s is %j', async (key, value) => {
    const opened = openOne(pyphotometry, ppd({ ...pulsed, [key]: value }, [1, 2, 3, 4]));
    await expect(opened).rejects.toThrow(/^m\.ppd: .* in the header; check that pyPhotometry wrote this file/);
  });

  it('claims only files that begin with such a header', () => {
    const others = inBytes({ 'm.ppd': 'time,signal\n0,1\n', 'e.ppd': '' });
    expect(pyphotometry.detect(memorySource(others))).toEqual([]);
  });

  it('says that a file ends within its header', async () => {
    const bytes = (ppd(pulsed, [2, 4])['m.ppd'] as Uint8Array).slice(0, 150);
    await expect(openOne(pyphotometry, { 'm.ppd': bytes })).rejects.toThrow(/m\.ppd: the file ends within its header/);
  });
});

survivesHostileFiles(
  pyphotometry,
  inBytes(
    ppd(
      pulsed,
      Array.from({ length: 400 }, (_, i) => i * 100),
    ),
  ),
);
