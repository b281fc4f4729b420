import { performance } from 'node:perf_hooks';
import type {
  Activation,
  FeedForwardLayer,
  NetworkMaker,
  NetworkSpec,
  RecurrentSpec,
  TrainingOptions,
} from '../src/contracts/network.ts';
import { networksFor } from '../src/compute/backends.ts';
import { measureNetwork, measureRecurrent, type Measured } from '../src/compute/networks/measure.ts';
import type { Row } from './measure.ts';
import { alternated, ratioText, spreadText } from './spread.ts';

const initial = { kind: 'uniform' } as const;
const dense = (units: number, activation: Activation): FeedForwardLayer => ({
  kind: 'dense',
  units,
  activation,
  initial,
});
const small = (activation: Activation): NetworkSpec => ({
  input: [4],
  layers: [dense(64, activation), dense(64, activation), dense(2, 'linear')],
});
const picture: NetworkSpec = {
  input: [10, 10, 4],
  layers: [
    { kind: 'convolution', filters: 16, size: 3, activation: 'relu', initial },
    dense(128, 'relu'),
    dense(6, 'linear'),
  ],
};
const recurrent = (cell: RecurrentSpec['cell']): RecurrentSpec => ({ inputs: 6, cell, units: 48, outputs: 3 });
const optimiser = { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

/** For training and acting each, and for each backend. */
const milliseconds = 150;
const rounds = 5;
const timing = { now: () => performance.now(), milliseconds };

interface Timed {
  readonly title: string;
  readonly training: TrainingOptions;
  measure(maker: NetworkMaker): Measured;
}

const feedForward = (title: string, spec: NetworkSpec, trainBatch: number): Timed => {
  const training = { optimiser, trainBatch, actBatch: 1 };
  return {
    title: `${title}, batch ${trainBatch}`,
    training,
    measure: (maker) => measureNetwork(maker, spec, training, timing),
  };
};

const sequences = (title: string, spec: RecurrentSpec, time: number, batch: number): Timed => {
  const training = { optimiser, trainBatch: time * batch, actBatch: batch };
  return {
    title: `${title}, ${time} steps of ${batch}`,
    training,
    measure: (maker) => measureRecurrent(maker, spec, training, timing),
  };
};

const timed: readonly Timed[] = [
  ...[1, 16, 32, 64, 256, 1024].map((batch) => feedForward('4-64-64-2, relu', small('relu'), batch)),
  feedForward('4-64-64-2, tanh', small('tanh'), 256),
  feedForward(
    '4-256-256-2, relu',
    { input: [4], layers: [dense(256, 'relu'), dense(256, 'relu'), dense(2, 'linear')] },
    64,
  ),
  ...[32, 256, 1024].map((batch) => feedForward('10x10x4, convolution 16@3x3, dense 128, 6', picture, batch)),
  sequences('GRU 6-48-3', recurrent('gru'), 20, 8),
  sequences('LSTM 6-48-3', recurrent('lstm'), 20, 8),
];

/** The fused backend compared with TensorFlow.js on WebAssembly: training with Adam, and acting. */
export async function networks(): Promise<readonly Row[]> {
  const [fused, tfjs] = [await networksFor('fused'), await networksFor('wasm')];
  return timed.map(({ title, training, measure }) => {
    const { own, other } = alternated(rounds, { own: () => measure(fused), other: () => measure(tfjs) });
    const times = (of: 'train' | 'forward') => own.map((one) => one[of]);
    const faster = (of: 'train' | 'forward', words: string): string =>
      ratioText(
        other.map((one, round) => [one[of], (own[round] as Measured)[of]]),
        words,
      );
    return {
      what: `network ${title}: training step; forward of ${training.actBatch}`,
      measured: `${spreadText(times('train'), duration)}; ${spreadText(times('forward'), duration)}`,
      against: `${faster('train', 'as fast as tfjs on wasm')}; ${faster('forward', 'as fast')}`,
    };
  });
}

const duration = (ms: number): string => (ms < 1 ? `${(1000 * ms).toPrecision(3)} µs` : `${ms.toPrecision(3)} ms`);
