// Entry of the thread for WebGPU, whose results are asynchronous, while networks are used synchronously: this thread
// awaits, and the caller blocks.
import { answerCalls } from './answer-calls.ts';

// Everything else is loaded inside, where failures are reported.
void answerCalls(async (folder) => {
  const { openDawn } = await import('../../install/webgpu/dawn.ts');
  const adapter = await openDawn(folder as string);
  if (adapter === undefined) return { ready: undefined, answer: () => undefined };
  const { serveWebgpu } = await import('./serve-webgpu.ts');
  return { ready: adapter, answer: await serveWebgpu() };
});
