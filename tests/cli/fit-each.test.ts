// One agent explains the choices and the dopamine of the same trials.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { phasic } from './phasic.ts';

const folder = mkdtempSync(join(tmpdir(), 'phasic-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);

interface Printed {
  readonly fits: readonly {
    readonly uses: readonly string[];
    readonly free: readonly string[];
    readonly fit: { readonly logLikelihood: number; readonly parameters: readonly { readonly pointSd: number }[] };
    readonly parts: readonly { readonly data: string; readonly logLikelihood: number }[];
  }[];
}

test('choices alone, signal alone and both: the sum, and narrower than either', () => {
  const made = [
    '--set',
    'trainingTrials=12',
    '--set',
    'recordingTrials=6',
    '--agent',
    'q-learning',
    '--recording',
    'gcamp6m',
    '--nwb',
    at('made.nwb'),
  ];
  expect(phasic(['run', 'morris-2006', ...made]).err).toBe('');
  // What the program itself saved needs no correction; an agent that chooses is given the choices.
  const imported = ['import', at('made.nwb'), '--agent', 'q-learning', '--recording', 'gcamp6m'];
  expect(phasic([...imported, '--save-mapping', at('mapping.json')])).toMatchObject({
    code: 0,
    out: expect.stringMatching(/Model: Q-learning[^]*the mean follows/),
  });
  const asked =
    '--agent q-learning --recording gcamp6m --data each --free learningRate,inverseTemperature --starts 1 --json';
  const files = ['--mapping', at('mapping.json'), '--figure', at('each.svg')];
  const done = phasic(['fit', at('made.nwb'), ...files, ...asked.split(' ')]);
  expect(done).toMatchObject({ code: 0 });
  // The signal does not depend on how consistently the agent would have chosen.
  expect(done.err.trim()).toBe('not fitted: policy.inverseTemperature changes nothing in these data');
  const { fits } = JSON.parse(done.out) as Printed;
  const [signal, choices, both] = fits;
  expect(fits.map(({ uses }) => uses)).toEqual([['signal'], ['choices'], ['signal', 'choices']]);
  expect(signal?.free).toEqual(['learningRule.learningRate']);
  expect(both?.parts.map(({ data }) => data)).toEqual(['signal recorded_signal simulated 470 nm', 'choices']);
  const sum = both?.parts.reduce((total, { logLikelihood }) => total + logLikelihood, 0) ?? 0;
  expect(Math.abs(sum - (both?.fit.logLikelihood ?? 0))).toBeLessThan(1e-9);
  // Each alone is at its maximum, so that neither is better explained by both.
  expect(both?.parts[0]?.logLikelihood ?? 0).toBeLessThanOrEqual((signal?.fit.logLikelihood ?? 0) + 1);
  const widths = [choices, signal, both].map((one) => one?.fit.parameters[0]?.pointSd ?? 0);
  expect(widths[2]).toBeLessThan(Math.min(widths[0] ?? 0, widths[1] ?? 0));
  const svg = readFileSync(at('each.svg'), 'utf8');
  for (const words of ['the choices', 'the signal', 'signal and choices']) expect(svg).toContain(words);
});
