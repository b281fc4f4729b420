import { dawnVersion } from '../../install/webgpu/dawn.ts';
import { defineBackend } from '../backend.ts';
import { openedWebgpu } from '../webgpu/opened.ts';

// Milliseconds. An estimate: about 60 GPU programs per step, each queued in some hundredths of a millisecond, and five
// waits for results.
const worthLoadingFrom = 5;

const installed = (): boolean => dawnVersion() !== undefined;

/** Graphics cards of any vendor, through Dawn. */
export default defineBackend({
  id: 'webgpu',
  place: 6,
  repeats: false,
  onCard: true,
  setUp: 'phasic setup-webgpu',
  installed,
  version: () => `webgpu ${dawnVersion()}`,
  device() {
    const { name, software } = openedWebgpu().adapter;
    return software ? `${name}, which is software, not a graphics card` : name;
  },
  networks: () => Promise.resolve(openedWebgpu().networks),
  // A software adapter is slower than any other backend.
  candidate: () =>
    Promise.resolve(
      installed()
        ? { kind: 'late', late: { worthFrom: worthLoadingFrom, load: () => openedWebgpu(false).networks } }
        : undefined,
    ),
});
