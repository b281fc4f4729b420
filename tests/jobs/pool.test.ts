import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { askedAverages } from '../../src/spec/asked-averages.ts';
import type { SeedResult } from '../../src/jobs/seed-job.ts';
import type { TrialSpec } from '../../src/spec/spec.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { runSeeds, type PoolOptions } from '../../src/jobs/seed-pool.ts';
import { runToEnd } from '../../src/session/run-to-end.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';
import { builtProgram } from '../built-program.ts';
import { dyingWorker } from './dying-worker.ts';
import { diverging, schultz } from '../session/spec.ts';

const workerFile = builtProgram('worker');

async function all(spec: TrialSpec, seeds: readonly number[], options: PoolOptions = {}): Promise<SeedResult[]> {
  const results: SeedResult[] = [];
  for await (const result of runSeeds(spec, seeds, options)) results.push(result);
  return results;
}

const seeds = Array.from({ length: 13 }, (_, i) => 100 - 7 * i);

test('results equal those of separate runs, in the order of the seeds, for any number of workers', async () => {
  const runs = seeds.map((seed) => runToEnd(schultz(seed)).result);
  expect(new Set(runs.map(({ hash }) => hash)).size).toBe(seeds.length);
  for (const rate of [false, true]) {
    const alone = runs.map(({ spec, hash, backend, signatures, conditions }): SeedResult => ({
      spec,
      hash,
      backend,
      signatures,
      conditions: askedAverages(conditions, { rate }),
    }));
    for (const workers of rate ? [2] : [1, 2, 3])
      expect(await all(schultz(1), seeds, { workers, rate, workerFile })).toEqual(alone);
  }
});

test('several workers are used, and end afterwards', async () => {
  const watching = recordingWorker();
  await all(schultz(1), seeds, { workers: 2, workerFile: watching.file });
  const threads = watching.threads();
  expect(new Set(threads).size).toBe(2);
  expect(threads).not.toContain('0');
});

test('a small job, or one worker, starts no thread', async () => {
  const missing = { workerFile: '/nonexistent/worker.js' };
  await expect(
    all(schultz(1, { trainingTrials: 10, probeTrials: 2 }), [1, 2, 3], { workers: 2, ...missing }),
  ).resolves.toHaveLength(3);
  await expect(all(schultz(1), seeds, { workers: 1, ...missing })).resolves.toHaveLength(seeds.length);
  await expect(all(schultz(1), seeds, { workers: 2, ...missing })).rejects.toThrow(
    '/nonexistent/worker.js: the worker is not built; run npm run build',
  );
});

test.each([1, 2])('diverging learning is reported with its seed, with %s workers', async (workers) => {
  await expect(all(completeTrialSpec(diverging), [3, 4, 5, 6, 7, 8], { workers, workerFile })).rejects.toThrow(
    /^seed 3, trial \d+: learning diverged/,
  );
});

test('a worker that crashes once is replaced and its seeds are run again', async () => {
  const results = await all(schultz(1), seeds, { workers: 2, workerFile: dyingWorker(workerFile, 1) });
  expect(results.map(({ spec, hash }) => [spec.seed, hash])).toEqual(
    seeds.map((seed) => [seed, runToEnd(schultz(seed)).result.hash]),
  );
});

test('a worker that crashes again is reported with its seeds', async () => {
  await expect(all(schultz(1), seeds, { workers: 2, workerFile: dyingWorker(workerFile, 1000) })).rejects.toThrow(
    /^seeds 100 to 93: the worker stopped twice \(the thread is gone\)/,
  );
});

test('the work stops when its consumer stops', async () => {
  const watching = recordingWorker();
  const many = Array.from({ length: 200 }, (_, i) => i);
  for await (const { spec } of runSeeds(schultz(1), many, { workers: 2, workerFile: watching.file }))
    if (spec.seed === 0) break;
  expect(watching.threads().length).toBeLessThan(8);
});

/** The worker, but it writes down which thread each job ran in. */
function recordingWorker(): { file: string; threads(): string[] } {
  const folder = temporaryFolder();
  const log = join(folder, 'log');
  const file = join(folder, 'worker.mjs');
  writeFileSync(log, '');
  writeFileSync(
    file,
    `import { appendFileSync } from 'node:fs';
     import { threadId } from 'node:worker_threads';
     import run from ${JSON.stringify(pathToFileURL(workerFile).href)};
     export default (job) => { appendFileSync(${JSON.stringify(log)}, threadId + '\\n'); return run(job); };`,
  );
  return { file, threads: () => readFileSync(log, 'utf8').trim().split('\n') };
}
