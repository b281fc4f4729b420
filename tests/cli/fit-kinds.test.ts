// A person fits an agent to neurons, and to what a table says of events, from the command line.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { phasic, phasicInTurn } from './phasic.ts';

const folder = mkdtempSync(join(tmpdir(), 'phasic-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);

const mapping = {
  phasicMapping: 1,
  answers: {},
  units: ['unit 0', 'unit 1'],
  cues: [{ times: { events: 'cue_A' }, title: 'A', durationSeconds: 1 }],
  rewards: [{ times: { events: 'reward' }, title: 'reward', size: 1 }],
  // Any numbers will do: they come from the table of trials.
  latencies: { table: 'trials', time: 'time_zero', latency: 'stop_time', unit: 's' },
  summaries: { table: 'trials', time: 'time_zero', value: 'stop_time', reduction: 'area', window: [0, 2] },
};

interface Printed {
  readonly fits: readonly {
    readonly fit: { readonly logLikelihood: number; readonly aic: number };
    readonly parts: readonly {
      readonly data: string;
      readonly logLikelihood: number;
      readonly observations: number;
      readonly solved: Readonly<Record<string, number>>;
    }[];
    readonly recovered: { readonly draws: number; readonly failed: number };
  }[];
}

test('neurons and latencies at once are fitted, simulated, saved and evaluated again', () => {
  writeFileSync(at('design.txt'), 'train | 25A+/5A-\niti = uniform 5 9\n');
  const world = ['--agent', 'td-csc', '--recording', 'spikes', '--set', 'learningRate=0.2', '--set', 'units=2'];
  expect(phasic(['run', at('design.txt'), ...world, '--nwb', at('made.nwb')])).toMatchObject({ code: 0 });
  writeFileSync(at('mapping.json'), JSON.stringify(mapping));
  const asked = ['fit', at('made.nwb'), '--mapping', at('mapping.json'), '--agent', 'td-csc', '--starts', '1'];
  const own = [...asked, '--free', 'learningRate', '--waive', 'refractory-violations=simulated'];
  const both = phasic([...own, '--data', 'spikes,latencies', '--recover', '1', '--save', at('fit.json'), '--json']);
  expect(both).toMatchObject({ code: 0, err: '' });
  const [fitted] = (JSON.parse(both.out) as Printed).fits;
  expect(fitted?.parts.map(({ data }) => data)).toEqual(['spikes of 2 units', 'latencies of stop_time']);
  const sum = fitted?.parts.reduce((total, { logLikelihood }) => total + logLikelihood, 0) ?? 0;
  expect(Math.abs(sum - (fitted?.fit.logLikelihood ?? 0))).toBeLessThan(1e-9);
  // One parameter, three inside for each neuron, and three for latencies.
  expect(fitted?.fit.aic).toBeCloseTo(2 * (1 + 6 + 3) - 2 * sum, 9);
  expect(fitted?.recovered).toMatchObject({ draws: 1, failed: 0 });
  expect(phasic(['verify', at('fit.json')])).toMatchObject({ code: 0, out: expect.stringContaining('as saved') });
  const results = phasicInTurn([
    [...own, '--data', 'summaries', '--recording', 'dlight', '--noise', 'independent'],
    [...own, '--data', 'signal'],
    [...own, '--data', 'neurons'],
    [...own, '--data', 'licks'],
    [...own, '--counts', 'normal'],
    [...own, '--noise', 'student:0'],
    [...own, '--shift', '-1', '--data', 'latencies'],
    [...own, '--recording', 'dlight'],
    [...asked],
  ]);
  const [summaries, ...refused] = results;
  expect(summaries).toMatchObject({ code: 0, out: expect.stringContaining('area stop_time of 30 events') });
  expect(summaries?.out).not.toContain('rho');
  expect(refused.map(({ err }) => err.trim().split('\n'))).toEqual(
    [
      'no signal is named',
      "'neurons' is not allowed",
      'no licks are named',
      "'normal' is not allowed",
      "'student:0' is not allowed",
      "'-1' is not allowed",
      "'dlight' is not a recording of neurons",
      'Refractory violations',
    ].map((text) => [expect.stringContaining(text)]),
  );
});
