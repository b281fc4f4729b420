// Writes what README says of the command line from the commands' own declarations: `npm run docs`.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './fresh.mjs';

const file = join(root, 'README.md');
const { status, stdout } = spawnSync(process.execPath, [join(root, 'bin/phasic.mjs'), 'help', '--markdown'], {
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
});
if (status !== 0) process.exit(1);
const between = /(<!-- commands: npm run docs -->\n)[^]*?(\n<!-- \/commands -->)/;
writeFileSync(
  file,
  readFileSync(file, 'utf8').replace(between, (_, before, after) => before + stdout.trimEnd() + after),
);
