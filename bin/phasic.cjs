#!/usr/bin/env node
// The `phasic` command. In a source tree it first brings dist/ up to date; in a package dist/ is all there is. Loaded as
// CommonJS, as the whole program is: Node's loader of ES modules takes longer, and Node 20 cannot keep what it compiled.
const { existsSync } = require('node:fs');
const { enableCompileCache } = require('node:module');
const { join } = require('node:path');

// A reader may close the pipe early (`phasic list | head`). The work continues, so that results are saved, and the exit
// code is that of a program ended by SIGPIPE. Output that is lost for another reason, such as a full disk, is reported.
const exitCodes = { brokenPipe: 141, lost: 2 };
let exitCode = 0;
process.stdout.on('error', ({ code }) => {
  if (exitCode !== 0) return;
  exitCode = code === 'EPIPE' ? exitCodes.brokenPipe : exitCodes.lost;
  if (code !== 'EPIPE')
    process.stderr.write(`phasic: standard output: cannot be written (${code}); send it to where there is room\n`);
});
// There is nowhere to report it.
process.stderr.on('error', () => undefined);
process.on('exit', (code) => {
  if (code === 0 && exitCode !== 0) process.exitCode = exitCode;
});

async function run() {
  if (existsSync(join(__dirname, '../src')) && !require('../scripts/fresh.cjs').ensureBuilt()) process.exit(1);
  // Node 22 keeps compiled code between runs itself, in a folder that it chooses.
  enableCompileCache?.();
  const keepCompiled =
    enableCompileCache === undefined
      ? require('./compiled-code.cjs').compileOnce(join(__dirname, '../dist/compiled'))
      : undefined;
  const { main } = require('../dist/node/cli.cjs');
  // exitCode instead of exit(), so that pending output to a pipe is written.
  process.exitCode = await main(process.argv.slice(2));
  keepCompiled?.();
}

void run();
