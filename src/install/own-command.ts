import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { builtFile } from './package-root.ts';

export interface Ended {
  /** Exit code; none where a signal ended it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a CLI command in a separate process, which a faulty library may crash. */
export function runOwnCommand(args: readonly string[]): Ended {
  const program = `import { main } from ${JSON.stringify(pathToFileURL(builtFile('node', 'cli.js')))}; process.exitCode = await main(process.argv.slice(1));`;
  return spawnSync(process.execPath, ['--input-type=module', '--eval', program, '--', ...args], { encoding: 'utf8' });
}
