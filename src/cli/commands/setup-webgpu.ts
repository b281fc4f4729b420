import { dawnFolder } from '../../install/webgpu/dawn.ts';
import { removeFromPlace } from '../../install/put-in-place.ts';
import type { Arguments, Command } from '../command.ts';
import { note, printResult } from '../output.ts';

const command: Command = {
  name: 'setup-webgpu',
  group: 'program',
  short: 'install WebGPU support (any GPU vendor)',
  usage: '[--package FILE] | --remove',
  summary:
    'Installs Dawn, the WebGPU of Chrome, for the backend webgpu: networks on GPUs from AMD, Apple, Intel and NVIDIA. Downloads the package webgpu with npm and tests it. Docs: docs/webgpu.md',
  examples: ['phasic setup-webgpu', 'phasic setup-webgpu --package webgpu.tgz', 'phasic setup-webgpu --remove'],
  options: {
    package: { type: 'string', value: 'FILE', help: 'use this file from `npm pack` instead of downloading one' },
    remove: { type: 'boolean', help: 'uninstall it' },
    check: {
      type: 'string',
      value: 'FOLDER',
      help: 'only test what is in this folder, as set-up does in a separate process',
    },
  },
  run,
};
export default command;

async function run(args: Arguments): Promise<number> {
  const checked = args.text('check');
  if (checked !== undefined) {
    const { selfTest } = await import('../../compute/webgpu/self-test.ts');
    printResult(JSON.stringify(selfTest(checked)));
    return 0;
  }
  if (args.on('remove')) {
    const folder = dawnFolder();
    printResult(removeFromPlace(folder) ? `removed ${folder}` : `there was nothing in ${folder}`);
    return 0;
  }
  const { setUpWebgpu } = await import('../../install/webgpu/setup.ts');
  const { folder, bytes, adapter } = await setUpWebgpu({ note, package: args.text('package') });
  const found = adapter.software
    ? `finds no graphics card, only ${adapter.name}, which is software and slower than any other backend: it is refused except for tests (PHASIC_WEBGPU_SOFTWARE=1)`
    : `computes on ${adapter.name}. Try: phasic train breakout --agent ppo-conv --backend webgpu`;
  printResult(`WebGPU (${Math.round(bytes / 1e6)} MB in ${folder}) ${found}`);
  return 0;
}
