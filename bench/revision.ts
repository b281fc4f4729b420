import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Another revision of Phasic, built in a folder of its own. */
export interface Revision {
  readonly root: string;
  /** Such as `1a2b3c4d`. */
  readonly name: string;
  /** Whether its sources can be measured by today's kernels. */
  readonly hasKernels: boolean;
  remove(): void;
}

/**
 * Checks a revision out under a temporary folder and builds it, with today's bench/ so that both sides are measured by
 * the same code.
 * @param revision as git names it
 * @throws if git does not know it, or it cannot be built
 */
export function builtRevision(root: string, revision: string): Revision {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-C', root, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();
  const commit = git('rev-parse', '--verify', `${revision}^{commit}`);
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'phasic-revision-')));
  const at = join(folder, 'phasic');
  const remove = (): void => {
    git('worktree', 'remove', '--force', at);
    rmSync(folder, { recursive: true });
  };
  git('worktree', 'add', '--quiet', '--detach', at, commit);
  try {
    rmSync(join(at, 'bench'), { recursive: true, force: true });
    cpSync(join(root, 'bench'), join(at, 'bench'), { recursive: true });
    installModules(root, at);
    build(at, 'scripts/build.mjs');
    return { root: at, name: commit.slice(0, 8), hasKernels: kernelsBuilt(at), remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Those of this checkout where both ask for the same ones. */
function installModules(root: string, at: string): void {
  const lock = (folder: string): string => readFileSync(join(folder, 'package-lock.json'), 'utf8');
  if (lock(root) === lock(at)) symlinkSync(join(root, 'node_modules'), join(at, 'node_modules'), 'junction');
  else execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: at, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Prints nothing unless it fails. */
function build(at: string, ...args: readonly string[]): void {
  execFileSync(process.execPath, args, { cwd: at, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
}

const bundleKernels = `const { bundleBench } = await import('./scripts/bundle-bench.mjs'); await bundleBench({ kernel: 'bench/kernel.ts' });`;

function kernelsBuilt(at: string): boolean {
  try {
    build(at, '--input-type=module', '--eval', bundleKernels);
    return true;
  } catch {
    return false;
  }
}
