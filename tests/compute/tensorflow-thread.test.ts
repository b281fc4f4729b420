import { expect, test, vi } from 'vitest';
import { loadTensorflow } from '../../src/compute/tensorflow/library.ts';

vi.mock('node:worker_threads', async (original) => ({ ...(await original<object>()), isMainThread: false }));

test('TensorFlow is refused in a worker thread, with a remedy', () => {
  expect(() => loadTensorflow('native')).toThrow(
    'native: TensorFlow can be loaded only once in a process, and not in a worker thread; use a child process',
  );
});
