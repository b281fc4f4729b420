// Computes the cases on WebGPU and prints the numbers. In a separate process: a driver is found by environment
// variables that must be set at its start, and it must exit cleanly.
import { fileURLToPath } from 'node:url';
import { loadWebgpu } from '../../src/compute/webgpu/networks.ts';
import { computers } from './webgpu-cases.ts';

const threadFile = fileURLToPath(new URL('thread.js', import.meta.url));
const { adapter, networks, tensors } = loadWebgpu({ software: true, threadFile });
const atFirst = tensors();
const results = Object.entries(computers).map(([name, compute]) => {
  const held: number[] = [];
  return [name, { computed: compute(networks, () => held.push(tensors())), held }] as const;
});

function refusal(): string {
  try {
    loadWebgpu({ software: false, threadFile });
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

process.stdout.write(
  JSON.stringify({ adapter, refusal: refusal(), results: Object.fromEntries(results), left: tensors() - atFirst }),
);
