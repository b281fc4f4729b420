import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { builtFile } from './package-root.ts';

export interface Ended {
  /** Exit code; absent if a signal ended it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** In Electron the executable is Electron, which acts as Node only if this variable is set. */
export const asNode = 'electron' in process.versions ? { ELECTRON_RUN_AS_NODE: '1' } : {};

/** Runs a CLI command in a separate process, which a faulty library may crash. */
export function runOwnCommand(args: readonly string[]): Ended {
  const program = `import { main } from ${JSON.stringify(pathToFileURL(builtFile('node', 'cli.cjs')))}; process.exitCode = await main(process.argv.slice(1));`;
  return spawnSync(process.execPath, ['--input-type=module', '--eval', program, '--', ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...asNode },
  });
}
