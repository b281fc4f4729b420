import { expect, test, vi } from 'vitest';
import { networksFor } from '../../src/compute/backends.ts';
import { readInstalled } from '../../src/install/tensorflow/folder.ts';
import { loadTensorflow } from '../../src/compute/tensorflow/library.ts';
import { selfTest } from '../../src/compute/tensorflow/self-test.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';

const installed = readInstalled() !== undefined;

test('without TensorFlow, one line says how to install it', () => {
  expect(() => loadTensorflow('native', temporaryFolder())).toThrow(
    'native: TensorFlow is not set up; run phasic setup-tensorflow',
  );
  expect(() => loadTensorflow('cuda', temporaryFolder())).toThrow(
    'cuda: TensorFlow is not set up; run phasic setup-tensorflow --cuda',
  );
});

// In this order: a loaded library stays loaded.
const title = installed
  ? 'TensorFlow'
  : 'TensorFlow is not set up here (phasic setup-tensorflow), so that this is skipped';
test.skipIf(!installed)(
  `${title}: a library without a GPU is refused as cuda; it computes known results on the processor`,
  async () => {
    vi.stubEnv('CUDA_VISIBLE_DEVICES', '-1');
    await expect(networksFor('cuda')).rejects.toThrow(
      /^cuda: no NVIDIA device: TensorFlow [\d.]+ is loaded, and computes on the processor/,
    );
    const library = loadTensorflow('native');
    expect(library.version).toBe(readInstalled()?.tensorflow);
    await selfTest(library);
    expect(() => loadTensorflow('cuda')).toThrow('TensorFlow computes on native in this process already');
    vi.unstubAllEnvs();
  },
);
