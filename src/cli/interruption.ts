import { note, writeLine } from './output.ts';

/** The shell's exit code for a program ended by Ctrl-C. */
export const interruptedCode = 130;

let stopped = false;
let onStop: (() => void) | undefined;

/**
 * Listens to Ctrl-C and to termination signals from the start of a command: until the command takes over there is
 * nothing to keep, which is reported before the program ends. A second signal ends it at once.
 * @param name of the command
 * @returns a function that restores Node's handling of Ctrl-C, for a short command
 */
export function listenForInterrupts(name: string): () => void {
  const interrupt = (): void => {
    if (stopped || onStop === undefined) {
      if (!stopped) end(`phasic ${name}: stopped before there was anything to save`);
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

/** Whether the command must end as soon as its results are kept. */
export const isStopped = (): boolean => stopped;

function end(line: string): never {
  writeLine('');
  note(line);
  process.exit(interruptedCode);
}

/** From now on the command keeps nothing, and reports what is lost when it is stopped. */
export function keepNothing(told: () => string): void {
  onStop = () => end(told());
}

/** From now on the command ends by itself when it is stopped, and reports what was kept. */
export function takeCharge(told: () => void = () => undefined): void {
  onStop = told;
}
