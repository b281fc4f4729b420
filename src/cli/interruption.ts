import { note, writeLine } from './output.ts';

/** What a shell gives for a program that was ended by Ctrl-C. */
export const interruptedCode = 130;

let stopped = false;
let onStop: (() => void) | undefined;

/**
 * Listens to Ctrl-C and to a request to end, from a command's first moment: until the command takes charge nothing is there to keep, which is said before
 * the program ends. A second one ends it at once.
 * @param name the command's
 * @returns a function that leaves Ctrl-C to Node again, for a command that is short
 */
export function listenForInterrupts(name: string): () => void {
  const interrupt = (): void => {
    if (stopped || onStop === undefined) {
      if (!stopped) end(`phasic ${name}: stopped before it had done anything that could be kept`);
      process.exit(interruptedCode);
    }
    stopped = true;
    onStop();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interrupt);
  return () => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, interrupt);
  };
}

/** Whether the command is to end as soon as what it has done is kept. */
export const isStopped = (): boolean => stopped;

function end(line: string): never {
  writeLine('');
  note(line);
  process.exit(interruptedCode);
}

/** From now on the command keeps nothing, and says what is lost when it is stopped. */
export function keepNothing(told: () => string): void {
  onStop = () => end(told());
}

/** From now on the command ends by itself when it is stopped, and says what was kept. */
export function takeCharge(told: () => void = () => undefined): void {
  onStop = told;
}
