import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';

/** Prints nothing where git is missing, or there is no repository. */
function git(folder, ...args) {
  const { status, stdout } = spawnSync('git', args, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return status === 0 ? stdout.trim() : '';
}

/**
 * The commit that a folder contains, with `-dirty` after it if its files differ from it.
 * @param {string} folder
 * @returns {string | undefined} undefined unless the folder is the top of a repository: one around it is of something else
 */
export function commitIn(folder) {
  const top = git(folder, 'rev-parse', '--show-toplevel');
  if (top === '' || realpathSync(top) !== realpathSync(folder)) return undefined;
  return git(folder, 'describe', '--always', '--dirty', '--abbrev=40', '--exclude=*') || undefined;
}
