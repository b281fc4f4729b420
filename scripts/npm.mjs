import { spawnSync } from 'node:child_process';

/** @param {readonly string[]} args of npm, which runs with the same Node as this script */
export function npm(args, options = {}) {
  const { npm_execpath: script } = process.env;
  const { status, stdout } = spawnSync(script ? process.execPath : 'npm', script ? [script, ...args] : args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    ...options,
  });
  if (status !== 0) throw new Error(`npm ${args.join(' ')} ended with ${status}`);
  return stdout;
}
