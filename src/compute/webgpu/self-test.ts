import { InputError } from '../../core/errors.ts';
import { randomStream } from '../../core/random.ts';
import type { NetworkMaker, NetworkSpec, OutputLoss, TrainingOptions } from '../../contracts/network.ts';
import { fusedNetworks } from '../networks/fused/fused-networks.ts';
import type { Adapter } from '../../install/webgpu/dawn.ts';
import { loadWebgpu } from './networks.ts';

const initial = { kind: 'uniform' } as const;
const spec: NetworkSpec = {
  input: [5, 5, 2],
  layers: [
    { kind: 'convolution', filters: 4, size: 3, activation: 'relu', initial },
    { kind: 'dense', units: 3, activation: 'tanh', initial },
  ],
};
const batch = 4;
const training: TrainingOptions = {
  optimiser: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-3 },
  trainBatch: batch,
  actBatch: batch,
};
const learningRate = 0.01;

const tolerance = 1e-4;

/**
 * Trains a small network on whatever adapter Dawn finds, including software.
 * @throws InputError if there is none, or its results differ from those of the built-in kernels
 */
export function selfTest(folder: string): Adapter {
  const { adapter, networks } = loadWebgpu({ folder, software: true });
  const [expected, computed] = [trained(fusedNetworks), trained(networks)];
  const worst = Math.max(...expected.map((value, i) => Math.abs(value - (computed[i] as number))));
  // NaN does not pass.
  if (!(worst < tolerance))
    throw new InputError(
      `its results differ from those of the processor, by ${worst}`,
      adapter.name,
      'try a newer driver, or use --backend auto',
    );
  return adapter;
}

/** Outputs and, after a step, weights. */
function trained(maker: NetworkMaker): Float32Array {
  const random = randomStream(0, 'self-test');
  const network = maker.network(spec, training, random);
  const inputs = Float32Array.from({ length: batch * 50 }, () => random.next());
  const outputs = network.forward(inputs, batch).slice();
  network.train(inputs, batch, halfSquares, learningRate);
  const all = Float32Array.of(...outputs, ...network.parameters());
  network.dispose();
  return all;
}

const halfSquares: OutputLoss = (outputs, gradient) => {
  gradient.set(outputs);
  return outputs.reduce((sum, output) => sum + (output * output) / 2, 0);
};
