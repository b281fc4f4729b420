// Builds dist/renderer (the page) and dist/node (command line, host, worker, Electron main and preload).
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { compressFiles } from './compressed.mjs';
import { isStale, root, stampName } from './fresh.cjs';
import { notePackages, noticesName, noticesOf } from './notices.mjs';
import { noteConfig, noteSources, sourcesAround } from './sources.mjs';

// Built under a temporary name and renamed, so that two processes that build at once never see each other's partial
// output.
const temporary = join(root, `dist.${process.pid}.tmp`);
const final = join(root, 'dist');
const began = new Date();
// Whoever starts it: React's build for development, which a test runner asks for, is a third larger and slower.
process.env.NODE_ENV = 'production';
const sources = new Set(sourcesAround(root));

const stampTime = () => statSync(join(final, stampName), { throwIfNoEntry: false })?.mtimeMs;
const stampBefore = stampTime();

function moveIntoPlace() {
  for (let attempt = 0; attempt < 10; attempt++) {
    try {
      renameSync(temporary, final);
      return;
    } catch (error) {
      // What an existing folder answers on Linux, macOS and Windows.
      if (!['ENOTEMPTY', 'EEXIST', 'EPERM', 'EACCES'].includes(error.code)) throw error;
    }
    // Another process finished first with the same sources: its build is as good as ours, and already in use.
    if (stampTime() !== stampBefore && !isStale()) return;
    const old = join(root, `dist.${process.pid}-${attempt}.tmp`);
    try {
      renameSync(final, old);
    } catch {
      // Another process moved it away just now: try again.
    }
    rmSync(old, { recursive: true, force: true });
  }
  throw new Error(`cannot replace ${final}: is one of its files open in another program?`);
}

function removeLeftovers() {
  const hour = 3_600_000;
  for (const name of readdirSync(root)) {
    const path = join(root, name);
    const left =
      /^dist\..*\.tmp$/.test(name) &&
      (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity) < Date.now() - hour;
    if (left) rmSync(path, { recursive: true, force: true });
  }
}

try {
  const [{ completeConfig }, { build, mergeConfig }] = await Promise.all([
    import('./config.mjs'),
    import('vite'),
  ]).catch((error) => {
    if (error.code === 'ERR_MODULE_NOT_FOUND')
      throw new Error(`a package is missing: run \`npm install\` in ${root}`, { cause: error });
    throw error;
  });
  rmSync(temporary, { recursive: true, force: true });
  removeLeftovers();
  mkdirSync(temporary);
  // Data that the page has with it and no module imports.
  const packages = new Set([join(root, 'renderer/public/examples')]);
  const { parts, files } = await completeConfig();
  noteConfig(root, sources, files);
  for (const part of [parts.main, parts.preload, parts.renderer])
    await build(
      mergeConfig(part, {
        plugins: [noteSources(root, sources), notePackages(packages)],
        build: { outDir: join(temporary, relative(final, part.build.outDir)), emptyOutDir: false },
      }),
    );
  await compressFiles(join(temporary, relative(final, parts.renderer.build.outDir)));
  writeFileSync(join(temporary, noticesName), noticesOf(packages));
  const stamp = join(temporary, stampName);
  writeFileSync(stamp, JSON.stringify({ sources: [...sources].sort() }));
  utimesSync(stamp, began, began);
  moveIntoPlace();
} catch (error) {
  process.stderr.write(
    `phasic: ${basename(import.meta.url)} failed\n${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exitCode = 1;
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
