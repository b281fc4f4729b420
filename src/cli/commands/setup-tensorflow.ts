import { removeFromPlace } from '../../install/put-in-place.ts';
import { tensorflowFolder } from '../../install/tensorflow/folder.ts';
import { setUpTensorflow } from '../../install/tensorflow/setup.ts';
import type { Arguments, Command } from '../command.ts';
import { note, printResult } from '../output.ts';

const command: Command = {
  name: 'setup-tensorflow',
  group: 'program',
  short: 'install TensorFlow, for large networks and NVIDIA GPUs',
  usage: '[--cuda] [--wheel FILE | --lib DIR] | --remove',
  summary:
    'Installs the C library of TensorFlow, for the backend native (on the processor) or cuda (on NVIDIA GPUs): downloads its Python wheel with pip, extracts the library, and builds the addon of tfjs-node against it. Linux x64. Docs: docs/tensorflow.md',
  examples: [
    'phasic setup-tensorflow',
    "phasic setup-tensorflow --cuda  # with NVIDIA's libraries",
    'phasic setup-tensorflow --remove',
  ],
  options: {
    cuda: { type: 'boolean', help: 'with CUDA and NVIDIA’s libraries' },
    wheel: { type: 'string', value: 'FILE', help: 'use this wheel instead of downloading one' },
    lib: {
      type: 'string',
      value: 'DIR',
      help: 'use the libraries in this folder in place, such as tensorflow in Python’s site-packages',
    },
    remove: { type: 'boolean', help: 'uninstall it' },
    check: {
      type: 'string',
      value: 'DIR',
      help: 'only test what was built in this folder, as set-up does in a separate process',
    },
  },
  run,
};
export default command;

async function run(args: Arguments): Promise<number> {
  const checked = args.text('check');
  if (checked !== undefined) return check(checked, args.on('cuda'));
  const folder = tensorflowFolder();
  if (args.on('remove')) {
    printResult(removeFromPlace(folder) ? `removed ${folder}` : `there was nothing in ${folder}`);
    return 0;
  }
  const { tensorflow, triedOn, bytes } = await setUpTensorflow(
    { cuda: args.on('cuda'), wheel: args.text('wheel'), lib: args.text('lib') },
    { note },
  );
  printResult(
    `TensorFlow ${tensorflow} works on the ${triedOn}: ${Math.round(bytes / 1e6)} MB in ${folder}. Try: phasic doctor`,
  );
  return 0;
}

async function check(folder: string, cuda: boolean): Promise<number> {
  const [{ loadTensorflow }, { selfTest }] = [
    await import('../../compute/tensorflow/library.ts'),
    await import('../../compute/tensorflow/self-test.ts'),
  ];
  const library = loadTensorflow(cuda ? 'cuda' : 'native', folder);
  await selfTest(library);
  printResult(library.version);
  return 0;
}
