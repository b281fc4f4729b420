// What src/host/webgpu/thread.ts does, on a backend that is everywhere.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { answerCalls } from '../../src/host/webgpu/answer-calls.ts';
import { networkServer } from '../../src/networks/webgpu/server.ts';

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
