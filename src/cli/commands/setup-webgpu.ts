import { dawnFolder } from '../../install/webgpu/dawn.ts';
import { removeFromPlace } from '../../install/put-in-place.ts';
import type { Arguments, Command } from '../command.ts';
import { note, printResult } from '../output.ts';

const command: Command = {
  name: 'setup-webgpu',
  group: 'program',
  short: 'install WebGPU support, for graphics cards of any maker',
  usage: '[--package FILE] | --remove',
  summary:
    'Brings Dawn, the WebGPU of Chrome, for the backend webgpu: networks on graphics cards of AMD, Apple, Intel and NVIDIA. Has npm download the package webgpu and tries it. Docs: docs/webgpu.md',
  options: {
    package: { type: 'string', value: 'FILE', help: 'take this file of `npm pack` and download none' },
    remove: { type: 'boolean', help: 'undo it' },
    check: {
      type: 'string',
      value: 'FOLDER',
      help: 'only try what is in this folder, as set-up does with a process of its own',
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
    ? `finds no graphics card, only ${adapter.name}, which is software and slower than any other backend: it is refused but for tests (PHASIC_WEBGPU_SOFTWARE=1)`
    : `computes on ${adapter.name}. Try: phasic train breakout --agent ppo-conv --backend webgpu`;
  printResult(`WebGPU (${Math.round(bytes / 1e6)} MB in ${folder}) ${found}`);
  return 0;
}
