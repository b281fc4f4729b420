import { expect, test } from 'vitest';
import { readInstalled } from '../../src/install/tensorflow/folder.ts';
import { temporaryFolder } from '../storage/temporary-folder.ts';
import { phasic } from './phasic.ts';

const installed = readInstalled() !== undefined;
const title = installed
  ? 'TensorFlow'
  : 'TensorFlow is not set up here (phasic setup-tensorflow), so that this is skipped';

test.skipIf(!installed)(
  `${title}: seeds are trained in separate processes, each of which loads it`,
  () => {
    const { code, out } = phasic([
      'train',
      'cartpole',
      '--agent',
      'a2c',
      '--backend',
      'native',
      '--seeds',
      '2',
      '--steps',
      '200',
      '--runs',
      temporaryFolder(),
      '--json',
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(out).seeds.map(({ backend }: { backend: string }) => backend)).toEqual([
      'tfjs-native',
      'tfjs-native',
    ]);
  },
  60_000,
);
