// Helpers shared by the checks of packed programs.
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Prints a condition that holds.
 * @throws Error if it does not
 */
export function see(holds, what) {
  if (!holds) throw new Error(`not so: ${what}`);
  process.stdout.write(`${what}\n`);
}

export function bytesIn(path) {
  const stat = statSync(path);
  return stat.isDirectory() ? readdirSync(path).reduce((sum, name) => sum + bytesIn(join(path, name)), 0) : stat.size;
}

/**
 * Runs a command of the program in a folder and returns its output.
 * @param {string} program
 * @param {string} cwd
 * @param {readonly string[]} args
 * @throws Error with its error output
 */
export function phasicIn(program, cwd, args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(program, 'bin/phasic.cjs'), ...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (status !== 0) throw new Error(`phasic ${args.join(' ')} ended with ${status}: ${stderr}`);
  return stdout;
}
