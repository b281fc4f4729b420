import { randomStream } from '../../core/random.ts';
import type {
  NetworkMaker,
  NetworkSpec,
  OutputLoss,
  RecurrentSpec,
  Sequences,
  TrainingOptions,
} from '../../contracts/network.ts';

export interface Timing {
  /** Milliseconds on any monotonic clock. */
  readonly now: () => number;
  /**
   * Duration of the repetitions for training and for acting, each. The first calls are slow because of JIT compilation.
   */
  readonly milliseconds: number;
}

export interface Measured {
  /** The name its networks report. */
  readonly backend: string;
  /** Milliseconds of one training step on trainBatch rows: the minimum, since other load only adds time. */
  readonly train: number;
  /** Milliseconds of one forward pass on actBatch rows. */
  readonly forward: number;
}

const minRepeats = 3;

/** Builds a network, times it on generated numbers, and disposes of it. */
export function measureNetwork(
  maker: NetworkMaker,
  spec: NetworkSpec,
  training: TrainingOptions,
  timing: Timing,
): Measured {
  const random = randomStream(0, 'measure');
  const network = maker.network(spec, training, random);
  const inputs = spec.input.reduce((all, size) => all * size, 1);
  const values = Float32Array.from({ length: Math.max(training.trainBatch, training.actBatch) * inputs }, () =>
    random.next(),
  );
  try {
    return {
      backend: network.backend,
      train: fastest(() => network.train(values, training.trainBatch, halfSquares, 1e-4), timing),
      forward: fastest(() => network.forward(values, training.actBatch), timing),
    };
  } finally {
    network.dispose();
  }
}

/** As above; trainBatch rows are actBatch parallel sequences. */
export function measureRecurrent(
  maker: NetworkMaker,
  spec: RecurrentSpec,
  training: TrainingOptions,
  timing: Timing,
): Measured {
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
      backend: network.backend,
      train: fastest(() => network.train(sequences, halfSquares, 1e-4), timing),
      forward: fastest(() => network.step(sequences.inputs, batch, state), timing),
    };
  } finally {
    network.dispose();
  }
}

/** Half the sum of squares, whose derivative with respect to each output is that output. */
const halfSquares: OutputLoss = (outputs, gradient) => {
  gradient.set(outputs);
  return outputs.reduce((sum, output) => sum + (output * output) / 2, 0);
};

function fastest(run: () => unknown, { now, milliseconds }: Timing): number {
  const end = now() + milliseconds;
  let least = Infinity;
  let began = now();
  for (let repeats = 0; repeats < minRepeats || began < end; repeats++) {
    run();
    const ended = now();
    least = Math.min(least, ended - began);
    began = ended;
  }
  return least;
}
