import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { medianOf, seconds, type Row } from './measure.ts';

function phasic(root: string, args: readonly string[]): number {
  return seconds(() => {
    const done = spawnSync(process.execPath, [join(root, 'bin/phasic.mjs'), ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (done.status !== 0) throw new Error(`phasic ${args.join(' ')} ended with ${done.status}`);
  });
}

/** From process start to the last byte of JSON. */
export function commandLine(root: string): readonly Row[] {
  const once = medianOf(5, () => phasic(root, ['run', 'schultz-1997', '--json']));
  const seeds = [
    'run',
    'schultz-1997',
    '--agent',
    'td-lambda-csc',
    '--seeds',
    '30',
    '--workers',
    '2',
    '--set',
    'trainingTrials=1000',
    '--json',
  ];
  const many = medianOf(3, () => phasic(root, seeds));
  return [
    {
      what: 'phasic run schultz-1997 --json, process start to end',
      measured: `${once.toFixed(2)} s`,
      against: 'limit 1 s',
    },
    {
      what: '30 seeds x 1,060 trials, 2 workers, process start to end',
      measured: `${many.toFixed(2)} s`,
      against: 'limit 1 s',
    },
  ];
}
