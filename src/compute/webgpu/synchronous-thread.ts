import { existsSync } from 'node:fs';
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import { InputError } from '../../core/errors.ts';
import type { ErrorLine } from '../../protocol/messages.ts';

export interface ThreadData {
  /** The port on which it is called and answers. */
  readonly port: MessagePort;
  /** Numbers shared with the caller. */
  readonly signal: Int32Array<SharedArrayBuffer>;
  /** Initialisation data. */
  readonly given: unknown;
}

/** Indices in the signal: the number of answers, and 1 once the thread has ended. */
export const answers = 0;
export const ended = 1;

/** A call is a name and its arguments. The thread's first answer, before any call, says that it is ready. */
export type Answer = { readonly value: unknown } | { readonly error: ErrorLine } | { readonly failure: string };

export interface SynchronousThread {
  /** The thread's message when it was ready. */
  readonly ready: unknown;
  /**
   * Calls the thread and blocks this thread until it has answered.
   * @throws InputError as thrown there, or if the thread fails, has ended, or does not answer in time
   */
  call(name: string, given: readonly unknown[]): unknown;
  end(): void;
}

export interface ThreadOptions {
  /** Its name in errors. */
  readonly name: string;
  /** Timeout for becoming ready. */
  readonly startSeconds: number;
  /** Timeout for answering a call. */
  readonly callSeconds: number;
  /** Initialisation data. */
  readonly given?: unknown;
}

/**
 * Starts a thread that does not keep the program alive, and waits until it is ready.
 * @throws InputError if it does not become ready
 */
export function startThread(
  file: string,
  { name, startSeconds, callSeconds, given }: ThreadOptions,
): SynchronousThread {
  if (!existsSync(file)) throw new InputError('the thread is not built', file, 'run npm run build');
  const signal = new Int32Array(new SharedArrayBuffer(8));
  const { port1: port, port2 } = new MessageChannel();
  // Options for the main program (--eval) would keep the thread from starting.
  const worker = new Worker(file, {
    workerData: { port: port2, signal, given } satisfies ThreadData,
    transferList: [port2],
    execArgv: [],
  });
  worker.unref();
  let broken: InputError | undefined;
  const failed = (what: string): InputError =>
    new InputError(what, name, 'start again; if it happens again, use --backend auto');
  // An error without a listener would end the program.
  worker.on('error', (error) => (broken = failed(error instanceof Error ? error.message : String(error))));

  function end(): void {
    port.close();
    void worker.terminate();
  }

  /** Waits until the number of answers increases by one. */
  function answer(before: number, seconds: number): unknown {
    const until = performance.now() + 1000 * seconds;
    // More than once: the thread first counts an answer, then wakes waiters, which may by then wait for the next one.
    while (Atomics.load(signal, answers) === before && Atomics.load(signal, ended) === 0 && performance.now() < until) {
      Atomics.wait(signal, answers, before, until - performance.now());
    }
    const received = receiveMessageOnPort(port);
    if (received !== undefined) return valueOf(received.message as Answer, failed);
    // The last call: a late answer would be mistaken for the next one's.
    broken = failed(Atomics.load(signal, ended) === 1 ? 'its thread has ended' : `no answer in ${seconds} s`);
    end();
    throw broken;
  }

  try {
    const ready = answer(0, startSeconds);
    return {
      ready,
      call(method, given) {
        if (broken !== undefined) throw broken;
        const before = Atomics.load(signal, answers);
        port.postMessage([method, given]);
        return answer(before, callSeconds);
      },
      end,
    };
  } catch (error) {
    end();
    throw error;
  }
}

function valueOf(answer: Answer, failed: (what: string) => InputError): unknown {
  if ('error' in answer) throw new InputError(answer.error.what, answer.error.where, answer.error.remedy);
  if ('failure' in answer) throw failed(answer.failure);
  return answer.value;
}
