import { dawnVersion } from '../../install/webgpu/dawn.ts';
import { defineBackend } from '../backend.ts';
import { openedWebgpu } from '../webgpu/opened.ts';

// Milliseconds. An estimate: some 60 programs a step, each queued on the card in some hundredths, and five waits for numbers.
const worthLoadingFrom = 5;

const installed = (): boolean => dawnVersion() !== undefined;

/** Graphics cards of any maker, through Dawn. */
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
    return software ? `${name}, which is software and no graphics card` : name;
  },
  networks: () => Promise.resolve(openedWebgpu().networks),
  // What stands in for a graphics card is slower than any other backend.
  candidate: () =>
    Promise.resolve(
      installed()
        ? { kind: 'late', late: { worthFrom: worthLoadingFrom, load: () => openedWebgpu(false).networks } }
        : undefined,
    ),
});
