import { expect, test, vi } from 'vitest';
import { loadTensorflow } from '../../src/compute/tensorflow/library.ts';

vi.mock('node:worker_threads', async (original) => ({ ...(await original<object>()), isMainThread: false }));

test('a worker thread is refused TensorFlow, and told what to do', () => {
  expect(() => loadTensorflow('native')).toThrow(
    'native: TensorFlow can be loaded only once in a process, and not in a worker thread; use a child process',
  );
});
