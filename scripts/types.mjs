// Type-checks every layer with the types that are available in this layer. Runs all of them, and fails if any fails.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
// Referenced projects are checked first; unchanged ones are not checked again.
const failed = ['numeric', 'pure', 'node', 'renderer', 'tests'].filter((layer) => {
  console.log(`types: ${layer}`);
  return spawnSync(process.execPath, [tsc, '-b', `tsconfig/${layer}.json`], { stdio: 'inherit' }).status !== 0;
});
if (failed.length > 0) {
  console.error(`types: errors in ${failed.join(', ')}`);
  process.exitCode = 1;
}
