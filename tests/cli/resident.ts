import { fileURLToPath } from 'node:url';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';

export interface Done {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const answered = new Int32Array(new SharedArrayBuffer(4));
const { port1: port, port2: portOfThread } = new MessageChannel();
let thread: Worker | undefined;

/**
 * A command of the real, built program, in a process that does one after another: starting the program takes longer than
 * most commands. It must end as it does in a process of its own, with nothing left that would keep the process alive.
 * @throws if it ends the process
 */
export function residentCommand(args: readonly string[], cwd?: string): Done {
  thread ??= new Worker(fileURLToPath(new URL('resident-thread.mjs', import.meta.url)), {
    workerData: { port: portOfThread, answered },
    transferList: [portOfThread],
    execArgv: [],
  });
  thread.unref();
  port.unref();
  Atomics.store(answered, 0, 0);
  port.postMessage({ args, cwd });
  Atomics.wait(answered, 0, 0);
  const message = receiveMessageOnPort(port)?.message as Done | { readonly ended: number | string };
  if ('ended' in message) throw new Error(`phasic ${args.join(' ')}: it ended its process (${message.ended})`);
  return message;
}
