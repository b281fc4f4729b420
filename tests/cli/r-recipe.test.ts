import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Averages } from '../../src/contracts/paradigm.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';
import { phasic } from './phasic.ts';

const hasR = (library: string): boolean =>
  spawnSync('Rscript', ['-e', `library(${library}); library(jsonlite)`]).status === 0;
const [tables, arrow] = [hasR('stats'), hasR('arrow')];
if (!tables) console.warn('no R with jsonlite here: its recipe for tables is not tested');
if (!arrow) console.warn('no R with arrow here: its recipe for saved runs is not tested');

const [ofTables = '', ofFolders = ''] = [...readFileSync('docs/r.md', 'utf8').matchAll(/```r\n(.*?)```/gs)].map(
  ([, code]) => code,
);

/** The conditions of a run, and a data frame that R has after some lines, as rows. */
function recipe(options: readonly string[], lines: string, frame: string) {
  const cwd = temporaryFolder();
  const { code, out } = phasic(['run', 'schultz-1997', '--agent', 'td-csc', '--json', ...options], { cwd });
  expect(code).toBe(0);
  writeFileSync(join(cwd, 'a.R'), `${lines}\njsonlite::write_json(${frame}, "rows.json", digits = NA)\n`);
  const done = spawnSync('Rscript', ['a.R'], { cwd, encoding: 'utf8' });
  expect(done.stderr).not.toMatch(/error/i);
  return {
    conditions: (JSON.parse(out) as { conditions: Record<string, Averages> }).conditions,
    rows: JSON.parse(readFileSync(join(cwd, 'rows.json'), 'utf8')) as Record<string, string | number>[],
    printed: done.stdout,
  };
}

describe('the recipes for R in docs/r.md', () => {
  test.skipIf(!tables)('a table has the numbers of the JSON', () => {
    const { conditions, rows, printed } = recipe(['--csv', 'averages.csv'], ofTables, 'predicted');
    const { t, rpe } = conditions['predicted'] as Averages;
    expect(rows.map((row) => row['t_s'])).toEqual(t);
    rows.forEach((row, i) => expect(row['mean']).toBeCloseTo(rpe.mean[i] as number, 12));
    expect(printed).toBe('[1] "s"\n[1] 0\n');
  });

  test.skipIf(!arrow)('a saved run has the averages of the JSON', () => {
    const { conditions, rows } = recipe(['--save', '--runs', 'runs'], ofFolders, 'means');
    const { t, ...signals } = conditions['predicted'] as Averages;
    const mine = rows.filter(({ type }) => type === 'predicted');
    for (const row of mine)
      for (const signal of ['rpe', 'value', 'rate'] as const)
        expect(row[signal]).toBeCloseTo(signals[signal].mean[t.indexOf(row['t_s'] as number)] as number, 10);
    expect(mine).toHaveLength(30);
  });
});
