import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../storage/temporary-folder.ts';
import { phasic } from './phasic.ts';

const asyncBuffer = (file: string): ArrayBuffer => Uint8Array.from(readFileSync(file)).buffer;

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

  test('settings are those of every agent', () => {
    const args = ['compare', 'schultz-1997', '--agents', 'td-csc,td-presence', ...short, '--set', 'learningRate=0.02'];
    const { arms } = JSON.parse(phasic([...args, '--json']).out);
    expect(
      arms.map(
        ({ spec }: { spec: { agent: { learningRule: { parameters: { learningRate: number } } } } }) =>
          spec.agent.learningRule.parameters.learningRate,
      ),
    ).toEqual([0.02, 0.02]);
    expect(phasic([...args, '--set', 'novelty=1']).err).toContain("'novelty'");
  });

  test('with --backend each agent runs on that backend, and with --seeds the heading names them', () => {
    const args = ['compare', 'schultz-1997', '--agents', 'td-csc,td-presence', '--set', 'trainingTrials=20'];
    const { arms } = JSON.parse(phasic([...args, '--backend', 'wasm', '--json']).out);
    expect(arms.map(({ spec }: { spec: { backend: string } }) => spec.backend)).toEqual(['wasm', 'wasm']);
    const { out } = phasic([...args, '--seed', '4', '--seeds', '3']);
    expect(out).toMatch(/^Schultz, Dayan & Montague 1997: .*, seeds 4 to 6, [\d.]+ s\n/);
  });

  test('saves the session of each agent in its own file, as run does', async () => {
    const folder = temporaryFolder();
    const file = (name: string): string => join(folder, name);
    const { code } = phasic([
      'compare',
      'schultz-1997',
      '--agents',
      'td-csc,td-presence',
      ...short,
      ...['nwb', 'parquet', 'npz'].flatMap((format) => [`--${format}`, file(`both.${format}`)]),
    ]);
    expect(code).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(
      ['nwb', 'npz', 'parquet'].flatMap((ending) => [`both.td-csc.${ending}`, `both.td-presence.${ending}`]).sort(),
    );
    const alone = file('alone.parquet');
    phasic(['run', 'schultz-1997', '--agent', 'td-presence', ...short, '--parquet', alone]);
    const [saved, run] = await Promise.all(
      [file('both.td-presence.parquet'), alone].map((one) => parquetReadObjects({ file: asyncBuffer(one) })),
    );
    expect(saved).toEqual(run);
  });

  test('with --seeds, recorded choices have a likelihood for each agent and seed', () => {
    const folder = temporaryFolder();
    const [choices, driven] = [join(folder, 'choices.csv'), join(folder, 'driven.json')];
    const rows = ['left,1', 'right,0', 'left,1', 'left,0', 'left,1', 'right,1', 'right,0', 'left,1'];
    writeFileSync(choices, ['trial,choice,outcome', ...rows.map((row, i) => `${i + 1},${row}`), ''].join('\n'));
    expect(phasic(['import', choices, '--spec', driven]).code).toBe(0);
    // Learning rate 0: every option stays as probable as the other, whatever the seed.
    const still = ['--set', 'learningRate=0', '--seeds', '2'];
    const one = JSON.parse(phasic(['run', driven, '--agent', 'q-learning', ...still, '--json']).out);
    const byChance = 8 * Math.log(0.5);
    for (const { likelihood } of one.runs) {
      expect(likelihood.choices).toBe(8);
      expect(likelihood.logLikelihood).toBeCloseTo(byChance, 10);
    }
    const { out } = phasic(['compare', driven, '--agents', 'q-learning,sarsa', ...still]);
    expect(out.replaceAll(/\s+/g, ' ')).toMatch(
      /Log-likelihood of 8 recorded choices: -5.545, -0.6931 per choice \(by chance -0.6931\), the same under all 2 seeds/,
    );
    expect(phasic(['run', driven, '--seeds', '2', '--npz', join(folder, 'x.npz')]).err).toContain(
      '--npz is for one seed',
    );
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
