// A thread for tests of failures. Its initialisation data say how it starts.
import { setTimeout as wait } from 'node:timers/promises';
import { workerData } from 'node:worker_threads';
import { InputError } from '../../src/core/errors.ts';
import { answerCalls } from '../../src/compute/webgpu/answer-calls.ts';
import { answers, type ThreadData } from '../../src/compute/webgpu/synchronous-thread.ts';

const odd: Readonly<Record<string, (...given: readonly unknown[]) => unknown>> = {
  add: (a, b) => Number(a) + Number(b),
  later: async (value) => wait(20, value),
  // Wakes the caller before there is an answer, like a thread that is late in waking for the previous answer.
  early: async (value) => {
    await wait(20);
    Atomics.notify((workerData as ThreadData).signal, answers);
    return wait(20, value);
  },
  refuse: () => {
    throw new InputError('it is too large', 'the input', 'make it smaller');
  },
  fail: () => Promise.reject(new Error('it broke\n - while it was tried')),
  // Outside of any call, as in a driver's callback.
  die: () => {
    setTimeout(() => {
      throw new Error('nobody caught this');
    });
    return wait(60_000);
  },
  exit: () => process.exit(3),
  hang: () => wait(60_000),
};

await answerCalls(async (start) => {
  if (start !== 'well') (odd[start as string] as () => unknown)();
  return { ready: start, answer: (name, given) => odd[name]?.(...given) };
});
