import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../bin/phasic.mjs', import.meta.url));

export interface Done {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the real program as its user does. */
export function phasic(args: readonly string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}): Done {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8', cwd: options.cwd, env: { ...process.env, ...options.env } });
  return { code: status, out: stdout, err: stderr };
}
