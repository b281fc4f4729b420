import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../storage/temporary-folder.ts';
import { phasic } from './phasic.ts';

const short = ['--set', 'trainingTrials=60', '--set', 'probeTrials=5'];

describe('phasic compare', () => {
  test('two agents run the same trials, and the trials in which they differ most are listed', () => {
    const { code, out } = phasic(['compare', 'schultz-1997', '--agents', 'td-csc,rescorla-wagner', ...short, '--json']);
    expect(code).toBe(0);
    const { arms, differences } = JSON.parse(out);
    expect(arms.map(({ spec }: { spec: { agent: { id: string } } }) => spec.agent.id)).toEqual([
      'td-csc',
      'rescorla-wagner',
    ]);
    expect(arms[0].conditions.omitted.marks).toEqual(arms[1].conditions.omitted.marks);
    expect(differences.perTrial).toHaveLength(75);
    expect(differences.most[0].difference).toBe(Math.max(...differences.perTrial));
  });

  test('draws them on one set of axes', () => {
    const figure = join(temporaryFolder(), 'compare.svg');
    const { code, out } = phasic([
      'compare',
      'schultz-1997',
      '--agents',
      'td-csc',
      '--agents',
      'td-microstimuli',
      ...short,
      '--figure',
      figure,
    ]);
    expect(code).toBe(0);
    expect(out).toContain('Trials in which they differ most');
    const svg = readFileSync(figure, 'utf8');
    expect(svg).toContain('TD(0), serial compound');
    expect(svg).toContain('TD(λ), microstimuli');
    expect(svg).toContain('trials in which the models differ most');
  });

  test('with --backend each agent runs on that backend, and with --seeds the heading names them', () => {
    const args = ['compare', 'schultz-1997', '--agents', 'td-csc,td-presence', '--set', 'trainingTrials=20'];
    const { arms } = JSON.parse(phasic([...args, '--backend', 'wasm', '--json']).out);
    expect(arms.map(({ spec }: { spec: { backend: string } }) => spec.backend)).toEqual(['wasm', 'wasm']);
    const { out } = phasic([...args, '--seed', '4', '--seeds', '3']);
    expect(out).toMatch(/^Schultz, Dayan & Montague 1997: .*, seeds 4 to 6, [\d.]+ s\n/);
  });

  test.each([
    [['schultz-1997', '--agents', 'td-csc'], 'phasic: --agents: there is nothing to compare; name two or more agents'],
    [['schultz-1997', '--agents', 'td-csc,td-cs'], "did you mean 'td-csc'"],
    [['schultz-1997', '--agents', 'td-csc,td-presence', '--figure', 'x.txt'], "'x.txt' is not an SVG, PNG or PDF file"],
  ])('%s is refused in one line', (args, message) => {
    const { code, err } = phasic(['compare', ...args]);
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(existsSync('x.txt')).toBe(false);
  });
});

describe('phasic run --manipulate', () => {
  test('runs the control arm next to the manipulated one', () => {
    const { code, out } = phasic([
      'run',
      'schultz-1997',
      '--manipulate',
      'rpe-window:mode=clamp,amount=0,event=reward',
      ...short,
      '--json',
    ]);
    expect(code).toBe(0);
    const { arms } = JSON.parse(out);
    expect(arms.map(({ title }: { title: string }) => title)).toEqual(['control', 'RPE in a window']);
    const atReward = (arm: { conditions: Record<string, { t: number[]; rpe: { mean: number[] } }> }) =>
      arm.conditions['unpredicted']?.rpe.mean[arm.conditions['unpredicted'].t.indexOf(1)];
    expect(atReward(arms[0])).toBeCloseTo(1, 6);
    expect(atReward(arms[1])).toBe(0);
  });

  test.each([
    ['rpe-windw', "did you mean 'rpe-window'"],
    ['rpe-window:mode', "'mode' has no value"],
    ['rpe-window:mode=melt', 'must be one of: add, clamp, scale'],
    ['rpe-window:strength=3', "unknown parameter 'strength'"],
  ])('%s is refused in one line', (manipulation, message) => {
    const { code, err } = phasic(['run', 'schultz-1997', '--manipulate', manipulation]);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});
