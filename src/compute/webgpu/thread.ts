// Entry of the thread that computes on WebGPU, whose results can only be awaited, which who uses networks does not: so this thread awaits,
// and the caller stands still.
import { answerCalls } from './answer-calls.ts';

// All else is loaded in there, where it is told if it fails.
await answerCalls(async (folder) => {
  const { openDawn } = await import('../../install/webgpu/dawn.ts');
  const adapter = await openDawn(folder as string);
  if (adapter === undefined) return { ready: undefined, answer: () => undefined };
  const { serveWebgpu } = await import('./serve-webgpu.ts');
  return { ready: adapter, answer: await serveWebgpu() };
});
