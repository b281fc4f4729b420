import { randomStream } from '../core/random.ts';
import type { NetworkMaker, NetworkSpec, OutputLoss, RecurrentSpec, Sequences, TrainingOptions } from '../contracts/network.ts';

/** Milliseconds, from anywhere. */
export type Clock = () => number;

export interface Measured {
  /** Milliseconds of one training step on trainBatch rows: the fastest seen, since whatever else the machine does only adds. */
  readonly train: number;
  /** Milliseconds of one forward pass on actBatch rows. */
  readonly forward: number;
}

// Long enough for some ten steps of a middling network, short enough for nobody to notice at the start of a run.
const budgetMs = 25;

/** Builds a network, times it on made-up numbers, and disposes of it. */
export function measureNetwork(maker: NetworkMaker, spec: NetworkSpec, training: TrainingOptions, now: Clock): Measured {
  const random = randomStream(0, 'measure');
  const network = maker.network(spec, training, random);
  const inputs = spec.input.reduce((all, size) => all * size, 1);
  const values = Float32Array.from({ length: Math.max(training.trainBatch, training.actBatch) * inputs }, () => random.next());
  try {
    return {
      train: fastest(() => network.train(values, training.trainBatch, halfSquares, 1e-4), now),
      forward: fastest(() => network.forward(values, training.actBatch), now),
    };
  } finally {
    network.dispose();
  }
}

/** As above; trainBatch rows are actBatch sequences side by side. */
export function measureRecurrent(maker: NetworkMaker, spec: RecurrentSpec, training: TrainingOptions, now: Clock): Measured {
  const random = randomStream(0, 'measure');
  const network = maker.recurrent(spec, training, random);
  const batch = training.actBatch;
  const time = Math.max(1, Math.round(training.trainBatch / batch));
  const sequences: Sequences = {
    time,
    batch,
    inputs: Float32Array.from({ length: time * batch * spec.inputs }, () => random.next()),
    starts: new Uint8Array(time * batch),
    state: new Float32Array(batch * network.stateSize),
  };
  const state = new Float32Array(batch * network.stateSize);
  try {
    return {
      train: fastest(() => network.train(sequences, halfSquares, 1e-4), now),
      forward: fastest(() => network.step(sequences.inputs, batch, state), now),
    };
  } finally {
    network.dispose();
  }
}

/** Half the sum of squares, whose derivative by each output is that output. */
const halfSquares: OutputLoss = (outputs, gradient) => {
  gradient.set(outputs);
  return outputs.reduce((sum, output) => sum + output ** 2 / 2, 0);
};

function fastest(run: () => unknown, now: Clock): number {
  const end = now() + budgetMs;
  let least = Infinity;
  let began = now();
  do {
    run();
    const ended = now();
    least = Math.min(least, ended - began);
    began = ended;
  } while (began < end);
  return least;
}
