import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resultsFile, type GpuResults } from './results.ts';

const heading = '## Throughput by batch size';

/** Replaces the section in BENCHMARKS.md by the stored results. */
export function renewSection(root: string): void {
  const file = join(root, 'BENCHMARKS.md');
  const others = existsSync(file) ? readFileSync(file, 'utf8').split(`\n${heading}`)[0] : '';
  writeFileSync(file, [others, ...gpuSection(root)].join('\n'));
}

/** The GPU section of BENCHMARKS.md: the stored results of `npm run bench:gpu`, and the measurements that failed. */
export function gpuSection(root: string): readonly string[] {
  const file = join(root, resultsFile);
  const head = [heading, ''];
  if (!existsSync(file))
    return [...head, 'Not measured: `npm run bench:gpu` has not been run. It needs no network.', ''];
  const results = JSON.parse(readFileSync(file, 'utf8')) as GpuResults;
  const { date, machine, node, backend, device, bandwidth } = results;
  return [
    ...head,
    `Written from ${resultsFile}, by \`npm run bench:gpu -- --backend NAME\` on ${date}: ${backend}, ${device}; ${machine}, Node ${node.slice(1)}.`,
    ...(isOfCard(backend)
      ? []
      : ['**Nothing here was measured on a GPU**, because none was available. The command is the same with one.']),
    ...(bandwidth === null ? [] : ['', `Reading one long array and writing another: ${gigabytes(bandwidth)} GB/s.`]),
    '',
    '| benchmark | batch size | result |',
    '|---|---|---|',
    ...results.training.map(({ agent, world, worlds, stepsPerSecond, why }) =>
      row(
        `${agent} on ${world}, 32 steps a rollout, 4 epochs, 4 batches`,
        `${count(worlds)} worlds`,
        stepsPerSecond === null ? why : `${count(stepsPerSecond)} steps/s`,
      ),
    ),
    ...results.steps.map(({ net, batch, microseconds, why }) =>
      row(`training step, ${net}`, `${count(batch)} rows`, microseconds === null ? why : `${count(microseconds)} µs`),
    ),
    ...results.populations.map(({ agent, subjects, subjectStepsPerSecond, bytesPerSecond, why }) =>
      row(
        `population of ${agent}`,
        `${count(subjects)} subjects`,
        subjectStepsPerSecond === null
          ? why
          : `${count(subjectStepsPerSecond)} subject steps/s${share(bytesPerSecond, bandwidth)}`,
      ),
    ),
    '',
  ];
}

/** Whether a backend, as it names itself, computed on a graphics card. */
const isOfCard = (backend: string): boolean => backend.includes('cuda') || backend === 'tfjs-webgpu';

const row = (what: string, atOnce: string, measured = 'not measured'): string =>
  `| ${what} | ${atOnce} | ${measured} |`;

const count = (number: number): string => Math.round(number).toLocaleString('en-US');

const gigabytes = (bytes: number): string => (bytes / 1e9).toPrecision(3);

const share = (bytes: number | undefined, bandwidth: number | null): string =>
  bytes === undefined || bandwidth === null
    ? ''
    : `; at least ${gigabytes(bytes)} GB/s, ${((100 * bytes) / bandwidth).toFixed(0)} % of the bandwidth`;
