// `npm run try:pack`: packs the program, installs it like a user, and checks that it works from another folder.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from './fresh.mjs';
import { npm, pack } from './pack.mjs';
import { bytesIn, phasicIn, see } from './trying.mjs';

const mostMegabytes = 80;

const folder = mkdtempSync(join(tmpdir(), 'phasic-try-'));
const prefix = join(folder, 'prefix');
const elsewhere = join(folder, 'elsewhere');
const installed =
  process.platform === 'win32' ? join(prefix, 'node_modules/phasic') : join(prefix, 'lib/node_modules/phasic');

const phasic = (program, ...args) => phasicIn(program, elsewhere, args);

async function answersPage() {
  const server = spawn(
    process.execPath,
    [join(installed, 'bin/phasic.mjs'), 'serve', '--port', '0', '--runs', elsewhere],
    {
      cwd: elsewhere,
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const [url] = await once(createInterface(server.stdout), 'line');
  const response = await fetch(url);
  const page = await response.text();
  server.kill();
  await once(server, 'exit');
  return response.status === 200 && page.includes('<div id="root">');
}

try {
  mkdirSync(elsewhere, { recursive: true });
  npm([
    'install',
    '--global',
    pack(folder),
    '--prefix',
    prefix,
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]);
  const megabytes = bytesIn(prefix) / 1e6;
  see(megabytes < mostMegabytes, `installed, it has ${megabytes.toFixed(1)} MB, and may have ${mostMegabytes}`);
  const run = ['run', 'schultz-1997', '--json', '--figure'];
  const hashOf = (program) => JSON.parse(phasic(program, ...run, join(elsewhere, 'figure.svg'))).hash;
  see(hashOf(installed) === hashOf(root), 'phasic run gives the hash that it gives in the source tree');
  const { backends } = JSON.parse(phasic(installed, 'doctor', '--json'));
  const works = backends.filter((one) => one.works).map(({ name }) => name);
  see(
    ['typed-arrays', 'fused', 'wasm', 'browser'].every((name) => works.includes(name)),
    `phasic doctor: ${works.join(', ')} work`,
  );
  see(await answersPage(), 'phasic serve answers with the page');
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
