// Checks whether dist/ is as new as the sources. Used at every start of `phasic`, so it only reads modification times.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const stampName = '.stamp';

/** Includes folders: their time changes when a file is deleted or renamed. */
function changedSince(path, time) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return true;
  if (stat.mtimeMs > time) return true;
  return stat.isDirectory() && readdirSync(path).some((name) => changedSince(join(path, name), time));
}

/** Sources of the build: files and folders, relative to the root; undefined if the stamp does not contain them. */
function sourcesOf(stampFile) {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8')).sources;
  } catch {
    return undefined;
  }
}

/** The stamp contains the time at which the build started, so an edit during a build is noticed. */
export function isStale(folder = root) {
  const file = join(folder, 'dist', stampName);
  const stamp = statSync(file, { throwIfNoEntry: false });
  const sources = stamp && sourcesOf(file);
  return sources === undefined || sources.some((source) => changedSince(join(folder, source), stamp.mtimeMs));
}

/** Builds when needed. Returns whether dist/ can be used. */
export function ensureBuilt() {
  if (!isStale()) return true;
  const first = statSync(join(root, 'dist'), { throwIfNoEntry: false }) === undefined;
  return rebuild(first ? 'first use' : 'sources changed');
}

/** Builds in a child process whose whole output goes to stderr. Returns whether it could. */
export function rebuild(why) {
  process.stderr.write(`phasic: building (${why})...\n`);
  const child = spawnSync(process.execPath, [join(root, 'scripts/build.mjs')], { stdio: ['ignore', 2, 2] });
  return child.status === 0;
}
