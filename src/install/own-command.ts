import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { builtFile } from './package-root.ts';

export interface Ended {
  /** Exit code; none where a signal ended it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of the command line in a process of its own, which what it loads may take down. */
export function runOwnCommand(args: readonly string[]): Ended {
  const program = `import { main } from ${JSON.stringify(pathToFileURL(builtFile('node', 'cli.js')))}; process.exitCode = await main(process.argv.slice(1));`;
  return spawnSync(process.execPath, ['--input-type=module', '--eval', program, '--', ...args], { encoding: 'utf8' });
}
