import type { RandomStream } from '../../../core/random.ts';
import type {
  Network,
  NetworkMaker,
  NetworkSpec,
  OutputLoss,
  RecurrentNetwork,
  RecurrentSpec,
  Sequences,
  Step,
  TrainingOptions,
  WholeNorm,
} from '../../../contracts/network.ts';
import type { SavedParts } from '../../../contracts/saved.ts';
import { initialParameters, initialRecurrentParameters } from '../initialise.ts';
import { networkLayout, recurrentLayout } from '../layout.ts';
import { readState, requireLength, untrainedState } from '../state.ts';
import type { Outputs } from './deferred.ts';
import type { Input, NetworkServer, Rows } from './server.ts';

/** Calls a server in another thread and waits until it has answered. */
export type Call = <Method extends keyof NetworkServer>(
  method: Method,
  ...given: Parameters<NetworkServer[Method]>
) => Awaited<ReturnType<NetworkServer[Method]>>;

/**
 * Networks computed in another thread, with the same interface as any others.
 * @param backend the name that the networks report
 */
export function remoteNetworks(backend: string, call: Call): NetworkMaker {
  let last = 0;
  const nextNumber = (): number => (last += 1);
  return {
    network: (spec, training, random) => network({ backend, call, number: nextNumber() }, spec, training, random),
    recurrent: (spec, training, random) => recurrent({ backend, call, number: nextNumber() }, spec, training, random),
  };
}

interface Remote {
  readonly backend: string;
  readonly call: Call;
  readonly number: number;
}

function network(remote: Remote, spec: NetworkSpec, training: TrainingOptions, random: RandomStream): Network {
  const layout = networkLayout(spec);
  const { outputsOf, gradient, train, ...trainable } = remoteTrainable(
    remote,
    spec,
    training,
    initialParameters(spec, random),
  );
  // A copy of these rows only: sending a view to a thread would send all of its memory.
  const rows = (inputs: Float32Array, batch: number): Rows => ({
    batch,
    inputs: inputs.slice(0, batch * layout.inputs),
  });
  return {
    ...trainable,
    backend: remote.backend,
    spec,
    outputs: layout.outputs,
    hiddenSize: layout.hiddenSize,
    parameterCount: layout.parameterCount,
    forward: (inputs, batch) => outputsOf(rows(inputs, batch)).outputs,
    hidden: (inputs, batch) => remote.call('hidden', remote.number, rows(inputs, batch)),
    gradient: (inputs, batch, loss) => gradient(rows(inputs, batch), loss),
    train: (inputs, batch, loss, learningRate, wholeNorm) => train(rows(inputs, batch), loss, learningRate, wholeNorm),
  };
}

function recurrent(
  remote: Remote,
  spec: RecurrentSpec,
  training: TrainingOptions,
  random: RandomStream,
): RecurrentNetwork {
  const { stateSize, parameterCount } = recurrentLayout(spec);
  const { outputsOf, gradient, train, ...trainable } = remoteTrainable(
    remote,
    spec,
    training,
    initialRecurrentParameters(spec, random),
  );
  const copy = ({ time, batch, inputs, starts, state }: Sequences): Sequences => ({
    time,
    batch,
    inputs: inputs.slice(0, time * batch * spec.inputs),
    starts: starts.slice(0, time * batch),
    state: state.slice(0, batch * stateSize),
  });
  return {
    ...trainable,
    backend: remote.backend,
    spec,
    outputs: spec.outputs,
    parameterCount,
    stateSize,
    step(inputs, batch, state) {
      const after = outputsOf(copy({ time: 1, batch, inputs, starts: new Uint8Array(batch), state }));
      state.set(after.state as Float32Array);
      return after.outputs;
    },
    forward: (sequences) => outputsOf(copy(sequences)).outputs,
    gradient: (sequences, loss) => gradient(copy(sequences), loss),
    train: (sequences, loss, learningRate) => train(copy(sequences), loss, learningRate),
  };
}

interface RemoteTrainable {
  outputsOf(input: Input): Outputs;
  gradient(input: Input, loss: OutputLoss): Float32Array;
  train(input: Input, loss: OutputLoss, learningRate: number, wholeNorm?: WholeNorm): Step;
  parameters(): Float32Array;
  setParameters(flat: Float32Array): void;
  state(): SavedParts;
  restore(state: SavedParts): void;
  dispose(): void;
}

function remoteTrainable(
  { call, number }: Remote,
  spec: NetworkSpec | RecurrentSpec,
  training: TrainingOptions,
  initial: Float32Array,
): RemoteTrainable {
  // Only these fields: callers may pass others, such as functions, which cannot be sent to a thread.
  const { optimiser, maxGradientNorm, trainBatch, actBatch } = training;
  call(
    'create',
    number,
    spec,
    { optimiser, ...(maxGradientNorm === undefined ? {} : { maxGradientNorm }), trainBatch, actBatch },
    untrainedState(initial, optimiser),
  );

  /** What is computed here between two halves of a training step there. */
  function between<Result>(compute: () => Result): Result {
    try {
      return compute();
    } catch (error) {
      call('abandon', number);
      throw error;
    }
  }

  /** The first half of training. */
  function lossOf(input: Input, loss: OutputLoss): { readonly value: number; readonly byOutputs: Float32Array } {
    const outputs = call('begin', number, input);
    const byOutputs = new Float32Array(outputs.length);
    return { value: between(() => loss(outputs, byOutputs)), byOutputs };
  }

  return {
    outputsOf: (input) => call('forward', number, input),
    gradient: (input, loss) => call('gradient', number, lossOf(input, loss).byOutputs),
    train(input, loss, learningRate, wholeNorm) {
      const { value, byOutputs } = lossOf(input, loss);
      if (wholeNorm === undefined) return { loss: value, gradientNorm: call('train', number, byOutputs, learningRate) };
      const gradientNorm = call('back', number, byOutputs);
      const whole = between(() => wholeNorm(gradientNorm));
      call('step', number, whole, learningRate);
      return { loss: value, gradientNorm };
    },
    parameters: () => call('parameters', number),
    setParameters(flat) {
      requireLength(flat, initial.length, 'parameters');
      call('setParameters', number, flat.slice());
    },
    state: () => ({ ...call('state', number) }),
    restore: (saved) => call('restore', number, readState(saved, initial.length, optimiser)),
    dispose: () => call('dispose', number),
  };
}
