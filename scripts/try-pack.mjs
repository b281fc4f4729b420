// `npm run try:pack`: packs the program, installs it like a user, and checks that it works from another folder.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from './fresh.cjs';
import { noticesName } from './notices.mjs';
import { npm } from './npm.mjs';
import { pack } from './pack.mjs';
import { bytesIn, phasicIn, see } from './trying.mjs';

// 21 of them are HDF5 with its filters, once for Node and once for the page; 7 are PNG and PDF figures.
const maxMegabytes = 105;

const folder = mkdtempSync(join(tmpdir(), 'phasic-try-'));
const prefix = join(folder, 'prefix');
const elsewhere = join(folder, 'elsewhere');
const ownParts = join(folder, 'my-parts');
const installed =
  process.platform === 'win32' ? join(prefix, 'node_modules/phasic') : join(prefix, 'lib/node_modules/phasic');

const phasic = (program, ...args) => phasicIn(program, elsewhere, args);

/** A folder of custom parts as described in docs/your-own-model.md, with the program installed next to it by npm. */
function writeOwnParts() {
  const page = readFileSync(join(root, 'docs/your-own-model.md'), 'utf8');
  for (const [, name, code] of page.matchAll(/```js\n\/\/ (\S+)\n([^]*?)```/g)) write(name, code);
  mkdirSync(join(ownParts, 'node_modules'));
  symlinkSync(installed, join(ownParts, 'node_modules/phasic'), 'junction');
}

function write(name, code) {
  const file = join(ownParts, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, code);
}

/** The errors that an editor would show for the folder's files. */
function editorSays() {
  const options = ['--noEmit', '--strict', '--allowJs', '--checkJs', '--noImplicitAny', 'false', '--types', ''];
  const module = ['--module', 'nodenext', '--target', 'es2023', '--lib', 'es2023'];
  const files = ['agents/two-rates.js', 'learning-rules/two-rates.js', 'agents/wrong.ts'];
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  return spawnSync(process.execPath, [tsc, ...options, ...module, ...files], { cwd: ownParts, encoding: 'utf8' })
    .stdout;
}

/** The types accept a correct file, and report the one error in an incorrect file. */
function checkTypes() {
  const parts =
    "architecture: { id: 'tabular', parameters: {} }, objective: { id: 'discounted-return', parameters: {} }";
  const wrong = `import { defineAgent } from 'phasic/parts';
export default defineAgent({ id: 'wrong', version: 'one', title: 't', summary: 's', citation: { text: 'me' },
  ${parts}, learningRule: { id: 'td-zero', parameters: {} } });
`;
  write('agents/wrong.ts', wrong);
  const said = editorSays().trim().split('\n');
  see(
    said.length === 1 && /^agents\/wrong\.ts\(2,\d+\): error TS2322/.test(said[0]),
    `phasic/parts has types: ${said.join('; ')}`,
  );
  rmSync(join(ownParts, 'agents/wrong.ts'));
}

async function answersPage() {
  const server = spawn(
    process.execPath,
    [join(installed, 'bin/phasic.cjs'), 'serve', '--port', '0', '--runs', elsewhere],
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

/** Links of README, and of the pages that it links to, to files that are not there. */
function deadLinks() {
  const seen = new Set(['README.md']);
  const dead = [];
  for (const page of seen) {
    const text = readFileSync(join(installed, page), 'utf8');
    for (const [, link] of text.matchAll(/\]\((?!https?:|mailto:|#)([^)\s#]+)/g)) {
      const path = join(dirname(page), link);
      if (!existsSync(join(installed, path))) dead.push(`${page}: ${link}`);
      else if (path.endsWith('.md')) seen.add(path);
    }
  }
  // Of which dist has the content.
  return dead.filter((one) => one !== `${join('docs', 'matrix', 'results.md')}: results.json`);
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
  see(megabytes < maxMegabytes, `installed, it has ${megabytes.toFixed(1)} MB, and may have ${maxMegabytes}`);
  const run = ['run', 'schultz-1997', '--json', '--figure'];
  const hashOf = (program) => JSON.parse(phasic(program, ...run, join(elsewhere, 'figure.svg'))).hash;
  see(hashOf(installed) === hashOf(root), 'phasic run gives the hash that it gives in the source tree');
  const { backends } = JSON.parse(phasic(installed, 'doctor', '--json'));
  const works = backends.filter((one) => one.works).map(({ name }) => name);
  see(
    ['typed-arrays', 'fused', 'wasm', 'browser'].every((name) => works.includes(name)),
    `phasic doctor: ${works.join(', ')} work`,
  );
  const papers = ['CITATION.cff', 'LICENSE', `dist/${noticesName}`];
  see(
    papers.every((name) => existsSync(join(installed, name))) && phasic(installed, 'cite') === phasic(root, 'cite'),
    'licences and notices are there, and phasic cite names the same version and commit',
  );
  const dead = deadLinks();
  see(dead.length === 0, `links of README lead to files that are there${dead.map((one) => `; ${one}`).join('')}`);
  writeOwnParts();
  checkTypes();
  see(phasic(installed, 'check', ownParts).includes('holds'), "phasic check: parts of one's own hold");
  see(await answersPage(), 'phasic serve answers with the page');
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
