import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { output, type Row } from './measure.ts';

const store = join(tmpdir(), 'phasic-bench-cells');

/** Some cells, for a comparison of two revisions: arguments of `phasic`. */
export const cellWorks = {
  'six cells of the matrix, 2 seeds each, one worker':
    'bench --paradigms schultz-1997,waelti-2001 --agents td-microstimuli,td-quantile,kalman-td --seeds 2 --workers 1 --fresh --json --quiet'
      .split(' ')
      .concat('--store', store),
} as const;

/** The whole matrix, from an empty store: every paradigm with every agent, ten seeds. */
export function matrix(root: string): readonly Row[] {
  const folder = mkdtempSync(join(tmpdir(), 'phasic-matrix-'));
  const printed = output(process.execPath, [join(root, 'bin/phasic.cjs'), 'bench', '--store', folder, '--json']);
  rmSync(folder, { recursive: true });
  if (printed === undefined) throw new Error('phasic bench failed');
  const { rows, seconds } = JSON.parse(printed) as {
    rows: readonly { paradigm: string; agent: string; verdict: string }[];
    seconds: number;
  };
  const paradigms = new Set(rows.map(({ paradigm }) => paradigm)).size;
  const agents = new Set(rows.map(({ agent }) => agent)).size;
  return [
    {
      what: `phasic bench: ${paradigms} paradigms x ${agents} agents x 10 seeds, all cores`,
      measured: `${Math.round(seconds)} s, one run`,
      against: 'limit 240 s on 2 idle cores',
    },
  ];
}
