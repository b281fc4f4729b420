import { describe, expect, it } from 'vitest';
import tdt from '../../src/readers/tdt.ts';
import { survivesHostileFiles } from './hostile.ts';
import { labCase } from './lab-case.ts';
import { memorySource } from './memory-source.ts';
import { type Entry, rateHz, start, tsq, write } from './tdt-writer.ts';

labCase('tdt-block', tdt, ({ opened }) => {
  expect(opened.found.warnings).toEqual([]);
  const [iso, signal] = opened.found.signals;
  expect([iso?.proposal?.role, signal?.proposal?.role]).toEqual(['control', 'signal']);
});
labCase('tdt-truncated-tev', tdt, ({ expected, opened }) => {
  const whole = expected['n_samples_whole_packets'] as Record<string, number>;
  expect(opened.found.signals).toHaveLength(2);
  for (const { id, samples } of opened.found.signals) expect(samples, id).toBe(whole[id]);
  expect(opened.found.warnings).toEqual([
    'tank_block-1.tev is 1,000 bytes shorter than the .tsq says: missing: 2 packets of 405R channel 1, 2 packets of 490R channel 1',
  ]);
});

const perPacket = 64;

/** Two channels of int16 in packets of 64, interleaved; a pause of 1 s before packet 3. Value = 1000 * channel + sample. */
function block(): Record<string, Uint8Array> {
  const samples = new Int16Array(6 * perPacket * 2);
  const packets: Entry[] = [];
  for (let k = 0; k < 6; k++)
    for (const channel of [1, 2]) {
      const first = (2 * k + channel - 1) * perPacket;
      for (let i = 0; i < perPacket; i++) samples[first + i] = 1000 * channel + k * perPacket + i;
      const seconds = start + 0.5 + (k * perPacket) / rateHz + (k >= 3 ? 1 : 0);
      packets.push({
        code: 0x8101,
        store: 'LFP1',
        seconds,
        words: 10 + 32,
        channel,
        position: 2 * first,
        format: 2,
        rateHz,
      });
    }
  const sev = new DataView(new ArrayBuffer(40 + 4 * 50));
  sev.setBigUint64(0, 240n, true);
  write(sev, 8, 'SEV');
  sev.setUint8(11, 3);
  write(sev, 12, 'Raw1');
  sev.setUint16(16, 1, true);
  sev.setUint16(18, 1, true);
  sev.setUint16(20, 4, true);
  sev.setUint8(24, 0);
  sev.setUint8(25, 1);
  sev.setUint16(26, 12, true);
  for (let i = 0; i < 50; i++) sev.setFloat32(40 + 4 * i, i / 2, true);
  const events: Entry[] = [1, 2, 4].flatMap((t, i) => [
    { code: 0x0101, store: 'Tck/', seconds: start + t, value: i + 1 },
    { code: 0x0102, store: 'Tck\\', seconds: start + t + 0.25, value: i + 1 },
  ]);
  const snips: Entry[] = [0.7, 0.8, 1.9].map((t, i) => ({
    code: 0x8201,
    store: 'eNe1',
    seconds: start + t,
    words: 25,
    channel: 3,
    sort: i === 1 ? 2 : 1,
    format: 0,
    rateHz,
    position: 0,
  }));
  return {
    'block/a.tsq': tsq([
      ...packets,
      ...events,
      ...snips,
      { code: 0x8111, store: 'Raw1', seconds: start + 0.125, words: 10, channel: 1, position: 0, format: 0, rateHz },
    ]),
    'block/a.tev': new Uint8Array(samples.buffer),
    'block/x_a_Raw1_Ch1.sev': new Uint8Array(sev.buffer),
  };
}

const opened = async (files: Record<string, Uint8Array>) => {
  const source = memorySource(files);
  const [claim] = tdt.detect(source);
  if (claim === undefined) throw new Error('not recognised');
  return tdt.open(claim, source, {});
};

describe('a block with several channels, a pause, counters, spikes and a file of its own', () => {
  it('gives each channel with its pause as a gap', async () => {
    const { found, values, times } = await opened(block());
    expect(found.startsAt).toBe('2020-09-13T12:26:40.250Z');
    expect(found.signals.map(({ id }) => id)).toEqual(['LFP1 channel 1', 'LFP1 channel 2', 'Raw1']);
    const two = found.signals[1];
    expect(two?.samples).toBe(6 * perPacket);
    expect(two?.gaps).toHaveLength(1);
    expect(two?.gaps[0]?.toSeconds).toBeCloseTo(1.5 + (3 * perPacket) / rateHz, 6);
    expect([...(await values('LFP1 channel 2', 62, 66))]).toEqual([2062, 2063, 2064, 2065]);
    const at = await times('LFP1 channel 2', 191, 194);
    expect(at[0]).toBeCloseTo(0.5 + 191 / rateHz, 6);
    expect(at[1]).toBeCloseTo(1.5 + 192 / rateHz, 6);
    expect(found.warnings).toContain('LFP1 channel 1: one gap, the first after 0.688 s');
  });

  it('reads .sev files, with the time of the index and the rate of the header', async () => {
    const { found, values } = await opened(block());
    const raw = found.signals.find(({ id }) => id === 'Raw1');
    expect(raw).toMatchObject({ samples: 50, startSeconds: 0.125, rateHz: 25e6 });
    expect([...(await values('Raw1', 48, 60))]).toEqual([24, 24.5]);
  });

  it('keeps a counter as one kind of events with values and ends, and spikes by sort code', async () => {
    const { found } = await opened(block());
    const [counter] = found.events;
    expect(counter?.id).toBe('Tck/');
    expect([...(counter?.values ?? [])]).toEqual([1, 2, 3]);
    expect([...(counter?.times ?? [])]).toEqual([1, 2, 4]);
    expect([...(counter?.ends ?? [])]).toEqual([1.25, 2.25, 4.25]);
    expect(found.units.map(({ id, spikes }) => [id, spikes.length])).toEqual([
      ['eNe1 channel 3 unit 1', 2],
      ['eNe1 channel 3 unit 2', 1],
    ]);
  });

  it('opens the events alone where the .tev is not there, and says so', async () => {
    const { 'block/a.tev': _, ...files } = block();
    const { found } = await opened(files);
    expect(found.signals.map(({ id }) => id)).toEqual(['Raw1']);
    expect(found.warnings.join('\n')).toMatch(/there is no \.tev file.*6 packets of LFP1 channel 1/u);
  });

  it('is found from its .tev alone', () => {
    const source = memorySource(block());
    const [claim] = tdt.detect({ ...source, files: source.files.filter(({ name }) => name.endsWith('.tev')) });
    expect(claim?.files[0]?.name).toBe('block/a.tsq');
  });
});

survivesHostileFiles(tdt, block());
