import { spawn } from 'node:child_process';
import { builtFile } from '../install/package-root.ts';

/** Why this process cannot open a window; undefined if it can. */
export function windowHindrance(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  userId = process.getuid?.(),
): string | undefined {
  if (platform !== 'linux') return undefined;
  if (!environment['DISPLAY'] && !environment['WAYLAND_DISPLAY'])
    return 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)';
  return userId === 0 ? "Electron's sandbox does not run as root" : undefined;
}

/** Opens the app in Electron. @returns Electron's exit code once its window is closed */
export function openWindow(
  electron: string,
  mainFile: string = builtFile('node', 'electron-main.cjs'),
): Promise<number> {
  // With this variable set, Electron would run as plain Node.
  const { ELECTRON_RUN_AS_NODE: _, ...environment } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(electron, [mainFile], { stdio: ['ignore', 'inherit', 'inherit'], env: environment });
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? (signal === null ? 0 : 1)));
  });
}
