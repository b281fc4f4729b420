#!/usr/bin/env node
// The `phasic` command. In a source tree it first brings dist/ up to date; in a package dist/ is all there is.
import { existsSync } from 'node:fs';
import module from 'node:module';

// Node 22+ keeps compiled code between runs, which shortens the start. Node 20 has no such call.
module.enableCompileCache?.();

if (existsSync(new URL('../src', import.meta.url))) {
  const { ensureBuilt } = await import('../scripts/fresh.mjs');
  if (!ensureBuilt()) process.exit(1);
}

const { main } = await import('../dist/node/cli.js');
// exitCode instead of exit(): what is still being written to a pipe gets out.
process.exitCode = await main(process.argv.slice(2));
