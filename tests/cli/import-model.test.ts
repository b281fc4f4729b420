import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linearRegression } from 'simple-statistics';
import { afterAll, describe, expect, test } from 'vitest';
import { randomStream } from '../../src/core/random.ts';
import { parseParameters } from '../../src/contracts/parameters.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { signalMeans } from '../../src/recorded/model/signal-means.ts';
import { simulatedPhotometry, simulation } from '../../src/recorded/photometry/simulate.ts';
import { recordedSession } from '../../src/recorded/session.ts';
import { sensedSpecs } from '../../src/session/sensed-specs.ts';
import { foundOf, mappingOf } from '../recorded/found.ts';
import { phasic, phasicInTurn } from './phasic.ts';

const folder = mkdtempSync(join(tmpdir(), 'phasic-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);

const [rateHz, seconds] = [20, 600];
/** A tone about every 10 s, on samples; water 1.5 s after three in four of them. */
const tones = Array.from({ length: 58 }, (_, i) => 5 + 10 * i + ((i * 7) % 20) / 20);
const waters = tones.filter((_, i) => i % 4 !== 3).map((tone) => tone + 1.5);

/** What dLight shows of Rescorla & Wagner's errors in that session, in the bins of its samples. */
const sensed = (() => {
  const found = foundOf({
    events: [
      { id: 'tone', times: Float64Array.from(tones), ends: Float64Array.from(tones, (tone) => tone + 1 / rateHz) },
      { id: 'water', times: Float64Array.from(waters) },
    ],
  });
  const { design, startSeconds } = recordedSession(
    found,
    mappingOf({
      cues: [{ times: { events: 'tone' }, title: 'tone', durationSeconds: 1 }],
      rewards: [{ times: { events: 'water' }, title: 'water', size: 1 }],
    }),
  );
  const spec = completeTrialSpec({ world: 'own-design', design, agent: 'rescorla-wagner', recording: 'dlight' });
  const [{ stepSeconds, all }] = sensedSpecs([spec]) as [ReturnType<typeof sensedSpecs>[number]];
  const mean = signalMeans({ stepSeconds, values: all });
  return Float64Array.from({ length: seconds * rateHz }, (_, i) => {
    const value = mean(i / rateHz - startSeconds, (i + 1) / rateHz - startSeconds);
    return Number.isNaN(value) ? 0 : value;
  });
})();

function write(name: string, columns: Readonly<Record<string, Float64Array>>): string {
  const isOn = (times: readonly number[], i: number): number => Number(times.some((t) => Math.round(t * rateHz) === i));
  const rows = Array.from(sensed, (_, i) =>
    [(i / rateHz).toFixed(2), ...Object.values(columns).map((one) => one[i]), isOn(tones, i), isOn(waters, i)].join(
      ',',
    ),
  );
  writeFileSync(at(`${name}.csv`), [`time (s),${Object.keys(columns).join(',')},tone,water`, ...rows, ''].join('\n'));
  const [signal, control] = Object.keys(columns);
  writeFileSync(
    at(`${name}.json`),
    JSON.stringify({
      phasicMapping: 1,
      answers: {},
      signal,
      ...(control === undefined ? {} : { control }),
      cues: [{ times: { events: 'tone' }, title: 'tone', durationSeconds: 1 }],
      rewards: [{ times: { events: 'water' }, title: 'water', size: 1 }],
    }),
  );
  return at(`${name}.csv`);
}

describe('phasic import with a model', () => {
  // 0.3 + 0.02 x the sensor, without noise: dF/F already, so that nothing of it is judged.
  const exact = write('exact', { 'dLight (dF/F)': sensed.map((value) => 0.3 + 0.02 * value) });
  const given = ['import', exact, '--mapping', at('exact.json'), '--agent', 'rescorla-wagner', '--recording', 'dlight'];

  test('gives gain and baseline of a session without noise back, with table and figure', () => {
    const { code, out } = phasic([...given, '--csv', at('fit.csv'), '--figure', at('fit.svg')]);
    expect(code).toBe(0);
    // The baseline of each trial is subtracted, and nothing is left of it.
    expect(out).toMatch(/Fitted: gain 0\.02 \(95 % 0\.02 to 0\.02\), in dF\/F per % ΔF\/F of the sensor; baseline \S+/);
    expect(out).toContain("Not fitted: the model's learning parameters and the sensor's time course.");
    expect(out).toMatch(/tone, rewarded +44 +1\.00 +1\.00 .* the mean follows the model/);
    const [heading, ...rows] = readFileSync(at('fit.csv'), 'utf8').trim().split('\n');
    expect(heading).toBe('condition,trial,t_s,recorded,predicted,residual');
    const pairs = rows.map((row) => row.split(',').slice(3, 5).map(Number) as [number, number]);
    const { m, b } = linearRegression(pairs.map(([recorded, predicted]) => [predicted, recorded]));
    expect(m).toBeCloseTo(1, 5);
    expect(b).toBeCloseTo(0, 6);
    const svg = readFileSync(at('fit.svg'), 'utf8');
    expect(svg).toContain('phasic-specs');
    expect(svg).toContain('tone, reward omitted, 14 trials');
  });

  test('refuses in one line what cannot be compared', () => {
    const refused = [
      [...given.slice(0, 4), '--multiverse'],
      [...given, '--delay', '-1'],
      [...given, '--gains', 'three'],
      [...given, '--multiverse', '--agents', 'td-csc'],
      [...given, '--multiverse', '--agents', 'td-csc,rescorla-wagner'],
      [...given, '--waive', 'snr=old fibre'],
    ];
    const done = phasicInTurn(refused);
    expect(done.map(({ code, err }) => [code, err.trim().split('\n').length])).toEqual(refused.map(() => [2, 1]));
    const words = ['--recording dlight (its name is dLight (dF/F))', 'from 0 to 5', 'one or separate', 'two to 6'];
    [...words, 'it is not raw fluorescence', 'there is no such check'].forEach((text, i) =>
      expect(done[i]?.err).toContain(text),
    );
  });

  test('finds the model that made a session under every preprocessing, and waits for its quality', () => {
    const raw = simulatedPhotometry(
      sensed.map((value) => 0.02 * value),
      rateHz,
      parseParameters(simulation.parameters, { noise: 0.01, movement: 0.01 }, 'simulation'),
      randomStream(1, 'import'),
    );
    const file = write('raw', { 'dLight (V)': raw.signal.values, 'violet (V)': raw.control });
    const asked = ['import', file, '--mapping', at('raw.json'), '--recording', 'dlight', '--multiverse'];
    const agents = ['--agents', 'rescorla-wagner,td-presence'];
    const refused = phasic([...asked, ...agents]);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('Signal-to-noise ratio');
    const waived = [...agents, '--waive', 'snr=simulated', '--json', '--figure', at('ways.svg')];
    const { code, out } = phasic([...asked, ...waived]);
    expect(code).toBe(0);
    expect(readFileSync(at('ways.svg'), 'utf8')).toMatch(/Rescorla-Wagner wins: \d+ \(\d+ %\)/);
    const { multiverse } = JSON.parse(out);
    expect(multiverse.outcomes).toHaveLength(62);
    expect(multiverse.verdict).toBe('rescorla-wagner');
  });
});
