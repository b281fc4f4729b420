import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { phasic, phasicInTurn, startPhasic, type Done } from './phasic.ts';

let runs: string;
beforeAll(() => (runs = mkdtempSync(join(tmpdir(), 'phasic-train-'))));
afterAll(() => rmSync(runs, { recursive: true, force: true }));

const train = (...args: string[]) => phasic(['train', ...args, '--runs', runs]);
const folderOf = (out: string): string => (JSON.parse(out) as { run: string }).run;
const checkpointOf = (folder: string): Buffer =>
  readFileSync(join(folder, readdirSync(folder).find((name) => name.startsWith('checkpoint')) as string));

const manifestOf = (folder: string): unknown => JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
const filesOf = (folder: string): readonly (readonly [string, Buffer])[] =>
  readdirSync(folder)
    .sort()
    .map((name) => [name, readFileSync(join(folder, name))]);
const start = (...args: string[]) => startPhasic(['train', ...args, '--runs', runs]);

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await setTimeout(20);
}

describe('phasic train', () => {
  test('trains, reports the result, and saves it with figures', () => {
    const [figure, curve] = [join(runs, 'event.svg'), join(runs, 'curve.svg')];
    const { code, out } = train(
      'cliff-walking',
      '--steps',
      '4000',
      '--figure',
      figure,
      '--event',
      'cliff',
      '--curve',
      curve,
    );
    expect(code).toBe(0);
    expect(out).toMatch(/CliffWalking, q-table, seed 1, typed-arrays/);
    expect(out).toMatch(/4,000 steps/);
    const folder = /saved (.*)$/m.exec(out)?.[1] as string;
    expect(readdirSync(folder).sort()).toEqual([
      'checkpoint-000000004000.safetensors',
      'episodes.csv',
      'manifest.json',
    ]);
    expect(readFileSync(join(folder, 'episodes.csv'), 'utf8').split('\n')[0]).toBe('end_step,length_steps,return');
    expect(readFileSync(figure, 'utf8')).toMatch(/time from fell off the cliff \(s\)/);
    expect(readFileSync(curve, 'utf8')).toMatch(/return of an episode/);
  });

  test('takes a spec from a file, as saved with a run; other options override it', () => {
    const named = folderOf(
      train('frozen-lake', '--steps', '600', '--seed', '9', '--set', 'learningRate=0.3', '--json').out,
    );
    const { spec } = manifestOf(named) as { spec: object };
    const file = join(runs, 'frozen-lake.json');
    writeFileSync(file, JSON.stringify(spec));
    expect(train(file).err).toMatch(/exists already/);
    expect(manifestOf(folderOf(train(file, '--seed', '10', '--json').out))).toMatchObject({
      steps: 600,
      spec: { ...spec, seed: 10 },
    });
    expect(phasic(['run', file])).toMatchObject({
      code: 2,
      err: expect.stringContaining("'frozen-lake' is an environment, not a paradigm; use it with phasic train"),
    });
  });

  test('a run continued to more steps is a separate run from a fresh one of that length', () => {
    // A value table has no schedule, so both give the same result.
    const half = folderOf(train('cliff-walking', '--steps', '1500', '--seed', '3', '--json').out);
    const fresh = folderOf(train('cliff-walking', '--steps', '3000', '--seed', '3', '--json').out);
    const before = filesOf(fresh);
    const { out, err } = train('--resume', half, '--steps', '3000', '--json');
    expect(err).toMatch(/at step 1500 of 3000/);
    const extended = folderOf(out);
    expect(new Set([half, fresh, extended]).size).toBe(3);
    expect(filesOf(fresh)).toEqual(before);
    expect(checkpointOf(extended).equals(checkpointOf(fresh))).toBe(true);
    expect(readFileSync(join(extended, 'episodes.csv')).equals(readFileSync(join(fresh, 'episodes.csv')))).toBe(true);
    expect(manifestOf(extended)).toMatchObject({ steps: 3000, continues: { run: basename(half), steps: 1500 } });
    expect(manifestOf(half)).toMatchObject({ steps: 1500 });
  });

  test('manipulations and recording are part of the run, its name, its figures and its table', () => {
    const [figure, csv] = [join(runs, 'spikes.svg'), join(runs, 'spikes.csv')];
    const given = [
      'frozen-lake',
      '--manipulate',
      'rpe-window:mode=clamp,amount=0,event=always,fromStep=500',
      '--recording',
      'spikes',
      '--set',
      'recording.gainPositive=5',
      '--set',
      'recording.units=3',
      '--json',
    ];
    const half = folderOf(train(...given, '--steps', '800').out);
    const whole = folderOf(train(...given, '--steps', '1600', '--figure', figure, '--csv', csv).out);
    const plain = folderOf(train('frozen-lake', '--steps', '1600', '--json').out);
    expect(basename(whole)).not.toBe(basename(plain));
    expect(manifestOf(whole)).toMatchObject({
      spec: {
        manipulations: [{ id: 'rpe-window', parameters: { mode: 'clamp', fromStep: 500 } }],
        recording: { id: 'spikes', parameters: { gainPositive: 5, units: 3 } },
      },
      versions: { recording: 1, 'manipulation rpe-window': 2 },
    });
    const extended = folderOf(train('--resume', half, '--steps', '1600', '--json').out);
    expect(checkpointOf(extended).equals(checkpointOf(whole))).toBe(true);
    expect(readFileSync(figure, 'utf8')).toMatch(
      /spikes\/s.*rpe-window mode clamp amount 0 event always fromStep 500 · spikes units 3 gainPositive 5/s,
    );
    const [head, first] = readFileSync(csv, 'utf8').split('\n');
    expect(head).toMatch(/^agent,manipulations,condition,align,t_s,signal,mean,sem,n,n_of,unit,env/);
    expect(first).toMatch(/^q-table,rpe-window,(early|late),/);
    expect(train('frozen-lake', '--manipulate', 'rpe-window:event=hoel').err.trim().split('\n')).toEqual([
      expect.stringMatching(/manipulation rpe-window: event = 'hoel' is unknown here; did you mean 'hole'/),
    ]);
  });

  test('repeating the command reports the existing run and how to continue, and leaves it unchanged; --again uses a folder with a number', () => {
    const given = ['cliff-walking', '--steps', '1000', '--seed', '5'];
    const folder = folderOf(train(...given, '--json').out);
    const before = filesOf(folder);
    const again = train(...given);
    expect(again).toMatchObject({ code: 2, out: '' });
    expect(again.err.trim().split('\n')).toEqual([
      expect.stringMatching(/this run exists already, finished with 1,000 steps; .*watch.*--again/),
    ]);
    const second = folderOf(train(...given, '--again', '--json').out);
    expect(second).toBe(`${folder}_2`);
    expect(filesOf(folder)).toEqual(before);
    expect(checkpointOf(second).equals(checkpointOf(folder))).toBe(true);
    expect(train(...given).err).toMatch(/exists 2 times already/);
    const shown = train('--resume', folder, '--json');
    expect(shown).toMatchObject({ code: 0, err: expect.stringMatching(/finished before/) });
    expect(JSON.parse(shown.out)).toMatchObject({ run: folder, finished: true, steps: 1000 });
    expect(train('--resume', folder, '--again').err).toMatch(/--again.*leave it out/);
  });

  test('trains several seeds, each as if alone, and again only on request', () => {
    const given = ['cliff-walking', '--steps', '700', '--seed', '3', '--seeds', '2', '--json'];
    const alone = JSON.parse(train('cliff-walking', '--steps', '700', '--seed', '4', '--json').out) as {
      run: string;
      episodes: number;
      meanReturn: number;
    };
    expect(train(...given)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/1 of 2 seeds exist already; .*--continue.*--again/),
    });
    const seedsOf = (out: string) =>
      (JSON.parse(out) as { seeds: { seed: number; run: string; episodes: number; meanReturn: number }[] }).seeds;
    const went = train(...given, '--continue');
    expect(seedsOf(went.out).map(({ seed }) => seed)).toEqual([3, 4]);
    expect(seedsOf(went.out)[1]).toMatchObject({
      run: basename(alone.run),
      episodes: alone.episodes,
      meanReturn: alone.meanReturn,
    });
    expect(seedsOf(train(...given, '--again').out)[1]).toMatchObject({
      run: `${basename(alone.run)}_2`,
      episodes: alone.episodes,
    });
    expect(train(...given, '--again', '--continue').code).toBe(2);
  });

  const refused: readonly (readonly [args: readonly string[], message: RegExp])[] = [
    [['nowhere'], /unknown world 'nowhere'/],
    [['schultz-1997'], /'schultz-1997' is a paradigm, not an environment; use it with phasic run/],
    [['break-out'], /did you mean 'breakout'/],
    [['conditioning-chamber'], /is for experiments of trials, not a stepped environment/],
    [['cartpole', '--agent', 'q-table'], /a table needs discrete states/],
    [['cartpole', '--agent', 'td-csc'], /is for experiments of trials/],
    [['pendulum', '--agent', 'dqn'], /takes a real number/],
    [['cartpole', '--backend', 'fuse'], /did you mean 'fused'/],
    [['cartpole', '--set', 'learnigRate=1'], /did you mean 'learningRate'/],
    [['cartpole', '--steps', '0'], /--steps/],
    [['cartpole', '--figure', 'figure.eps'], /is not an SVG, PNG or PDF file/],
    [['--resume', '/nowhere/at/all'], /manifest of the run is missing/],
  ];
  let told: readonly Done[];
  beforeAll(() => (told = phasicInTurn(refused.map(([args]) => ['train', ...args, '--runs', runs]))));

  test.each(refused.map(([args, message], i) => [args, i, message] as const))(
    '%j is reported in one line',
    (_, i, message) => {
      const { code, out, err } = told[i] as Done;
      expect(code).toBe(2);
      expect(out).toBe('');
      expect(err).toMatch(message);
      expect(err.trim().split('\n')).toHaveLength(1);
    },
  );

  test('a changed checkpoint is not continued', () => {
    const folder = folderOf(train('cliff-walking', '--steps', '500', '--seed', '9', '--json').out);
    const name = readdirSync(folder).find((file) => file.startsWith('checkpoint')) as string;
    const bytes = readFileSync(join(folder, name));
    bytes[bytes.length - 1] = (bytes.at(-1) as number) ^ 1;
    writeFileSync(join(folder, name), bytes);
    const { code, err } = train('--resume', folder);
    expect(code).toBe(2);
    expect(err).toMatch(/SHA-256 differs/);
  });

  test('if learning diverges the run is kept up to that step, under a name that says so', () => {
    const given = [
      'mountain-car',
      '--agent',
      'q-tiles',
      '--steps',
      '100000',
      '--set',
      'learningRate=2',
      '--set',
      'traceDecay=1',
      '--set',
      'trace=accumulating',
      '--set',
      'discount=1',
    ];
    const { code, err } = train(...given);
    expect(code).toBe(2);
    expect(err.trim().split('\n')).toHaveLength(1);
    const [, step, name] = /step (\d+), .*lower learningRate; what was learned until then is kept in (\S+)/.exec(
      err,
    ) as unknown as string[];
    expect(name).toMatch(new RegExp(`_diverged-at-step-${step}$`));
    expect(manifestOf(join(runs, name as string))).toMatchObject({
      ended: { why: 'diverged', planned: 100000, at: Number(step) },
      steps: Number(step) - 1,
    });
    expect(train('--resume', name as string)).toMatchObject({
      code: 2,
      err: expect.stringMatching(new RegExp(`diverged at step ${step} .*so it cannot be continued`)),
    });
    expect(train(...given)).toMatchObject({
      code: 2,
      err: expect.stringMatching(new RegExp(`exists already; its learning diverged at step ${step}`)),
    });
  });
});

