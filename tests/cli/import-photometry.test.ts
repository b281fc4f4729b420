import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { array, doubles } from '../readers/npy-writer.ts';
import { gain, simulatedSession } from '../recorded/photometry/session.ts';
import { phasic, phasicInTurn } from './phasic.ts';

const folder = mkdtempSync(join(tmpdir(), 'phasic-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const [file, mapping, out] = ['session.csv', 'mapping.json', 'dff.csv'].map((name) => join(folder, name)) as [
  string,
  string,
  string,
];
const session = simulatedSession(600, 20, 1);

beforeAll(() => {
  const { signal, control } = session;
  const rows = Array.from(signal.times, (time, i) => [time.toFixed(2), signal.values[i], control[i]].join(','));
  writeFileSync(file, `time (s),green (V),violet (V)\n${rows.join('\n')}\n`);
  const shape = { phasicMapping: 1, answers: {}, cues: [], rewards: [] };
  writeFileSync(mapping, JSON.stringify({ ...shape, signal: 'green (V)', control: 'violet (V)' }));
});

const columnsOf = (csv: string): readonly (readonly string[])[] =>
  csv
    .trim()
    .split('\n')
    .map((line) => line.split(','));

test('a name that a terminal would obey is shown as text', () => {
  const npz = join(folder, 'names.npz');
  const [times, values] = [session.signal.times, session.signal.values].map((one) =>
    doubles(Array.from(one.slice(0, 200))),
  );
  writeFileSync(npz, zipSync({ 't.npy': times as Uint8Array, '\u001B[2J\u009Bdff.npy': values as Uint8Array }));
  const [shown] = phasicInTurn([['import', npz]]);
  expect(shown?.out).toContain(String.raw`\u001b[2J\u009bdff`);
  expect(shown?.out.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
});

describe('phasic import with photometry', () => {
  test('saves time, signal, control, F0 and dF/F, and says how they came about', () => {
    const { code, out: report } = phasic(['import', file, '--mapping', mapping, '--csv', out]);
    expect(code).toBe(0);
    expect(report).toMatch(/green \(V\) +Signal-to-noise ratio +\S+ +passes \(above 1\)/);
    expect(report).toMatch(/green \(V\) +Motion share/);
    const [heading, ...rows] = columnsOf(readFileSync(out, 'utf8'));
    expect(heading).toEqual(['t_s', 'signal', 'control', 'f0', 'dff']);
    expect(rows).toHaveLength(12_000);
    // By the definition of dF/F, and the truth that the session was made with: the responses to the largest RPEs.
    for (const [, signal, , f0, dff] of rows
      .slice(0, 100)
      .map((row) => row.map(Number) as [number, number, number, number, number]))
      expect(dff).toBeCloseTo((signal - f0) / f0, 12);
    const large = rows.filter((_, i) => (session.model[i] as number) > 1);
    const mean = (of: (i: number) => number): number => large.reduce((sum, _, i) => sum + of(i), 0) / large.length;
    const shown = mean((i) => Number(large[i]?.[4]));
    const truth = mean((i) => gain * (session.model.filter((one) => one > 1)[i] as number));
    expect(Math.abs(shown - truth)).toBeLessThan(0.1 * truth);
    const notes = JSON.parse(readFileSync(`${out}.json`, 'utf8'));
    expect(Object.keys(notes.columns)).toEqual(heading);
    expect(notes.pipeline.detrend.by).toBe('double exponential');
    expect(notes.looksAhead).toContain('bleaching is fitted to the whole session');
    expect(notes.controlFit.interval[0]).toBeLessThan(notes.controlFit.slope);
  });

  test('takes means at a lower rate, other steps, and gives quality as JSON', () => {
    const chosen = ['--rate', '5', '--set', 'detrend.by=moving percentile', '--set', 'z-score.by=mean and SD'];
    const { out: report } = phasic(['import', file, '--mapping', mapping, '--csv', out, '--json', ...chosen]);
    const { quality } = JSON.parse(report);
    expect(quality.map(({ check }: { check: string }) => check)).toEqual([
      'bleaching',
      'control-slope',
      'motion-share',
      'snr',
    ]);
    const [, ...rows] = columnsOf(readFileSync(out, 'utf8'));
    expect(rows).toHaveLength(3000);
    const z = rows.filter((row) => row[4] !== '').map((row) => Number(row[4]));
    const sum = z.reduce((total, one) => total + one * one, 0);
    expect(sum / z.length).toBeCloseTo(1, 6);
  });

  test('refuses what is not a step, a parameter, a value or a rate', () => {
    const given = ['import', file, '--mapping', mapping, '--csv', out];
    const refused = [
      ['--set', 'bleach.by=none'],
      ['--set', 'detrend.bye=none'],
      ['--set', 'detrend.by=polynomial'],
      ['--rate', 'fast'],
      ['--rate', '40'],
    ].map((more) => [...given, ...more]);
    expect(phasicInTurn(refused).map(({ code, err }) => [code, err.trim().split('\n').length])).toEqual(
      refused.map(() => [2, 1]),
    );
    const [step, name, value] = phasicInTurn(refused);
    expect(step?.err).toContain("there is no step 'bleach'");
    expect(name?.err).toContain("did you mean 'by'?");
    expect(value?.err).toContain('must be one of: none, single exponential');
  });

  test('saves a figure of means and single trials around events', () => {
    const [recorded, named, figure] = ['events.csv', 'events.json', 'events.svg'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    // A tone every 10 s from 5 s on, with 1 V more in the second after it.
    const rows = Array.from({ length: 1200 }, (_, i) => {
      const isTone = (i % 200) / 20 >= 5 && (i % 200) / 20 < 6;
      return `${i / 20},${isTone ? 3 : 2},${Number(isTone)}`;
    });
    writeFileSync(recorded, `time (s),F (V),tone\n${rows.join('\n')}\n`);
    const cue = { times: { events: 'tone' }, title: 'tone', durationSeconds: 1 };
    const shape = { phasicMapping: 1, answers: {}, signal: 'F (V)', cues: [cue], rewards: [] };
    writeFileSync(named, JSON.stringify(shape));
    const { code } = phasic(['import', recorded, '--mapping', named, '--figure', figure]);
    expect(code).toBe(0);
    const svg = readFileSync(figure, 'utf8');
    expect(svg).toContain('tone, n = 6, in V: 1 at cue (0 s), highest 1 at 0 s, lowest 0 at −1 s.');
    expect(svg).toContain('tone: trials in order');
    expect(svg).toContain('events.csv');
    writeFileSync(named, JSON.stringify({ ...shape, signal: undefined }));
    expect(phasic(['import', recorded, '--mapping', named, '--figure', figure])).toMatchObject({
      code: 2,
      err: expect.stringContaining('mapping: no signal and no unit is named; '),
    });
  });
});

/** Sixty trials of a tone and water 2 s later, whose signal is noise: its quality fails. */
describe('phasic import with an agent', () => {
  const noisy = join(folder, 'noisy.csv');
  const at = (ending: string): string => join(folder, `both.${ending}`);
  const given = ['import', noisy, '--agent', 'td-presence'];

  beforeAll(() => {
    const rows = Array.from({ length: 6000 }, (_, i) => {
      const t = i % 200;
      return `${i / 20},${100 + ((i * 7919) % 101)},${Number(t >= 40 && t < 60)},${Number(t === 80)}`;
    });
    writeFileSync(noisy, `time (s),dLight 470 nm,tone,water\n${rows.join('\n')}\n`);
  });

  test('compares only with a reason for each check that failed, and writes nothing without', () => {
    const { code, err } = phasic([...given, '--nwb', at('nwb')]);
    expect(code).toBe(2);
    expect(err).toContain('quality of dLight 470 nm: Signal-to-noise ratio is');
    expect(err).toContain('--waive snr="REASON"');
    expect(existsSync(at('nwb'))).toBe(false);
  });

  test('saves recording and model, and the reason, which a later comparison uses again', () => {
    const files = ['nwb', 'parquet', 'npz'].flatMap((format) => [`--${format}`, at(format)]);
    const told = phasic([...given, ...files, '--spec', at('json'), '--waive', 'snr=only to try it']);
    expect([told.code, told.err]).toEqual([0, expect.any(String)]);
    const spec = JSON.parse(readFileSync(at('json'), 'utf8'));
    const waivers = [{ check: 'snr', of: 'dLight 470 nm', because: 'only to try it' }];
    expect(spec.recordedFrom).toMatchObject({ files: ['noisy.csv'], startSeconds: 0, waivers });
    for (const format of ['nwb', 'parquet', 'npz']) expect(readFileSync(at(format)).length).toBeGreaterThan(10_000);
    const again = phasic([...given, '--mapping', at('json'), '--nwb', at('nwb')]);
    expect([again.code, again.err]).toEqual([0, expect.any(String)]);
  });
});

test('a reading that gets no further is ended in one line', () => {
  // It inflates to 120 MB, which takes longer than 0.1 s, and all of it is in the first megabyte.
  const file = join(folder, 'long.npz');
  const zeros = array("'<f8'", '(15000000,)', new Uint8Array(120_000_000));
  writeFileSync(file, zipSync({ 'a.npy': zeros }, { level: 1 }));
  const { code, err } = phasic(['import', file], { env: { PHASIC_PATIENCE: '0.1' } });
  expect(code).toBe(2);
  expect(err.trim().split('\n').at(-1)).toContain(
    'long.npz: reading it got no further for 0.1 s, and was ended; it may be',
  );
});
