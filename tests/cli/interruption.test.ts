import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../storage/temporary-folder.ts';
import { phasic, startPhasic } from './phasic.ts';

afterEach(() => {
  vi.restoreAllMocks();
  vi.resetModules();
});

/** The listener of a command, with its output and exit code. */
async function listening() {
  const before = { SIGINT: process.listeners('SIGINT'), SIGTERM: process.listeners('SIGTERM') };
  const written: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  const exit = vi.spyOn(process, 'exit').mockImplementation((code) => {
    throw new Error(`exit ${code}`);
  });
  const module = await import('../../src/cli/interruption.ts');
  module.listenForInterrupts('train');
  const listener = (signal: 'SIGINT' | 'SIGTERM') =>
    process.listeners(signal).find((one) => !before[signal].includes(one)) as () => void;
  const [interrupt, terminate] = [listener('SIGINT'), listener('SIGTERM')];
  process.off('SIGINT', interrupt).off('SIGTERM', terminate);
  return { ...module, interrupt, terminate, exit, said: () => written.join('') };
}

test.each(['interrupt', 'terminate'] as const)(
  'a command that has not begun its work says so and ends: %s',
  async (signal) => {
    const one = await listening();
    expect(one[signal]).toThrow('exit 130');
    expect(one.said()).toBe('phasic train: stopped before there was anything to save\n');
  },
);

test('a command that saves results is asked to end, and ended at the second request', async () => {
  const one = await listening();
  const told = vi.fn();
  one.takeCharge(told);
  one.interrupt();
  expect([told.mock.calls.length, one.isStopped(), one.exit.mock.calls.length, one.said()]).toEqual([1, true, 0, '']);
  expect(one.interrupt).toThrow('exit 130');
});

test('a command that saves nothing reports its progress', async () => {
  const one = await listening();
  one.keepNothing(() => 'stopped after 3 of 9 seeds; nothing was saved');
  expect(one.interrupt).toThrow('exit 130');
  expect(one.said()).toBe('stopped after 3 of 9 seeds; nothing was saved\n');
});

const design = (trials: number, cues = 'A'): string => {
  const file = join(temporaryFolder(), 'long.txt');
  writeFileSync(file, `Long | ${trials}${cues}+\n`);
  return file;
};

/**
 * An agent that, with eight cues at once, computes for a minute: it is still running when Ctrl-C comes, even on a fast
 * machine.
 */
const slow = ['--agent', 'kalman-td'];

/** Processor time after which a command has begun its work, and is far from done with it. */
const begunMs = 1000;
const usedMs = (id: number): number => {
  // After the name in brackets: the 12th and 13th are hundredths of a second in the program and in the system.
  const fields = readFileSync(`/proc/${id}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return 10 * (Number(fields[11]) + Number(fields[12]));
};

/** Where a process does not show its processor time, it is left twice as long. */
async function begun(id: number): Promise<void> {
  if (!existsSync(`/proc/${id}/stat`)) await setTimeout(2 * begunMs);
  else while (usedMs(id) < begunMs) await setTimeout(10);
}

const early = /^phasic \w+: stopped before there was anything to save$/;

test.each<[string, (runs: string) => string[], RegExp]>([
  [
    'run',
    () => ['run', design(300_000, 'ABCDEFGH'), ...slow],
    /^stopped after \d+ of 300000 trials; nothing was kept \(--save keeps what was run\)$/,
  ],
  [
    'run --save',
    (runs) => ['run', design(300_000, 'ABCDEFGH'), ...slow, '--save', '--runs', runs],
    /^stopped after \d+ of 300000 trials; kept \S+_\w+_stopped-after-trial-\d+$/,
  ],
  [
    'run --seeds',
    () => ['run', design(20_000), '--seeds', '500', '--workers', '1'],
    /^stopped after \d+ of 500 seeds; nothing was saved$/,
  ],
  [
    'run of small experiments, sequentially in one thread',
    () => ['run', design(60), '--seeds', '100000', '--workers', '1'],
    /^stopped after \d+ of 100000 seeds; nothing was saved$/,
  ],
  [
    'sweep',
    () => ['sweep', 'schultz-1997', '--vary', 'learningRate=0.01..0.5', '--subjects', '100000', '--population', 'off'],
    /^stopped after \d+ of 100000 subjects; nothing was saved$/,
  ],
])('%s, interrupted, reports in one line what was saved, and exits with 130', async (_, args, line) => {
  const runs = join(temporaryFolder(), 'runs');
  const running = startPhasic(args(runs));
  await begun(running.pid);
  running.kill('SIGINT');
  const { code, out, err } = await running.ended;
  expect([code, out]).toEqual([130, '']);
  const said = err.trim().split('\n').at(-1) as string;
  if (!early.test(said)) expect(said).toMatch(line);
  const kept = /kept (\/\S+)$/.exec(said)?.[1];
  if (kept !== undefined)
    expect(phasic(['verify', kept]).out).toMatch(/\d+ of 300000 trials \(stopped\), \d+ steps, every byte as saved/);
});
