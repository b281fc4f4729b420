import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/errors.ts';
import { openRecordings } from '../../src/recorded/open.ts';
import openEphys from '../../src/readers/open-ephys.ts';
import { survivesHostileFiles } from './hostile.ts';
import { memorySource } from './memory-source.ts';
import { doubles, int16s, int64s, texts } from './npy-writer.ts';

const n = 3000;
const rate = 1000;
const stream = 'Acquisition_Board-100.Rhythm Data';
const range = (count: number, of: (i: number) => number): number[] => Array.from({ length: count }, (_, i) => of(i));

const structure = (version: string, folder = `${stream}/`): Uint8Array =>
  new TextEncoder().encode(
    JSON.stringify({
      'GUI version': version,
      continuous: [
        {
          folder_name: folder,
          sample_rate: rate,
          source_processor_id: 100,
          source_processor_name: 'Acquisition Board',
          source_processor_sub_idx: 0,
          stream_name: 'Rhythm Data',
          num_channels: 2,
          channels: [
            { channel_name: 'CH1', bit_volts: 0.195, units: 'uV' },
            { channel_name: 'ADC1', bit_volts: 0.00015258789, units: 'V' },
          ],
        },
      ],
      events: [
        {
          folder_name: `${stream}/${version.startsWith('0.5') ? 'TTL_1' : 'TTL'}/`,
          sample_rate: rate,
          stream_name: 'Rhythm Data',
        },
        { folder_name: 'MessageCenter/', sample_rate: rate },
      ],
      spikes: [],
    }),
  );

/** Channel 1 has the sample's index, channel 2 minus it. */
const dat = (samples: number): Uint8Array =>
  new Uint8Array(Int16Array.from({ length: 2 * samples }, (_, i) => (i % 2 === 0 ? 1 : -1) * Math.floor(i / 2)).buffer);

const base = 'Record Node 101/experiment1/recording1';

/** Of version 0.6: samples from number 5,000 on, 12.5 s of the shared clock; a line goes up at 1 s, 2 s and 2.9 s. */
function recent(): Record<string, Uint8Array> {
  return {
    [`${base}/structure.oebin`]: structure('0.6.4'),
    [`${base}/sync_messages.txt`]: new TextEncoder().encode(
      'Software Time (milliseconds since midnight Jan 1st 1970 UTC): 1660948389101\nStart Time for ...',
    ),
    [`${base}/continuous/${stream}/continuous.dat`]: dat(n),
    [`${base}/continuous/${stream}/sample_numbers.npy`]: int64s(range(n, (i) => 5000 + i)),
    [`${base}/continuous/${stream}/timestamps.npy`]: doubles(range(n, (i) => 12.5 + i / rate)),
    [`${base}/events/${stream}/TTL/states.npy`]: int16s([-3, 3, -3, 3, 7, -3, 3]),
    [`${base}/events/${stream}/TTL/sample_numbers.npy`]: int64s([5010, 6000, 6250, 7000, 7001, 7250, 7900]),
    [`${base}/events/${stream}/TTL/timestamps.npy`]: doubles([12.51, 13.5, 13.75, 14.5, 14.501, 14.75, 15.4]),
    [`${base}/events/MessageCenter/text.npy`]: texts(['start', 'stop']),
    [`${base}/events/MessageCenter/sample_numbers.npy`]: int64s([5001, 7999]),
    [`${base}/events/MessageCenter/timestamps.npy`]: doubles([12.501, 15.499]),
  };
}

/** Of version 0.5: timestamps.npy has sample numbers. */
function old(): Record<string, Uint8Array> {
  return {
    [`${base}/structure.oebin`]: structure('0.5.5'),
    [`${base}/continuous/${stream}/continuous.dat`]: dat(n),
    [`${base}/continuous/${stream}/timestamps.npy`]: int64s(range(n, (i) => 5000 + i)),
    [`${base}/events/${stream}/TTL_1/channel_states.npy`]: int16s([3, -3]),
    [`${base}/events/${stream}/TTL_1/timestamps.npy`]: int64s([6000, 6250]),
  };
}

const opened = async (files: Record<string, Uint8Array>) => {
  const source = memorySource(files);
  const [claim] = openEphys.detect(source);
  if (claim === undefined) throw new Error('not recognised');
  return openEphys.open(claim, source, {});
};

