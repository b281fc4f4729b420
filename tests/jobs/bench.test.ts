import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { declaredOf } from '../../src/analysis/signatures.ts';
import { controlsAgainst } from '../../src/analysis/verdict.ts';
import { controlWords } from '../../src/analysis/verdict-words.ts';
import type { BenchCell } from '../../src/contracts/bench.ts';
import { benchPage } from '../../src/jobs/bench/bench-page.ts';
import { openBenchStore, readCell, type BenchStore } from '../../src/jobs/bench/bench-store.ts';
import { readResults } from '../../src/jobs/bench/results/results-data.ts';
import { runSearchJob, searchJob } from '../../src/jobs/bench/search/search-job.ts';
import { openSearchStore } from '../../src/jobs/bench/search/search-store.ts';
import { runBench, type BenchOptions } from '../../src/jobs/bench/run-bench.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { find } from '../../src/engine/registry.ts';
import { version } from '../../src/install/version.ts';
import { randomStream } from '../../src/core/random.ts';
import { run } from '../golden/experiment.ts';
import { isWhole } from '../sample.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';
import { hosted } from '../session/face.ts';
import { builtProgram } from '../built-program.ts';
import { dyingWorker } from './dying-worker.ts';

const workerFile = builtProgram('worker');

const matrix = {
  paradigms: ['hollerman-schultz-1998', 'schultz-1997'],
  agents: ['rescorla-wagner', 'td-csc', 'td-csc-reset'],
  seeds: 3,
};

async function bench(store: BenchStore, options: Partial<BenchOptions> = {}): Promise<BenchCell[]> {
  const cells: BenchCell[] = [];
  for await (const cell of runBench({ ...matrix, workerFile, ...options }, store)) cells.push(cell);
  return cells;
}

const timeless = (cells: readonly BenchCell[]): readonly BenchCell[] => cells.map((cell) => ({ ...cell, seconds: 0 }));
const shipped = readResults(readFileSync(new URL('../../docs/matrix/results.json', import.meta.url), 'utf8'));
const missing = { workerFile: '/nonexistent/worker.js' };

// Run once, by one worker: most tests are about what is stored of them.
let whole: readonly BenchCell[];
beforeAll(async () => {
  const folders: (() => void)[] = [];
  const folder = temporaryFolder((end) => void folders.push(end));
  whole = await bench(openBenchStore(folder), { workers: 1 });
  for (const remove of folders) remove();
});

const wholeCell = (paradigm: string, agent: string): BenchCell | undefined =>
  whole.find((cell) => cell.paradigm === paradigm && cell.agent === agent);

/** A folder whose store has the cells of these agents. */
function storeWith(agents: readonly string[] = matrix.agents): string {
  const folder = temporaryFolder();
  const store = openBenchStore(folder);
  for (const cell of whole) if (agents.includes(cell.agent)) store.add(cell, cell);
  return folder;
}

