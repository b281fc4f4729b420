import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { agents } from './agents.ts';
import { commandLine } from './command-line.ts';
import { envs } from './envs.ts';
import { gpuSection } from './gpu/section.ts';
import { linearTd } from './linear-td.ts';
import { matrix } from './matrix.ts';
import { output, type Row } from './measure.ts';
import { networks } from './networks.ts';
import { page } from './page.ts';
import { palms } from './palms.ts';
import { populations } from './populations.ts';
import { torch } from './torch.ts';

/** Runs everything and writes BENCHMARKS.md into `root`. */
export async function main(root: string): Promise<number> {
  const rows = [...linearTd(root), ...palms(), ...(await networks()), ...torch(root), ...(await populations()), ...commandLine(root), ...(await page(root)), ...envs(root), ...agents(root), ...matrix(root)];
  const report = [
    '# Benchmarks',
    '',
    'Written by `npm run bench`; ratios are against what ran beside it in the same minute.',
    '',
    `Machine: ${cpus()[0]?.model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB. Node ${process.versions.node}, ${version('python3', ['-c', 'import numpy, sys; print("Python", sys.version.split()[0] + ", numpy", numpy.__version__)'])}, ${version('gcc', ['--version'])}.`,
    '',
    '| what | measured | against |',
    '|---|---|---|',
    ...rows.map(({ what, measured, against }: Row) => `| ${what} | ${measured} | ${against} |`),
    '',
    ...gpuSection(root),
  ].join('\n');
  writeFileSync(join(root, 'BENCHMARKS.md'), report);
  process.stdout.write(report);
  return 0;
}

function version(command: string, args: readonly string[]): string {
  return output(command, args)?.split('\n')[0]?.trim() ?? `${command} not at hand`;
}
