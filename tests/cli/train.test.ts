import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { phasic } from './phasic.ts';

let runs: string;
beforeAll(() => (runs = mkdtempSync(join(tmpdir(), 'phasic-train-'))));
afterAll(() => rmSync(runs, { recursive: true, force: true }));

const train = (...args: string[]) => phasic(['train', ...args, '--runs', runs]);
const folderOf = (out: string): string => (JSON.parse(out) as { run: string }).run;
const checkpointOf = (folder: string): Buffer => readFileSync(join(folder, readdirSync(folder).find((name) => name.startsWith('checkpoint')) as string));

describe('phasic train', () => {
  test('trains, says what came of it, and saves it with figures', () => {
    const [figure, curve] = [join(runs, 'event.svg'), join(runs, 'curve.svg')];
    const { code, out } = train('cliff-walking', '--steps', '4000', '--figure', figure, '--event', 'cliff', '--curve', curve);
    expect(code).toBe(0);
    expect(out).toMatch(/CliffWalking, q-table, seed 1, typed-arrays/);
    expect(out).toMatch(/4,000 steps/);
    const folder = /saved (.*)$/m.exec(out)?.[1] as string;
    expect(readdirSync(folder).sort()).toEqual(['checkpoint-000000004000.safetensors', 'episodes.csv', 'play.json']);
    expect(readFileSync(join(folder, 'episodes.csv'), 'utf8').split('\n')[0]).toBe('end_step,length_steps,return');
    expect(readFileSync(figure, 'utf8')).toMatch(/time from fell off the cliff \(s\)/);
    expect(readFileSync(curve, 'utf8')).toMatch(/return of an episode/);
  });

  test('a run that goes on is, to the byte, the one that was never stopped', () => {
    // Stopped by a plan of half the steps, then planned anew: a table of values has nothing that anneals.
    const half = folderOf((train('cliff-walking', '--steps', '1500', '--seed', '3', '--json')).out);
    const whole = folderOf((train('cliff-walking', '--steps', '3000', '--seed', '3', '--json')).out);
    const expected = checkpointOf(whole);
    rmSync(whole, { recursive: true });
    const { out, err } = train('--resume', half, '--steps', '3000', '--json');
    expect(err).toMatch(/at step 1500 of 3000/);
    expect(folderOf(out)).toBe(whole);
    expect(checkpointOf(whole).equals(expected)).toBe(true);
    expect(JSON.parse(readFileSync(join(whole, 'play.json'), 'utf8'))).toMatchObject({ steps: 3000, continues: { steps: 1500 } });
    expect(existsSync(join(half, 'play.json'))).toBe(true);
  });

  test('trains several seeds, each as it is alone', () => {
    const { out } = train('cliff-walking', '--steps', '1500', '--seed', '3', '--seeds', '2', '--json');
    const { seeds } = JSON.parse(out) as { seeds: { seed: number; episodes: number; meanReturn: number }[] };
    const alone = JSON.parse((train('cliff-walking', '--steps', '1500', '--seed', '4', '--json')).out) as { episodes: number; meanReturn: number };
    expect(seeds.map(({ seed }) => seed)).toEqual([3, 4]);
    expect(seeds[1]).toMatchObject({ episodes: alone.episodes, meanReturn: alone.meanReturn });
  });

  test.each([
    [['nowhere'], /unknown world 'nowhere'/],
    [['break-out'], /did you mean 'breakout'/],
    [['conditioning-chamber'], /a world of trials, not of steps/],
    [['cartpole', '--agent', 'q-table'], /a table needs states that can be counted/],
    [['cartpole', '--agent', 'td-csc'], /is for worlds of trials/],
    [['pendulum', '--agent', 'dqn'], /asks for a real number/],
    [['cartpole', '--backend', 'fuse'], /did you mean 'fused'/],
    [['cartpole', '--set', 'learnigRate=1'], /did you mean 'learningRate'/],
    [['cartpole', '--steps', '0'], /--steps/],
    [['cartpole', '--figure', 'figure.png'], /is not an SVG file/],
    [['--resume', '/nowhere/at/all'], /manifest of the run is missing/],
  ])('%j is told in one line', (args, message) => {
    const { code, out, err } = train(...args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(message);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  test('a checkpoint that was changed is not gone on with', () => {
    const folder = folderOf((train('cliff-walking', '--steps', '500', '--seed', '9', '--json')).out);
    const name = readdirSync(folder).find((file) => file.startsWith('checkpoint')) as string;
    const bytes = readFileSync(join(folder, name));
    bytes[bytes.length - 1] = (bytes.at(-1) as number) ^ 1;
    writeFileSync(join(folder, name), bytes);
    const { code, err } = train('--resume', folder);
    expect(code).toBe(2);
    expect(err).toMatch(/SHA-256 differs/);
  });

  test('learning that gives no number stops at its step', () => {
    const { code, err } = train('mountain-car', '--agent', 'q-tiles', '--steps', '100000', '--set', 'learningRate=2', '--set', 'traceDecay=1', '--set', 'trace=accumulating', '--set', 'discount=1');
    expect(code).toBe(2);
    expect(err).toMatch(/step \d+, world 0: the RPE is|step \d+.*lower learningRate/);
  });
});
