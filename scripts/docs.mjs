// Generates README's table of commands, docs/environments.md and docs/data-sources.md from their declarations: `npm run docs`.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './fresh.cjs';

function printed(...args) {
  const { status, stdout } = spawnSync(process.execPath, [join(root, 'bin/phasic.cjs'), ...args, '--markdown'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) process.exit(1);
  return stdout;
}

const file = join(root, 'README.md');
const commands = printed('help').trimEnd();
const between = /(<!-- commands: npm run docs -->\n)[^]*?(\n<!-- \/commands -->)/;
writeFileSync(
  file,
  readFileSync(file, 'utf8').replace(between, (_, before, after) => before + commands + after),
);
writeFileSync(join(root, 'docs/environments.md'), printed('list', 'envs'));
writeFileSync(join(root, 'docs/data-sources.md'), printed('cite'));
