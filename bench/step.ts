// Prints microseconds per training step on a backend: `step.js BACKEND` of all nets and batches of torch_step.py,
// `step.js BACKEND NET BATCH` of one.
import { performance } from 'node:perf_hooks';
import type { FeedForwardLayer, NetworkSpec } from '../src/contracts/network.ts';
import { networksFor } from '../src/compute/backends.ts';
import { measureNetwork } from '../src/compute/networks/measure.ts';
import { batches, type StepTimes } from './torch.ts';

const milliseconds = 800;
const initial = { kind: 'uniform' } as const;
const dense = (units: number, activation: 'relu' | 'linear'): FeedForwardLayer => ({
  kind: 'dense',
  units,
  activation,
  initial,
});
const nets: Readonly<Record<keyof StepTimes, NetworkSpec>> = {
  dense: { input: [4], layers: [dense(64, 'relu'), dense(64, 'relu'), dense(2, 'linear')] },
  convolution: {
    input: [10, 10, 4],
    layers: [
      { kind: 'convolution', filters: 16, size: 3, activation: 'relu', initial },
      dense(128, 'relu'),
      dense(6, 'linear'),
    ],
  },
};
const optimiser = { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

const [backend = '', net, batch] = process.argv.slice(2);
const maker = await networksFor(backend);
const timing = { now: () => performance.now(), milliseconds };
const microseconds = (spec: NetworkSpec, batch: number): number =>
  1000 * measureNetwork(maker, spec, { optimiser, trainBatch: batch, actBatch: 1 }, timing).train;
const allTimes = (): StepTimes =>
  Object.fromEntries(
    Object.entries(nets).map(([name, spec]) => [
      name,
      Object.fromEntries(batches.map((batch) => [batch, microseconds(spec, batch)])),
    ]),
  ) as unknown as StepTimes;
const spec = net === undefined ? undefined : nets[net as keyof StepTimes];
process.stdout.write(`${JSON.stringify(spec === undefined ? allTimes() : microseconds(spec, Number(batch)))}\n`);
