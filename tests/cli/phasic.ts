import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { residentCommand, type Done } from './resident.ts';

export type { Done };

const program = fileURLToPath(new URL('../../bin/phasic.cjs', import.meta.url));

interface Options {
  readonly cwd?: string | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
}

/**
 * Commands and options that need a process of their own: libraries are loaded, parts are added and notes are silenced
 * for a whole process. That a run loads what it needs where nothing is loaded yet is tested by those that are alone.
 */
const alone = /^(doctor|check|--parts.*|-q|--quiet|native|cuda)$/;

/** Does a command of the real program, like a user. */
export function phasic(args: readonly string[], { cwd, env }: Options = {}): Done {
  return env === undefined && !args.some((word) => alone.test(word))
    ? residentCommand(args, cwd)
    : phasicAlone(args, { cwd, env });
}

/** The same in a process of its own. */
export function phasicAlone(args: readonly string[], { cwd, env }: Options = {}): Done {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    encoding: 'utf8',
    cwd,
    env: { ...process.env, ...env },
  });
  return { code: status, out: stdout, err: stderr };
}

/** What adds parts of the user's own to a process. */
const addsParts = /^(check|--parts.*)$/;

/** Commands one after another in one process, which are refused or only read; runs too. Parts of one's own stay in a process. */
export const phasicInTurn = (commands: readonly (readonly string[])[], { cwd }: Options = {}): readonly Done[] =>
  commands.map((args) =>
    args.some((word) => addsParts.test(word)) ? phasicAlone(args, { cwd }) : residentCommand(args, cwd),
  );

/** The same if the reader of its output, or also of its messages, has gone before anything is written. */
export async function phasicUnread(
  args: readonly string[],
  gone: 'output' | 'messages' | 'both',
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Done> {
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
  });
  const texts = { out: '', err: '' };
  if (gone !== 'messages') child.stdout.destroy();
  if (gone !== 'output') child.stderr.destroy();
  child.stdout.setEncoding('utf8').on('data', (text: string) => (texts.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (texts.err += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...texts };
}

/** Runs a shell command line in which `phasic` is the real program. */
export function shell(line: string, cwd: string): Done {
  const { status, stdout, stderr } = spawnSync(
    'bash',
    ['-c', `phasic() { '${process.execPath}' '${program}' "$@"; }\n${line}`],
    { encoding: 'utf8', cwd, timeout: 60_000 },
  );
  return { code: status, out: stdout, err: stderr };
}

export interface Running {
  readonly pid: number;
  /** Its standard error so far. */
  err(): string;
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<Done>;
}

/** Gives the real program lines, each after its answer to the one before; the first answer comes unasked. */
export async function askedByLine(
  args: readonly string[],
  lines: readonly string[],
): Promise<{ readonly answers: readonly string[]; readonly code: number | null; readonly err: string }> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const closed = once(child, 'close');
  const answers: string[] = [];
  for await (const answer of createInterface({ input: child.stdout })) {
    const line = lines[answers.push(answer) - 1];
    if (line === undefined) child.stdin.end();
    else child.stdin.write(`${line}\n`);
  }
  const [code] = (await closed) as [number | null];
  return { answers, code, err };
}

/** Starts the real program without waiting for it. */
export function startPhasic(args: readonly string[]): Running {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const ended = new Promise<Done>((resolve) => child.on('close', (code) => resolve({ code, out, err })));
  return { pid: child.pid as number, err: () => err, kill: (signal) => child.kill(signal), ended };
}
