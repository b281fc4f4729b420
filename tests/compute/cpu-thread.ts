// Like src/compute/webgpu/thread.ts, on a backend that is available everywhere.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { answerCalls } from '../../src/compute/webgpu/answer-calls.ts';
import { networkServer } from '../../src/compute/networks/webgpu/server.ts';

await answerCalls(async () => {
  tf.enableProdMode();
  await tf.setBackend('cpu');
  const server = networkServer();
  return {
    ready: 'cpu',
    answer: (name, given) =>
      (server[name as keyof typeof server] as (...given: readonly unknown[]) => unknown)(...given),
  };
});