describe('phasic train, interrupted', () => {
  const long = (seed: number, ...more: string[]): string[] => [
    'cliff-walking',
    '--agent',
    'q-table',
    '--steps',
    '90000000',
    '--seed',
    String(seed),
    ...more,
  ];
  const folderThere = (seed: number): string | undefined =>
    readdirSync(runs).find((name) => name.startsWith(`cliff-walking_q-table_seed-${seed}_`));

  test('by Ctrl-C it is saved; the same command then reports its progress, and a longer run is never replaced', async () => {
    const running = start(...long(21));
    await until(() => folderThere(21) !== undefined);
    running.kill('SIGINT');
    const { code, err } = await running.ended;
    expect(code).toBe(130);
    expect(err).toMatch(/stopped and saved; continue with: phasic train --resume/);
    const folder = join(runs, folderThere(21) as string);
    const before = filesOf(folder);
    expect((manifestOf(folder) as { steps: number }).steps).toBeGreaterThan(0);
    const again = train(...long(21));
    expect(again).toMatchObject({
      code: 2,
      err: expect.stringMatching(
        /this run exists already, at step [\d,]+ of 90,000,000; continue it: phasic train --resume/,
      ),
    });
    expect(filesOf(folder)).toEqual(before);
  });

  test('if killed, it continues from the last save; while it runs no other process may write to its folder', async () => {
    const running = start(...long(22));
    await until(() => folderThere(22) !== undefined);
    const folder = join(runs, folderThere(22) as string);
    const second = train('--resume', folder);
    expect(second).toMatchObject({
      code: 2,
      err: expect.stringMatching(new RegExp(`process ${running.pid} has been writing to it since`)),
    });
    expect(second.err.trim().split('\n')).toHaveLength(1);
    running.kill('SIGKILL');
    await running.ended;
    const resumed = start('--resume', folder);
    await until(() => resumed.err().includes('continuing'));
    resumed.kill('SIGINT');
    expect((await resumed.ended).code).toBe(130);
    expect(readdirSync(folder).sort()).toEqual([expect.stringMatching(/^checkpoint/), 'episodes.csv', 'manifest.json']);
    expect(readdirSync(runs).filter((name) => name.includes('_seed-22_'))).toEqual([basename(folder)]);
  });

  test.each(['fused', 'auto'])(
    'several seeds (%s) are saved by Ctrl-C, and --continue continues them',
    async (backend) => {
      const seed = backend === 'fused' ? 31 : 35;
      const given = [
        'cliff-walking',
        '--steps',
        '90000000',
        '--seed',
        String(seed),
        '--seeds',
        '2',
        '--workers',
        '1',
        '--backend',
        backend,
      ];
      const running = start(...given);
      await until(() => folderThere(seed) !== undefined);
      running.kill('SIGINT');
      const { code, err } = await running.ended;
      expect(code).toBe(130);
      expect(err).toMatch(/of 2 seeds finished; continue with the same command and --continue/);
      const folder = join(runs, folderThere(seed) as string);
      const stepsOf = (): number => (manifestOf(folder) as { steps: number }).steps;
      const steps = stepsOf();
      expect(steps).toBeGreaterThan(0);
      const more = start(...given, '--continue', '--json');
      await until(() => stepsOf() > steps);
      more.kill('SIGINT');
      const { seeds } = JSON.parse((await more.ended).out) as { seeds: { run: string; steps: number }[] };
      expect(seeds).toMatchObject([{ run: basename(folder), steps: stepsOf() }]);
    },
  );
});
