import { spawn } from 'node:child_process';
import { InputError } from '../core/errors.ts';

const keptBytes = 4000;

/**
 * Runs an external program; its output goes to standard error, so that the progress of a long download is visible.
 * @throws InputError with the most informative line of its error output
 */
export async function runTool(command: string, args: readonly string[], failure: string, where: string): Promise<void> {
  const child = spawn(command, args, { stdio: ['ignore', 2, 'pipe'] });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    process.stderr.write(chunk);
    said = (said + chunk.toString()).slice(-keptBytes);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  }).catch((error: Error) => error.message);
  if (code === 0) return;
  const lines = said.trim().split('\n');
  // pip ends with the reason, npm and compilers begin with it.
  const complaint =
    lines.findLast((line) => line.startsWith('ERROR')) ??
    lines.find((line) => /error/i.test(line)) ??
    lines.at(-1) ??
    '';
  throw new InputError(`${failure} (${complaint.trim() || `${command} ended with ${code}`})`, where, 'see above');
}
