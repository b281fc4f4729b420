#!/usr/bin/env node
// The `phasic` command. In a source tree it first brings dist/ up to date; in a package dist/ is all there is.
import { existsSync } from 'node:fs';
import module from 'node:module';

// Node 22+ keeps compiled code between runs, which shortens the start. Node 20 has no such call.
module.enableCompileCache?.();

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

if (existsSync(new URL('../src', import.meta.url))) {
  const { ensureBuilt } = await import('../scripts/fresh.mjs');
  if (!ensureBuilt()) process.exit(1);
}

const { main } = await import('../dist/node/cli.js');
// exitCode instead of exit(), so that pending output to a pipe is written.
process.exitCode = await main(process.argv.slice(2));