describe('a recording of version 0.6', () => {
  it('has channels in their units, by the clock that all streams share', async () => {
    const { found, values, times } = await opened(recent());
    expect(found.startsAt).toBe('2022-08-19T22:33:09.101Z');
    expect(found.warnings).toEqual([]);
    expect(found.signals).toMatchObject([
      { id: 'CH1', unit: 'µV', samples: n, missing: 0, startSeconds: 12.5, endSeconds: 15.499, rateHz: rate },
      { id: 'ADC1', unit: 'V' },
    ]);
    expect((await values('CH1', 100, 101))[0]).toBeCloseTo(19.5, 9);
    expect((await values('ADC1', 2999, 3005))[0]).toBeCloseTo(-2999 * 0.00015258789, 12);
    expect((await times('CH1', 1000, 1001))[0]).toBe(13.5);
  });

  it('has the rises of each line with their ends; a fall at the start is none', async () => {
    const { found } = await opened(recent());
    expect(found.events.map(({ id, times, ends }) => [id, [...times], [...(ends ?? [])]])).toEqual([
      ['line 3', [13.5, 14.5, 15.4], [13.75, 14.75, Number.NaN]],
      ['line 7', [14.501], [Number.NaN]],
    ]);
    expect(found.tables).toMatchObject([
      { id: 'messages', columns: [{ values: Float64Array.of(12.501, 15.499) }, { values: ['start', 'stop'] }] },
    ]);
  });

  it('counts from its first sample where nothing was synchronised, and says so', async () => {
    const files = recent();
    files[`${base}/continuous/${stream}/timestamps.npy`] = doubles(range(n, () => -1));
    files[`${base}/events/${stream}/TTL/timestamps.npy`] = doubles(range(7, () => -1));
    const { found } = await opened(files);
    expect(found.signals[0]).toMatchObject({ startSeconds: 0, endSeconds: 2.999 });
    expect([...(found.events[0]?.times ?? [])]).toEqual([1, 2, 2.9]);
    expect(found.warnings).toEqual([`${stream}: not synchronised: its times are counted from its own first sample`]);
  });

  it('says that continuous.dat is longer or shorter than the sample numbers', async () => {
    const longer = await opened({ ...recent(), [`${base}/continuous/${stream}/continuous.dat`]: dat(n + 24) });
    expect(longer.found.signals[0]?.samples).toBe(n);
    expect(longer.found.warnings).toEqual([
      `${stream}: continuous.dat has 3,024 samples and 3,000 sample numbers: the rest is left out`,
    ]);
    const shorter = await opened({ ...recent(), [`${base}/continuous/${stream}/continuous.dat`]: dat(n - 100) });
    expect(shorter.found.signals[0]?.samples).toBe(2900);
    expect(shorter.found.warnings).toEqual([`${stream}: continuous.dat has 2,900 of 3,000 samples: it was cut off`]);
  });

  it('has a gap where sample numbers are skipped', async () => {
    const skip = (i: number): number => (i < 1500 ? i : i + 200);
    const { found } = await opened({
      ...recent(),
      [`${base}/continuous/${stream}/sample_numbers.npy`]: int64s(range(n, (i) => 5000 + skip(i))),
      [`${base}/continuous/${stream}/timestamps.npy`]: doubles(range(n, (i) => 12.5 + skip(i) / rate)),
    });
    expect(found.signals[0]?.gaps).toEqual([{ fromSeconds: 13.999, toSeconds: 14.2 }]);
    expect(found.warnings).toEqual([`${stream}: one gap, the first from 13.999 s to 14.2 s`]);
  });
});

describe('a recording of version 0.5', () => {
  it('has its sample numbers in timestamps.npy, also of events', async () => {
    const { found } = await opened(old());
    expect(found.signals[0]).toMatchObject({ samples: n, startSeconds: 0, endSeconds: 2.999 });
    expect(found.events.map(({ id, times, ends }) => [id, [...times], [...(ends ?? [])]])).toEqual([
      ['line 3', [1], [1.25]],
    ]);
  });
});

describe('a structure that names a folder elsewhere', () => {
  it.each(['../../secret/', '/etc/', 'C:\\secret'])('is refused: %s', async (folder) => {
    const files = { ...recent(), [`${base}/structure.oebin`]: structure('0.6.4', folder) };
    await expect(opened(files)).rejects.toThrow(InputError);
    await expect(opened(files)).rejects.toThrow(/continuous\[0\] names a folder outside the recording/u);
  });
});

describe('a structure that is damaged is told, and its arrays are not opened as if it were not there', () => {
  it.each([
    ['empty', '', /^it is empty$/],
    ['zeros, as after a full disk', '\0'.repeat(2000), /^it is not JSON/],
    ['cut off before its first list', '{"GUI version": "0.6.4", "con', /^it is not JSON/],
    ['cut off after it', '{"GUI version": "0.6.4", "continuous": [{', /^it is not JSON/],
  ])('%s', async (_, text, what) => {
    const files = { ...recent(), [`${base}/structure.oebin`]: new TextEncoder().encode(text) };
    await expect(openRecordings(memorySource(files), {}, 'a folder')).rejects.toMatchObject({
      what: expect.stringMatching(what),
      where: `${base}/structure.oebin`,
      remedy: 'record or copy the folder again',
    });
  });
});

survivesHostileFiles(openEphys, recent(), 200);
survivesHostileFiles(openEphys, old(), 100);
