import { spawn } from 'node:child_process';
import { writeSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { InputError } from '../core/errors.ts';
import { stuckLine, usualPatience } from '../recorded/patience.ts';
import type { ReadingWatch } from '../recorded/watch.ts';

/** Set in the process that does the work: the descriptor where it tells what it does, one byte at a time; '' if nobody listens. */
const variable = 'PHASIC_WATCHED';
const descriptor = 3;
const marks = { begins: 'b', ends: 'e', isFurther: '.' } as const;

/**
 * Does what reads files of others in a process of its own, which is ended if a reading gets no further.
 * @param shown what is read, for messages
 * @returns the exit code
 * @throws InputError if it was ended
 */
export async function watched(shown: string, work: (watch: ReadingWatch) => Promise<number>): Promise<number> {
  const listens = process.env[variable];
  if (listens !== undefined) return work(listens === '' ? silent : told);
  return watchedProcess(shown, patienceSeconds());
}

/**
 * PHASIC_PATIENCE=SECONDS is for slow disks and networks.
 * @throws InputError if it is no number of seconds
 */
function patienceSeconds(): number {
  const text = process.env['PHASIC_PATIENCE'] ?? String(usualPatience);
  const seconds = Number(text);
  if (seconds >= 0.1 && seconds <= 86_400) return seconds;
  throw new InputError(`'${text}' is not allowed`, 'PHASIC_PATIENCE', 'give seconds, from 0.1 to 86400');
}

const tell = (mark: string): void => {
  try {
    writeSync(descriptor, mark);
  } catch {
    // Nobody watches any more: the work goes on.
  }
};
const silent: ReadingWatch = { begins: () => undefined, ends: () => undefined, isFurther: () => undefined };
const told: ReadingWatch = {
  begins: () => tell(marks.begins),
  ends: () => tell(marks.ends),
  isFurther: () => tell(marks.isFurther),
};

function watchedProcess(shown: string, patience: number): Promise<number> {
  const [program = ''] = process.argv.slice(1);
  const child = spawn(process.execPath, [...process.execArgv, program, ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
    env: { ...process.env, [variable]: String(descriptor) },
  });
  let timer: NodeJS.Timeout | undefined;
  let isStuck = false;
  const end = (): void => {
    isStuck = true;
    child.kill('SIGKILL');
  };
  (child.stdio[descriptor] as Readable).on('data', (data: Buffer) => {
    clearTimeout(timer);
    if (data.toString().at(-1) !== marks.ends) timer = setTimeout(end, patience * 1000);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (isStuck) reject(stuckLine(shown, patience));
      else resolve(code ?? (signal === 'SIGINT' ? 130 : 1));
    });
  });
}
