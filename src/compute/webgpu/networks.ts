import { InputError } from '../../core/errors.ts';
import type { NetworkMaker } from '../../contracts/network.ts';
import { remoteNetworks, type Call } from '../networks/webgpu/remote.ts';
import { builtFile } from '../../install/package-root.ts';
import { dawnFolder, type Adapter } from '../../install/webgpu/dawn.ts';
import { startThread, type SynchronousThread } from './synchronous-thread.ts';

export interface Webgpu {
  readonly adapter: Adapter;
  readonly networks: NetworkMaker;
  /** Tensors that tfjs holds. */
  tensors(): number;
}

export interface WebgpuOptions {
  /** Whether a software adapter is acceptable. */
  readonly software: boolean;
  /** Path of Dawn. */
  readonly folder?: string;
  /** Path of the built thread. */
  readonly threadFile?: string;
}

// Far longer than any step takes; the slowest are the first ones, which compile GPU programs.
const limits = { startSeconds: 60, callSeconds: 300 };

/**
 * Networks computed by a graphics card of any vendor or, for tests, by a software adapter.
 * @throws InputError if there is none, or Dawn is not installed
 */
export function loadWebgpu({
  software,
  folder = dawnFolder(),
  threadFile = builtFile('node', 'webgpu-thread.cjs'),
}: WebgpuOptions): Webgpu {
  const thread = startThread(threadFile, { ...limits, name: 'webgpu', given: folder });
  try {
    return webgpuOf(thread, software);
  } catch (error) {
    thread.end();
    throw error;
  }
}

function webgpuOf(thread: SynchronousThread, software: boolean): Webgpu {
  const adapter = thread.ready as Adapter | undefined;
  if (adapter === undefined) throw new InputError('no graphics card was found', 'webgpu', noneRemedy());
  if (adapter.software && !software)
    throw new InputError(
      `there is no graphics card, only ${adapter.name}, which is software`,
      'webgpu',
      softwareRemedy,
    );
  const call = ((method, ...given) => thread.call(method, given)) as Call;
  return {
    adapter,
    networks: remoteNetworks(adapter.software ? 'tfjs-webgpu (software)' : 'tfjs-webgpu', call),
    tensors: () => call('tensors'),
  };
}

const softwareRemedy = 'use --backend auto, which is faster; for tests, PHASIC_WEBGPU_SOFTWARE=1 allows it';

const noneRemedy = (): string =>
  process.platform === 'linux'
    ? 'install libvulkan1 and the Vulkan driver of your card (vulkaninfo --summary shows what there is), or use --backend auto'
    : 'install the driver of your card, or use --backend auto';
