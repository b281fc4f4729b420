// Checks whether dist/ is as new as the sources. Used at every start of `phasic` in a source tree, so it only reads modification times.
const { readdirSync, readFileSync, statSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '../');
const stampName = '.stamp';

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

/**
 * Whether the system's find sees a newer file or folder among the sources: Node takes three times as long for that.
 * Undefined where there is no find, or it complains, as of a source that is gone.
 */
function findsNewer(folder, sources, stampFile) {
  // Of this name Windows has another program.
  if (process.platform === 'win32') return undefined;
  // Loaded here: where there is a package in place of sources it is not needed.
  const { spawnSync } = require('node:child_process');
  const { status, stdout } = spawnSync('find', [...sources, '-newer', stampFile, '-print', '-quit'], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return status === 0 ? stdout !== '' : undefined;
}

/** The stamp contains the time at which the build started, so an edit during a build is noticed. */
function isStale(folder = root, { newer = findsNewer } = {}) {
  const file = join(folder, 'dist', stampName);
  const stamp = statSync(file, { throwIfNoEntry: false });
  const sources = stamp && sourcesOf(file);
  if (sources === undefined) return true;
  return newer(folder, sources, file) ?? sources.some((source) => changedSince(join(folder, source), stamp.mtimeMs));
}

/** Builds when needed. Returns whether dist/ can be used. */
function ensureBuilt() {
  if (!isStale()) return true;
  const first = statSync(join(root, 'dist'), { throwIfNoEntry: false }) === undefined;
  return rebuild(first ? 'first use' : 'sources changed');
}

/** Builds in a child process whose whole output goes to stderr. Returns whether it could. */
function rebuild(why) {
  const { spawnSync } = require('node:child_process');
  process.stderr.write(`phasic: building (${why})...\n`);
  const child = spawnSync(process.execPath, [join(root, 'scripts/build.mjs')], { stdio: ['ignore', 2, 2] });
  return child.status === 0;
}

module.exports = { root, stampName, isStale, ensureBuilt, rebuild };
