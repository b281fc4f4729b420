import { workerData } from 'node:worker_threads';
import { InputError } from '../../core/errors.ts';
import { answers, ended, type Answer, type ThreadData } from './synchronous-thread.ts';

export interface Answering {
  /** What the caller is told when it can begin. */
  readonly ready: unknown;
  answer(name: string, given: readonly unknown[]): unknown;
}

/** The thread's side of a SynchronousThread: gets ready, then answers one call after another until the thread is ended. */
export async function answerCalls(start: (given: unknown) => Promise<Answering>): Promise<void> {
  const { port, signal, given: toStart } = workerData as ThreadData;

  function wake(): void {
    Atomics.add(signal, answers, 1);
    Atomics.notify(signal, answers);
  }

  // Also when an error that nobody caught ends the thread: who waits for an answer must not wait for ever.
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
    // An error loses its class on its way between threads.
    if (error instanceof InputError) return { error: { what: error.what, where: error.where, remedy: error.remedy } };
    // Drivers explain at length.
    return { failure: (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] as string };
  }
}
