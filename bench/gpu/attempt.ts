import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Attempt = { readonly json: unknown } | { readonly why: string };

const longest = 120_000;

/** Runs a Node script in its own process and reads its JSON output; or says why there is none. */
export function attempt(args: readonly string[], { isTraining = false } = {}): Attempt {
  const runs = mkdtempSync(join(tmpdir(), 'phasic-gpu-'));
  process.stdout.write(`${args.slice(1).join(' ')}: `);
  try {
    const printed = execFileSync(process.execPath, [...args, ...(isTraining ? ['--runs', runs] : [])], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: longest,
      maxBuffer: 2 ** 28,
    });
    process.stdout.write('done\n');
    return { json: JSON.parse(printed) };
  } catch (error) {
    const why = reasonOf(error as Failure);
    process.stdout.write(`${why}\n`);
    return { why };
  } finally {
    rmSync(runs, { recursive: true, force: true });
  }
}

interface Failure extends Error {
  readonly code?: string;
  readonly stderr?: string;
}

function reasonOf({ code, stderr, message }: Failure): string {
  if (code === 'ETIMEDOUT') return `not done within ${longest / 1000} s`;
  return stderr?.trim().split('\n').at(-1) ?? message;
}
