import { writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { against } from './against.ts';
import { agents } from './agents.ts';
import { bands } from './bands/part.ts';
import { ccnlab } from './ccnlab.ts';
import { commandLine } from './command-line.ts';
import { envs } from './envs.ts';
import { grid } from './grid.ts';
import { gpuSection } from './gpu/section.ts';
import { linearTd } from './linear-td.ts';
import { matrix } from './matrix.ts';
import { output, type Row } from './measure.ts';
import { multiverseRows } from './multiverse.ts';
import { networks } from './networks.ts';
import { page } from './page.ts';
import { palms } from './palms.ts';
import { readParts, resultsFile, writeParts, type StoredPart } from './parts.ts';
import { populations } from './populations.ts';
import { recordings } from './recordings/part.ts';
import { torch } from './torch.ts';
import { trialLevel } from './trial-level.ts';

/** What is timed in a part. */
const timedWords = {
  kernel: 'Kernel against kernel: process start, imports and output are not counted',
  process: 'Whole process against whole process: from its start to its end, all threads and children',
  page: 'In a browser without a GPU, beside a server of its own',
  finding: 'Not of speed',
} as const;

interface Part {
  readonly title: string;
  readonly timed: keyof typeof timedWords;
  readonly run: (root: string) => readonly Row[] | Promise<readonly Row[]>;
}

const parts: Readonly<Record<string, Part>> = {
  'linear-td': { title: 'Linear TD', timed: 'kernel', run: linearTd },
  'trial-level': { title: 'Rescorla-Wagner', timed: 'kernel', run: trialLevel },
  networks: { title: 'Networks compared with TensorFlow.js', timed: 'kernel', run: networks },
  torch: { title: 'Training steps compared with PyTorch', timed: 'kernel', run: torch },
  populations: { title: 'Populations', timed: 'kernel', run: () => populations() },
  'command-line': { title: 'Command line', timed: 'process', run: commandLine },
  palms: { title: 'PALMS', timed: 'process', run: palms },
  ccnlab: { title: 'CCNLab', timed: 'process', run: ccnlab },
  page: { title: 'Page', timed: 'page', run: page },
  envs: { title: 'Environments', timed: 'kernel', run: envs },
  agents: { title: 'Deep agents', timed: 'kernel', run: agents },
  grid: { title: 'Halved grids', timed: 'finding', run: grid },
  recordings: { title: 'Recordings', timed: 'page', run: recordings },
  multiverse: { title: 'Preprocessing multiverse', timed: 'kernel', run: multiverseRows },
  bands: { title: 'Bands over animals', timed: 'finding', run: bands },
  matrix: { title: 'The bench of paradigms and agents', timed: 'process', run: matrix },
};

/**
 * Runs the named parts, all by default, stores their results and writes BENCHMARKS.md from all stored results; with
 * `--against REV`, compares with another revision instead.
 */
export async function main(root: string, argv: readonly string[], date: string): Promise<number> {
  const { values, positionals: names } = parseArgs({
    args: [...argv],
    options: { against: { type: 'string' } },
    allowPositionals: true,
  });
  if (values.against !== undefined) return against(root, values.against, names);
  const unknown = names.find((name) => !Object.hasOwn(parts, name));
  if (unknown !== undefined) {
    process.stderr.write(`bench: unknown part '${unknown}'; choose from ${Object.keys(parts).join(', ')}\n`);
    return 2;
  }
  for (const [name, { run }] of Object.entries(parts)) {
    if (names.length > 0 && !names.includes(name)) continue;
    const where = machine();
    const rows = await run(root);
    writeParts(root, { ...readParts(root), [name]: { machine: where, date, rows } });
    for (const { what, measured, against } of rows) process.stdout.write(`${what}: ${measured}; ${against}\n`);
  }
  writeFileSync(join(root, 'BENCHMARKS.md'), report(root));
  return 0;
}

function report(root: string): string {
  const stored = readParts(root);
  return [
    '# Benchmarks',
    '',
    `Written from ${resultsFile} by \`npm run bench [-- PART ...]\`. Ratios compare with a reference program that did the same work right before or after; rows without a reference have no ratio. "CPU s" are`,
    'seconds of processor time (user and system, all threads); other times are wall-clock times. A figure is the median, with the quartiles in parentheses. Other programs on the machine slow down both, so ratios are more reliable than rates.',
    '',
    ...Object.entries(parts).flatMap(([name, part]) => section(part, stored[name])),
    ...gpuSection(root),
  ].join('\n');
}

function section({ title, timed }: Part, stored: StoredPart | undefined): readonly string[] {
  if (stored === undefined) return [`## ${title}`, '', 'Not measured.', ''];
  const { machine, date, rows } = stored;
  return [
    `## ${title}`,
    '',
    `${timedWords[timed]}. ${date}. ${machine}.`,
    '',
    '| benchmark | result | reference |',
    '|---|---|---|',
    ...rows.map(({ what, measured, against }) => `| ${what} | ${measured} | ${against} |`),
    '',
  ];
}

const machine = (): string =>
  `${cpus()[0]?.model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB; Node ${process.versions.node}, ${version('Python with numpy', 'python3', ['-c', 'import numpy, sys; print("Python", sys.version.split()[0] + ", numpy", numpy.__version__)'])}, ${version('gcc', 'gcc', ['--version'])}; load average ${(loadavg()[0] as number).toFixed(1)} before`;

function version(what: string, command: string, args: readonly string[]): string {
  return output(command, args)?.split('\n')[0]?.trim() ?? `${what} not installed`;
}
