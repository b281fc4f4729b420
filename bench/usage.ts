import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** What a process used from its start to its end, its threads and children included. */
export interface Usage {
  /** Seconds of processor time, user and system. */
  readonly cpu: number;
  /** Seconds. */
  readonly wall: number;
  /** Peak memory of the largest process. */
  readonly megabytes: number;
}

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd?: string;
}

/** The command of a checkout; of older ones it is an ES module. */
const programIn = (root: string): string =>
  ['bin/phasic.cjs', 'bin/phasic.mjs'].map((name) => join(root, name)).find(existsSync) as string;

/** `phasic ARGS` of a checkout, in its folder. */
export const phasic = (root: string, args: readonly string[]): Command => ({
  program: process.execPath,
  args: [programIn(root), ...args],
  cwd: root,
});

/**
 * Runs a command to its end, its standard output thrown away. Python measures, since Node has no figures of children.
 * @throws if Python is missing or the command fails
 */
export function usageOf(root: string, { program, args, cwd }: Command): Usage {
  const printed = execFileSync('python3', [join(root, 'bench/usage.py'), program, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd === undefined ? {} : { cwd }),
  });
  return JSON.parse(printed) as Usage;
}