describe('phasic bench', () => {
  test('yields every cell, in order, with the same numbers for any number of workers', async () => {
    expect(whole.map(({ paradigm, agent }) => `${paradigm} ${agent}`)).toEqual(
      matrix.paradigms.flatMap((paradigm) => matrix.agents.map((agent) => `${paradigm} ${agent}`)),
    );
    const many = await bench(openBenchStore(temporaryFolder()), { workers: 3 });
    expect(timeless(many)).toEqual(timeless(whole));
  });

  test('gives the measurements of single runs', () => {
    const cell = wholeCell('schultz-1997', 'td-csc');
    const runs = [1, 2, 3].map((seed) => run({ world: 'schultz-1997', agent: 'td-csc', seed }).result);
    cell?.signatures.forEach(({ measured, passRate }, i) => {
      const single = runs.map(({ signatures }) => signatures[i]?.measured as number);
      expect(measured).toBeCloseTo(single.reduce((sum, one) => sum + one, 0) / 3, 9);
      expect(passRate).toBe(runs.filter(({ signatures }) => signatures[i]?.pass).length / 3);
    });
    // The literature's verdict on the first model: it shows all findings.
    expect(cell?.verdict).toBe('pass');
  });

  test('continues where it was stopped, and runs nothing twice', async () => {
    const folder = temporaryFolder();
    for await (const cell of runBench({ ...matrix, workerFile }, openBenchStore(folder)))
      if (cell.agent === 'td-csc') break;
    const kept = readFileSync(openBenchStore(folder).file, 'utf8').trim().split('\n').length;
    expect(kept).toBe(2);
    const rest = await bench(openBenchStore(folder));
    expect(timeless(rest)).toEqual(timeless(whole));
    // Nothing is left to run, so no worker is needed.
    expect(await bench(openBenchStore(folder), missing)).toEqual(rest);
    await expect(bench(openBenchStore(folder), { ...missing, seeds: 4 })).rejects.toThrow('the worker is not built');
  });

  test('a store that was truncated within a line loses only that cell', async () => {
    const folder = storeWith();
    const { file } = openBenchStore(folder);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.slice(0, -40));
    const again = openBenchStore(folder);
    expect(again.flaw).toBeUndefined();
    expect(timeless(await bench(again))).toEqual(timeless(whole));
    expect(await bench(openBenchStore(folder), missing)).toHaveLength(6);
  });

  test('a changed byte anywhere in the store invalidates its cell, is reported, and changes no number', () => {
    const folder = storeWith();
    const { file } = openBenchStore(folder);
    const sound = readFileSync(file);
    const random = randomStream(7, 'damage');
    for (let round = 0; round < (isWhole ? 300 : 100); round++) {
      const bytes = Buffer.from(sound);
      const at = random.integer(bytes.length);
      bytes[at] = (bytes[at] as number) ^ (1 << random.integer(7));
      writeFileSync(file, bytes);
      const store = openBenchStore(folder);
      const cells = matrix.paradigms.flatMap((paradigm) =>
        matrix.agents.map((agent) => store.get({ paradigm, agent, seeds: 3 })),
      );
      // The stored cells are those that were added. Only the last line's end can be lost unnoticed.
      cells.forEach((cell, i) => cell === undefined || expect(cell).toEqual(whole[i]));
      const lost = cells.filter((cell) => cell === undefined).length;
      expect(lost).toBeLessThanOrEqual(2);
      if (at < bytes.length - 1) expect(store.flaw?.what).toMatch(/^[12] cells? cannot be read as written$/);
    }
  });

  test('a number in another notation also invalidates its cell', () => {
    const folder = storeWith();
    const { file } = openBenchStore(folder);
    writeFileSync(file, readFileSync(file, 'utf8').replace('"passRate":1', '"passRate":1.0'));
    expect(openBenchStore(folder).flaw?.what).toBe('1 cell cannot be read as written');
  });

  test('the cell of a damaged line is run again, and the line is removed from the file', async () => {
    const folder = storeWith();
    const { file } = openBenchStore(folder);
    writeFileSync(file, readFileSync(file, 'utf8').replace('"passRate":1', '"passRate":0'));
    await expect(bench(openBenchStore(folder), missing)).rejects.toThrow('the worker is not built');
    expect(timeless(await bench(openBenchStore(folder)))).toEqual(timeless(whole));
    expect(openBenchStore(folder).flaw).toBeUndefined();
    expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(6);
  });

  test('a stored cell has the words of this program, which do not make it another cell', () => {
    const folder = temporaryFolder();
    const job = { paradigm: 'schultz-1997', agent: 'td-csc', seeds: 3 };
    const { signatures } = find('paradigms', job.paradigm);
    const stored = signatures.map((one) => ({
      ...declaredOf(one),
      claim: 'in older words',
      values: [1],
      measured: 1,
      interval: null,
      defined: 1,
      passRate: 1,
      pass: true,
    }));
    const cell = { ...job, verdict: 'pass', signatures: stored, conditions: [], summaries: [], seconds: 0 } as const;
    openBenchStore(folder).add(job, cell);
    for (const known of [openBenchStore(folder).get(job), readCell(folder, job)])
      expect(known?.signatures.map(({ claim, measured }) => [claim, measured])).toEqual(
        signatures.map(({ claim }) => [claim, 1]),
      );
  });

  test('cells of an earlier version, without checksums, are run again and reported', async () => {
    const folder = storeWith(['td-csc']);
    const { file } = openBenchStore(folder);
    const earlier = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.stringify({ ...JSON.parse(line), sum: undefined }));
    writeFileSync(file, `${earlier.join('\n')}\n`);
    const store = openBenchStore(folder);
    expect(store.flaw).toMatchObject({ what: '2 cells of an earlier version carry no checksum', where: file });
    await expect(bench(store, { ...missing, agents: ['td-csc'] })).rejects.toThrow('the worker is not built');
    const page = hosted({ benchFolder: folder, benchOptions: { ...matrix, workerFile } });
    expect((await page.client.request({ type: 'bench' })).cells).toEqual([]);
    expect(await page.failure()).toMatchObject({
      what: '2 cells of an earlier version carry no checksum',
      remedy: 'run the bench: it runs them again',
    });
  });

  test('a worker that crashes twice gives a cell with an error; the others are run', async () => {
    const cells = await bench(openBenchStore(temporaryFolder()), {
      workers: 1,
      workerFile: dyingWorker(workerFile, 2, "job.paradigm === 'schultz-1997'"),
      agents: ['td-csc'],
    });
    const failed = cells.filter(({ verdict }) => verdict === 'error');
    expect(failed.map(({ error }) => error)).toEqual([
      expect.stringMatching(/^schultz-1997 with td-csc: the worker stopped twice \(the thread is gone\)/),
    ]);
    expect(cells.map(({ paradigm }) => paradigm)).toEqual(matrix.paradigms);
  });

  test('a cell whose worker crashes once is run again', async () => {
    const cells = await bench(openBenchStore(temporaryFolder()), {
      workers: 1,
      workerFile: dyingWorker(workerFile, 1),
      agents: ['td-csc'],
    });
    expect(cells.map(({ verdict }) => verdict)).not.toContain('error');
  });
});

