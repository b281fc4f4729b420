import type { NetworkMaker } from '../../contracts/network.ts';
import type { PopulationMaker } from '../../contracts/population.ts';
import { readInstalled } from '../../install/tensorflow/folder.ts';
import type { Device } from './library.ts';

// Milliseconds: about what TensorFlow takes for the smallest networks, for which loading its library would not pay off.
export const worthLoadingFrom = 0.5;

/** Loads the loader of TensorFlow's C library; networks on a device can then be created at once. */
export async function tensorflowNetworks(): Promise<(device: Device) => NetworkMaker> {
  const [{ loadTensorflow }, { tfjsNetworks }] = await Promise.all([
    import('./library.ts'),
    import('../networks/tfjs/maker.ts'),
  ]);
  return (device) => {
    loadTensorflow(device);
    return tfjsNetworks(device);
  };
}

export async function tensorflowPopulations(device: Device): Promise<PopulationMaker> {
  const [{ loadTensorflow }, { createPopulations }] = await Promise.all([
    import('./library.ts'),
    import('../populations/populations.ts'),
  ]);
  loadTensorflow(device);
  return createPopulations(device, () => undefined);
}

export const tensorflowVersion = (): string => `tensorflow ${readInstalled()?.tensorflow}`;
