// One thing looked up, and everything that holds an experiment given as one.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { linkOf } from '../../src/links/link.ts';
import { kinds } from '../../src/spec/kinds.ts';
import { list } from '../../src/engine/registry.ts';
import { isWhole } from '../sample.ts';
import { phasic, phasicInTurn, shell } from './phasic.ts';

describe('phasic show', () => {
  test('a paradigm has its design drawn, its parameters, its signatures with bound and source, and who passes', () => {
    const { code, out } = phasic(['show', 'schultz-1997']);
    expect(code).toBe(0);
    expect(out).toMatch(/^paradigm schultz-1997: Schultz/);
    expect(out).toContain('doi 10.1126/science.275.5306.1593');
    expect(out).toMatch(/^ +cueRewardSeconds +1 +0\.4 to 10 s/m);
    // The light lasts from 0 to 1 s, and the reward is at its end.
    expect(out).toMatch(/^ {4}light {3}\|(=+) +\| {2}0 to 1 s\n {4}reward {2}\| +\* +\| {2}1 reward units at 1 s$/m);
    expect(out).toMatch(
      /^ {2}After learning, the cue evokes a burst\. \(finding trained-cue-burst\)\n {6}above 0\.05: RPE at cue \/ reward size\n {6}Schultz/m,
    );
    expect(out).toMatch(/with default parameters: [^]*td-csc/);
  });

  test('a paradigm names the sensor of its paper', () => {
    expect(phasic(['show', 'mikhael-2022']).out.replace(/\s+/g, ' ')).toContain(
      'recorded with GCaMP6m (% ΔF/F): --recording identity shows the RPE itself',
    );
  });

  test('ids of every kind have a page, no line of which is wider than asked unless it is one word', () => {
    const all = [...new Set(kinds.flatMap((kind) => list(kind).map(({ id }) => id)))];
    const ids = isWhole ? all : all.filter((_, i) => i % 4 === 0);
    phasicInTurn(ids.map((id) => ['show', id])).forEach(({ code, out, err }, i) => {
      expect([code, err], ids[i]).toEqual([0, '']);
      expect(out.length, ids[i]).toBeGreaterThan(100);
      for (const line of out.split('\n')) expect(line.length, `${ids[i]}: ${line}`).toBeLessThanOrEqual(100);
    });
  });

  test('--json is the declaration', () => {
    const { agents } = JSON.parse(phasic(['show', 'td-csc', '--json']).out);
    expect(agents).toMatchObject({ id: 'td-csc', learningRule: { id: 'td-zero' } });
  });

  test('what does not exist is told in one line with what is near', () => {
    expect(phasic(['show', 'schultz-199'])).toMatchObject({
      code: 2,
      out: '',
      err: "phasic: show: 'schultz-199' is neither an id nor a file; did you mean 'schultz-1997'?\n",
    });
  });
});

describe('an experiment is found in', () => {
  const folder = mkdtempSync(join(tmpdir(), 'phasic-show-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const setting = ['--agent', 'td-microstimuli', '--set', 'trainingTrials=20', '--seed', '7'];
  let hash = '';
  beforeAll(() => {
    const files = ['--figure', 'figure.svg', '--spec', 'spec.json', '--save', '--runs', 'runs'];
    const { code, out } = phasic(['run', 'schultz-1997', ...setting, ...files, '--json'], { cwd: folder });
    expect(code).toBe(0);
    writeFileSync(join(folder, 'result.json'), out);
    ({ hash } = JSON.parse(out));
  });
  const hashOf = (what: string): string => JSON.parse(phasic(['run', what, '--json'], { cwd: folder }).out).hash;
  const saved = (): string => join('runs', readdirSync(join(folder, 'runs'))[0] as string);

  test('its spec, its result, its figure, its folder and its manifest', () => {
    for (const what of ['spec.json', 'result.json', 'figure.svg', saved(), join(saved(), 'manifest.json')]) {
      expect(hashOf(what), what).toBe(hash);
      expect(phasic(['show', what], { cwd: folder }).out, what).toContain('schultz-1997, td-microstimuli, seed 7');
    }
  });

  test('a name in the runs folder, also for what reads saved runs', () => {
    const [name] = readdirSync(join(folder, 'runs')) as [string];
    const runs = ['--runs', 'runs'];
    expect(JSON.parse(phasic(['run', name, ...runs, '--json'], { cwd: folder }).out).hash).toBe(hash);
    expect(phasic(['show', name, ...runs], { cwd: folder }).out).toContain('schultz-1997, td-microstimuli, seed 7');
    for (const what of [name, join('runs', name), join('runs', name, 'manifest.json')])
      expect(phasic(['verify', what, ...runs], { cwd: folder }).code, what).toBe(0);
  });

  test('standard input', () => {
    const { out } = shell('cat spec.json | phasic run - --json', folder);
    expect(JSON.parse(out).hash).toBe(hash);
    expect(shell("printf 'A | 5A+ | 2#A' | phasic show -", folder).out).toContain('own-design');
  });

  test('a link of the app, from its # on or whole', async () => {
    const spec = {
      world: { id: 'schultz-1997', parameters: { trainingTrials: 20 } },
      agent: 'td-microstimuli',
      seed: 7,
    };
    const { text } = await linkOf({ workspace: 'experiments', spec });
    expect(hashOf(`#${text}`)).toBe(hash);
    expect(hashOf(`http://127.0.0.1:4711/?token=x#${text}`)).toBe(hash);
    expect(phasic(['run', '#schultz-1997~abc']).err).toMatch(/^phasic: address: the link is cut short or changed;/);
  });

  test('a figure of several experiments is refused', () => {
    phasic(['compare', 'spec.json', '--agents', 'td-csc,td-presence', '--figure', 'both.svg'], { cwd: folder });
    expect(phasic(['run', 'both.svg'], { cwd: folder })).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^phasic: both\.svg: this is a comparison of 2 experiments;/),
    });
  });

  test('a folder that is not of a run is told', () => {
    expect(phasic(['show', '.'], { cwd: folder }).err).toMatch(/this is a folder, but not of a saved run/);
  });
});
