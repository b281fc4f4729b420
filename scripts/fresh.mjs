// Checks whether dist/ is as new as the sources. Used at every start of `phasic`, so it only reads modification times.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const stampName = '.stamp';

/** Includes folders: their time changes when a file is deleted or renamed. */
function changedSince(path, time) {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined || stat.mtimeMs > time || (stat.isDirectory() && changedWithin(path, time));
}

function changedWithin(folder, time) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined || stat.mtimeMs > time || (entry.isDirectory() && changedWithin(path, time))) return true;
  }
  return false;
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
  // Loaded here, because a start that builds nothing would wait longer for it than for the rest of this file.
  const { spawnSync } = process.getBuiltinModule('node:child_process');
  process.stderr.write(`phasic: building (${why})...\n`);
  const child = spawnSync(process.execPath, [join(root, 'scripts/build.mjs')], { stdio: ['ignore', 2, 2] });
  return child.status === 0;
}
