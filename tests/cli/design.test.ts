import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { phasic } from './phasic.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'phasic-design-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function fileWith(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

/** One design, in four notations. */
const same = {
  'a.txt': 'Blocking | 20A+ | 20AB+ | 5#B\nControl | 20C+ | 20AB+ | 5#B\n',
  'a.json': JSON.stringify({ groups: { Blocking: ['20A+', '20AB+', '5#B'], Control: ['20C+', '20AB+', '5#B'] } }),
  'a.csv':
    'Group,P1,R1,P2,R2,Test,R3\nBlocking,20A>(US),FALSE,20AB>(US),FALSE,5#B,FALSE\nControl,20C>(US),FALSE,20AB>(US),FALSE,5#B,FALSE\n',
};

describe('phasic run with a design', () => {
  it('gives the same run in every notation of the design', () => {
    const runs = Object.entries(same).map(([name, text]) =>
      JSON.parse(phasic(['run', fileWith(name, text), '--agent', 'rescorla-wagner', '--json']).out),
    );
    const [first] = runs;
    expect(Object.keys(first.conditions)).toContain('Blocking/3/#B');
    expect(first.spec.design.groups).toHaveLength(2);
    expect(new Set(runs.map(({ hash }) => hash)).size).toBe(1);
    const value = (condition: string): number =>
      first.conditions[condition].value.mean[first.conditions[condition].t.indexOf(0)];
    // Rescorla-Wagner in closed form: 0.1 of the error per trial, for each of two cues.
    const single = 1 - 0.9 ** 20;
    expect(value('Control/3/#B')).toBeCloseTo((1 - 0.8 ** 20) / 2, 6);
    expect(value('Blocking/3/#B')).toBeCloseTo(((1 - single) * (1 - 0.8 ** 20)) / 2, 6);
  });

  it('reads files of PALMS', () => {
    const file = fileWith('a.rw', 'Blocking|20A|20AB\nControl||20AB\n');
    const { spec } = JSON.parse(phasic(['run', file, '--json']).out);
    expect(spec.design.phases.map(({ id }: { id: string }) => id)).toEqual(['Blocking/1', 'Blocking/2', 'Control/2']);
  });

  it('draws its probes, and saves a spec that gives the same bytes', () => {
    const [svg, again, spec] = ['a.svg', 'b.svg', 'spec.json'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    expect(phasic(['run', fileWith('a.txt', same['a.txt']), '--figure', svg, '--spec', spec]).code).toBe(0);
    expect(phasic(['run', spec, '--figure', again]).code).toBe(0);
    expect(readFileSync(again, 'utf8')).toBe(readFileSync(svg, 'utf8'));
    expect(readFileSync(svg, 'utf8')).toContain('Blocking 3: #B');
  });

  it('a saved run of a design is verified', () => {
    const saved = phasic(['run', fileWith('a.txt', same['a.txt']), '--save', '--runs', folder]);
    expect(phasic(['verify', /saved (.+)/.exec(saved.err)?.[1] ?? '']).code).toBe(0);
  });

  it.each([
    ['bad.txt', 'G | 20A+ | 20AB\n', "line 1, column 16: '20AB' has no outcome; write + after it"],
    ['bad.json', '{"groups": {"G": ["20A+"]}, "setings": {}}', "unknown field 'setings'"],
    ['bad.rw', 'G|20A*', "line 1, column 6: '*' does not belong here"],
    ['bad.csv', 'Group,P1\nG,20A+', "line 2, column 6: '+' does not belong here"],
    ['none.json', '[]', 'this is not a spec'],
  ])('%s: one line with the place and the remedy, and exit code 2', (name, text, line) => {
    const { code, out, err } = phasic(['run', fileWith(name, text)]);
    expect([code, out]).toEqual([2, '']);
    // A program whose sources changed builds itself first, and reports that in a separate line.
    const said = err
      .trim()
      .split('\n')
      .filter((row) => !row.includes('building'));
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(name);
    expect(said[0]).toContain(line);
  });

  it('a file of 50 MB is refused without being read', () => {
    const { code, err } = phasic(['run', fileWith('big.txt', 'A'.repeat(50_000_000))]);
    expect(code).toBe(2);
    expect(err).toContain('the file is larger than 1000000 bytes');
  });
});