test('the page has every cell, with its figure, numbers and citation', () => {
  const page = benchPage(whole, new Map(), matrix);
  expect(page.match(/<button/g)).toHaveLength(6);
  expect(page).not.toMatch(/src=|<link|@import|url\(/);
  const behind = [...page.matchAll(/<script type="text\/plain" id="cell-\d+">([^<]*)<\/script>/g)].map(([, packed]) =>
    gunzipSync(Buffer.from(packed as string, 'base64')).toString(),
  );
  expect(behind).toHaveLength(6);
  whole.forEach((cell, i) => {
    expect(behind[i]).toContain(`<code>phasic run ${cell.paradigm} --agent ${cell.agent} --seeds 3</code>`);
    expect(behind[i]?.match(/class="seed-strip"/g)).toHaveLength(cell.signatures.length);
    for (const control of cell.verdict === 'controls-failed' ? controlsAgainst(cell.signatures) : [])
      expect(behind[i]).toContain(controlWords(control));
    expect(behind[i]).toContain('<svg');
    expect(behind[i]).toContain('doi:10.1');
    expect(behind[i]?.match(/<tr>/g)).toHaveLength(cell.signatures.length + 1);
  });
});

describe('a page', () => {
  const options = () => ({ ...matrix, workerFile });

  test('gets the known cells of the matrix, runs the others, and is notified of each cell', async () => {
    const benchFolder = storeWith(['td-csc']);
    const one = hosted({ benchFolder, benchOptions: options() });
    const before = await one.client.request({ type: 'bench' });
    expect(before).toMatchObject({ ...matrix, running: false });
    expect(before.cells.map(({ agent }) => agent)).toEqual(['td-csc', 'td-csc']);
    await one.client.request({ type: 'bench-run' });
    await one.benchEnd();
    const told = one.news.flatMap(({ cell }) => cell ?? []);
    expect(told).toHaveLength(6);
    const after = await one.client.request({ type: 'bench' });
    expect(after.cells).toEqual(told);
    expect(told.find(({ paradigm, agent }) => paradigm === 'schultz-1997' && agent === 'td-csc')).toMatchObject({
      verdict: 'pass',
    });
  });

  test('gets the details of a known cell, with the command that runs it again', async () => {
    const benchFolder = storeWith(['td-csc']);
    const cell = wholeCell('schultz-1997', 'td-csc');
    const one = hosted({ benchFolder, benchOptions: options() });
    const behind = await one.client.request({ type: 'bench-cell', paradigm: 'schultz-1997', agent: 'td-csc' });
    expect(behind).toEqual({
      paradigm: 'schultz-1997',
      agent: 'td-csc',
      seeds: 3,
      verdict: cell?.verdict,
      signatures: cell?.signatures,
      command: 'phasic run schultz-1997 --agent td-csc --seeds 3',
    });
    for (const { values } of behind.signatures) expect(values).toHaveLength(3);
    await expect(one.client.request({ type: 'bench-cell', paradigm: 'schultz-1997', agent: 'sarsa' })).rejects.toThrow(
      'this cell is not known',
    );
    await expect(one.client.request({ type: 'bench-cell', paradigm: 'schultz-199', agent: 'td-csc' })).rejects.toThrow(
      'did you mean',
    );
  });

  test('gets the result of a search with a cell that fails at the defaults', async () => {
    const benchFolder = storeWith(['td-csc']);
    const cell = wholeCell('hollerman-schultz-1998', 'td-csc');
    const one = hosted({ benchFolder, benchOptions: options() });
    const behind = async () =>
      one.client.request({ type: 'bench-cell', paradigm: 'hollerman-schultz-1998', agent: 'td-csc' });
    expect(await behind()).not.toHaveProperty('search');
    const job = searchJob(cell as BenchCell);
    const search = runSearchJob(job);
    openSearchStore(benchFolder).add(job, search);
    const words = 'does not pass by default, but with architecture.resetAtReward = true (64 settings tried)';
    const command = 'phasic run hollerman-schultz-1998 --agent td-csc --seeds 3 --set architecture.resetAtReward=true';
    expect((await behind()).search).toMatchObject({
      found: true,
      words,
      best: { setting: { 'architecture.resetAtReward': true }, command },
    });
    const { cells } = await one.client.request({ type: 'bench' });
    expect(cells.find(({ agent }) => agent === 'td-csc')).toMatchObject({
      verdict: 'partly',
      search: { found: true, words },
    });
    expect(benchPage([cell as BenchCell], new Map([['hollerman-schultz-1998 td-csc', search]]), matrix)).toContain(
      words,
    );
  });

  test('gets the shipped matrix before anything is run, and runs the seeds of one cell', async () => {
    const benchOptions = { ...options(), seeds: shipped.seeds };
    const one = hosted({ benchFolder: temporaryFolder(), benchOptions });
    const cellOf = (agent: string) => ({ paradigm: 'hollerman-schultz-1998', agent });
    const inFile = (agent: string) =>
      shipped.cells.find((cell) => cell.paradigm === cellOf(agent).paradigm && cell.agent === agent);
    const before = await one.client.request({ type: 'bench' });
    expect(before.cells.every((cell) => cell.shipped === true)).toBe(true);
    for (const { paradigm, agent, verdict } of before.cells)
      expect(shipped.cells.find((cell) => cell.paradigm === paradigm && cell.agent === agent)?.verdict).toBe(verdict);
    expect(
      before.cells.find(({ paradigm, agent }) => agent === 'td-csc' && paradigm.startsWith('hollerman')),
    ).toMatchObject({ search: { found: true } });
    const behind = await one.client.request({ type: 'bench-cell', ...cellOf('td-csc') });
    expect(behind.shipped).toBe(true);
    expect(behind.search?.best?.setting).toEqual(inFile('td-csc')?.search?.setting);
    await one.client.request({ type: 'bench-run', cell: cellOf('td-csc') });
    await one.benchEnd();
    expect(one.news.flatMap(({ cell }) => cell ?? [])).toMatchObject([cellOf('td-csc')]);
    const { shipped: isShipped, signatures } = await one.client.request({ type: 'bench-cell', ...cellOf('td-csc') });
    expect(isShipped).toBeUndefined();
    // The shipped numbers equal the measured ones, to the shipped digits.
    signatures.forEach(({ id, values, measured, pass }, i) => {
      expect(values).toHaveLength(shipped.seeds);
      expect(behind.signatures[i]).toMatchObject({
        id,
        pass,
        measured: Number(measured?.toPrecision(4)),
        values: values.map((value) => (value === null ? null : Number(value.toPrecision(4)))),
      });
    });
    const after = await one.client.request({ type: 'bench' });
    expect(after.cells.filter((cell) => cell.shipped !== true).map(({ agent }) => agent)).toEqual(['td-csc']);
  });

  test('gets an agent with a network only in its own paradigm, with its number of seeds', async () => {
    const benchOptions = { paradigms: ['hennig-2023', 'schultz-1997'], workerFile };
    const one = hosted({ benchFolder: temporaryFolder(), benchOptions });
    const { agents, cells, outside } = await one.client.request({ type: 'bench' });
    expect(agents).toContain('value-rnn');
    expect(outside).toEqual([{ paradigm: 'schultz-1997', agent: 'value-rnn' }]);
    expect(cells.filter(({ agent }) => agent === 'value-rnn')).toMatchObject([
      { paradigm: 'hennig-2023', shipped: true },
    ]);
    const behind = await one.client.request({ type: 'bench-cell', paradigm: 'hennig-2023', agent: 'value-rnn' });
    expect(behind).toMatchObject({
      seeds: 5,
      slow: true,
      command: 'phasic run hennig-2023 --agent value-rnn --seeds 5',
    });
  });

  test('gets no shipped results for another number of seeds', async () => {
    const one = hosted({ benchFolder: temporaryFolder(), benchOptions: options() });
    expect((await one.client.request({ type: 'bench' })).cells).toEqual([]);
  });

  test('stops it, and is notified of a missing worker', async () => {
    const stopped = hosted({ benchFolder: temporaryFolder(), benchOptions: { ...options(), workers: 1 } });
    await stopped.client.request({ type: 'bench-run' });
    await stopped.client.request({ type: 'bench-stop' });
    await stopped.benchEnd();
    expect(stopped.news.filter(({ cell }) => cell !== undefined).length).toBeLessThan(6);
    const broken = hosted({ benchFolder: temporaryFolder(), benchOptions: { ...options(), ...missing } });
    await broken.client.request({ type: 'bench-run' });
    expect((await broken.failure()).what).toBe('the worker is not built');
  });

  test('compares specs with the same schedule', async () => {
    const one = hosted();
    const specs = ['td-csc', 'rescorla-wagner'].map((agent) => ({
      world: { id: 'schultz-1997', parameters: { trainingTrials: 30, probeTrials: 2 } },
      agent,
    }));
    const { data, specs: complete, notes } = await one.client.request({ type: 'compare', specs });
    const { arms, differences, marked } = data;
    expect(complete).toEqual(specs.map((spec) => completeTrialSpec(spec)));
    expect(JSON.parse(notes)).toMatchObject({ phasic: version, specs: complete, columns: { t_s: { unit: 's' } } });
    expect(arms.map(({ title }) => title)).toEqual(['TD(0), serial compound', 'Rescorla-Wagner']);
    expect(differences.perTrial).toHaveLength(36);
    expect(marked[0]?.label).toMatch(/^trial \d+, /);
    await expect(one.client.request({ type: 'compare', specs: [...specs, { world: 'schultz-1979' }] })).rejects.toThrow(
      /did you mean/,
    );
  });
});
