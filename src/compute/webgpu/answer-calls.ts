import { workerData } from 'node:worker_threads';
import { InputError } from '../../core/errors.ts';
import { answers, ended, type Answer, type ThreadData } from './synchronous-thread.ts';

export interface Answering {
  /** Sent to the caller when the thread is ready. */
  readonly ready: unknown;
  answer(name: string, given: readonly unknown[]): unknown;
}

/** The thread's side of a SynchronousThread: initialises, then answers calls one by one until the thread is ended. */
export async function answerCalls(start: (given: unknown) => Promise<Answering>): Promise<void> {
  const { port, signal, given: toStart } = workerData as ThreadData;

  function wake(): void {
    Atomics.add(signal, answers, 1);
    Atomics.notify(signal, answers);
  }

  // Also if an uncaught error ends the thread: a waiting caller must not wait forever.
  process.on('exit', () => {
    Atomics.store(signal, ended, 1);
    wake();
  });

  async function reply(run: () => unknown): Promise<void> {
    port.postMessage(await answerTo(run));
    wake();
  }

  let answering: Answering | undefined;
  await reply(async () => {
    answering = await start(toStart);
    return answering.ready;
  });
  port.on('message', ([name, given]: [string, readonly unknown[]]) =>
    reply(() => (answering as Answering).answer(name, given)),
  );
}

async function answerTo(run: () => unknown): Promise<Answer> {
  try {
    return { value: await run() };
  } catch (error) {
    // Errors lose their class between threads.
    if (error instanceof InputError) return { error: { what: error.what, where: error.where, remedy: error.remedy } };
    // Driver messages are long.
    return { failure: (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] as string };
  }
}
