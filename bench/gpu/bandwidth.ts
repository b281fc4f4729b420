// Prints a backend's name and the bytes per second that it reads and writes: the maximum when scaling a long array.
import { performance } from 'node:perf_hooks';
import * as tf from '@tensorflow/tfjs-core';
import { networksFor } from '../../src/compute/backends.ts';
import { randomStream } from '../../src/core/random.ts';

const numbers = 2 ** 26;
const bytesEach = 4;
const repeats = 20;
const opsAtOnce = 10;

const [backend = ''] = process.argv.slice(2);
const maker = await networksFor(backend);
const adam = { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;
const network = maker.network(
  { input: [1], layers: [{ kind: 'dense', units: 1, activation: 'linear', initial: { kind: 'uniform' } }] },
  { optimiser: adam, trainBatch: 1, actBatch: 1 },
  randomStream(1, 'bench'),
);
// Makes the backend the current one.
network.forward(new Float32Array(1), 1);

/** Bytes per second. */
async function measured(): Promise<number> {
  let values: tf.Tensor1D = tf.ones([numbers]);
  let least = Infinity;
  for (let repeat = 0; repeat < repeats; repeat++) {
    const began = performance.now();
    for (let k = 0; k < opsAtOnce; k++) {
      const next: tf.Tensor1D = tf.mul(values, 1.0001);
      values.dispose();
      values = next;
    }
    // Reading one number waits for all of it.
    await tf.tidy(() => tf.slice(values, 0, 1)).data();
    least = Math.min(least, performance.now() - began);
  }
  return (2 * bytesEach * numbers * opsAtOnce) / (least / 1000);
}

// The others compute elsewhere: in our own kernel, or in another thread.
const isOfThisThread = ['cuda', 'native', 'wasm', 'cpu'].includes(backend);
process.stdout.write(
  `${JSON.stringify({ name: network.backend, bandwidth: isOfThisThread ? await measured() : null })}\n`,
);
