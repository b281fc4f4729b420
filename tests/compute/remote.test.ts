import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  Network,
  NetworkMaker,
  NetworkSpec,
  RecurrentSpec,
  TrainingOptions,
} from '../../src/contracts/network.ts';
import { InputError } from '../../src/core/errors.ts';
import { networksFor } from '../../src/compute/backends.ts';
import { startThread, type SynchronousThread } from '../../src/compute/webgpu/synchronous-thread.ts';
import { remoteNetworks, type Call } from '../../src/compute/networks/webgpu/remote.ts';
import { completeControlSpec } from '../../src/engine/complete-spec.ts';
import { createSession } from '../../src/engine/create-session.ts';
import { setParameter } from '../../src/engine/set-parameter.ts';
import { buildEntries, type BuiltEntries } from '../built-entries.ts';
import {
  adam,
  inputSize,
  networkCases,
  normals,
  recurrentCases,
  rmsprop,
  sequencesFor,
  squares,
  stream,
} from './cases.ts';

let built: BuiltEntries;
let thread: SynchronousThread;
let call: Call;
let remote: NetworkMaker;
const here = await networksFor('cpu');

beforeAll(async () => {
  built = await buildEntries({ thread: 'tests/compute/cpu-thread.ts' });
  thread = startThread(join(built.folder, 'thread.js'), { name: 'cpu', startSeconds: 60, callSeconds: 60 });
  call = ((method, ...given) => thread.call(method, given)) as Call;
  remote = remoteNetworks('remote', call);
}, 60_000);
afterAll(() => {
  thread.end();
  built.remove();
});

const batch = 6;

/** One or two roundings apart: the gradient is clipped in single precision there, and in doubles here. */
function expectSame(actual: readonly ArrayLike<number>[], expected: readonly ArrayLike<number>[]): void {
  for (const [i, values] of expected.entries()) {
    expect(actual[i]?.length).toBe(values.length);
    for (let j = 0; j < values.length; j++) expect(actual[i]?.[j]).toBeCloseTo(values[j] as number, 5);
  }
}

describe.each(Object.entries({ adam, rmsprop }))(
  'a network in another thread gives the same results as one here, with %s',
  (_name, training) => {
    test.each(Object.entries(networkCases))('%s', (_case, spec) => {
      const inputs = normals((batch + 1) * inputSize(spec), 'inputs');
      const [there, expected] = [remote, here].map((maker) => {
        const network = maker.network(spec, training, stream());
        const before = [
          network.forward(inputs, batch).slice(),
          network.gradient(inputs, batch, squares).slice(),
          network.hidden(inputs, batch).slice(),
        ];
        const steps = Array.from({ length: 5 }, () => network.train(inputs, batch, squares, 1e-2));
        const result = [
          ...before,
          network.parameters(),
          steps.flatMap(({ loss, gradientNorm }) => [loss, gradientNorm]),
          [network.outputs, network.parameterCount],
        ];
        network.dispose();
        return result;
      });
      expectSame(there as ArrayLike<number>[], expected as ArrayLike<number>[]);
    });

    test.each(Object.entries(recurrentCases))('%s', (_case, spec) => {
      const [there, expected] = [remote, here].map((maker) => {
        const network = maker.recurrent(spec, training, stream());
        const sequences = sequencesFor(spec, network.stateSize);
        const state = sequences.state.slice();
        const before = [
          network.step(sequences.inputs, sequences.batch, state).slice(),
          state,
          network.forward(sequences).slice(),
          network.gradient(sequences, squares).slice(),
        ];
        const steps = Array.from({ length: 5 }, () => network.train(sequences, squares, 1e-2));
        const result = [
          ...before,
          network.parameters(),
          steps.flatMap(({ loss, gradientNorm }) => [loss, gradientNorm]),
        ];
        network.dispose();
        return result;
      });
      expectSame(there as ArrayLike<number>[], expected as ArrayLike<number>[]);
    });
  },
);

// Agents may pass more fields with their networks than a network needs.
test.each([
  ['dqn', 'cartpole', { learningStarts: 8, batchSize: 4 }],
  ['qr-dqn', 'cartpole', { learningStarts: 8, batchSize: 4 }],
  ['a2c', 'cartpole', {}],
  ['ppo', 'cartpole', { nSteps: 8, batchSize: 8, nEpochs: 1 }],
  ['recurrent-a2c', 'two-step', {}],
])('%s learns with a network in another thread', (agent, world, settings) => {
  const defaults = completeControlSpec({ world, agent, worlds: 2, steps: 400, seed: 1 });
  const spec = Object.entries(settings).reduce(
    (given, [name, value]) => setParameter(given, `learningRule.${name}`, value),
    defaults,
  );
  const session = createSession(spec, remote);
  session.advance(40);
  expect(session.backend).toBe('remote');
  session.dispose();
});

describe('its state', () => {
  const spec = networkCases['tanh layers'] as NetworkSpec;
  const inputs = normals(batch * 4, 'inputs');
  const train = (network: Network): number => network.train(inputs, batch, squares, 1e-2).loss;

  test('can be moved from thread to thread and back', () => {
    const [there, expected] = [remote, here].map((maker) => maker.network(spec, adam, stream())) as [Network, Network];
    train(expected);
    there.restore(expected.state());
    train(there);
    train(expected);
    const { steps, mean, meanSquare, parameters } = there.state() as Record<string, ArrayLike<number>>;
    const other = expected.state() as Record<string, ArrayLike<number>>;
    expect(steps).toBe(2);
    expectSame(
      [mean, meanSquare, parameters] as ArrayLike<number>[],
      [other['mean'], other['meanSquare'], other['parameters']] as ArrayLike<number>[],
    );
    const flat = new Float32Array(there.parameterCount).fill(0.25);
    there.setParameters(flat);
    expect(there.state()).toEqual({ steps, mean, meanSquare, parameters: flat });
    there.dispose();
    expected.dispose();
  });

  test('is not changed by an invalid state', () => {
    const network = remote.network(spec, adam, stream());
    const before = network.state();
    expect(() => network.restore({ ...before, steps: 0.5 })).toThrow(InputError);
    expect(() => network.setParameters(new Float32Array(3))).toThrow(InputError);
    expect(network.state()).toEqual(before);
    network.dispose();
  });
});

describe('between the two halves of a training step', () => {
  const spec = networkCases['relu layers'] as NetworkSpec;
  const inputs = normals(batch * 5, 'inputs');

  test('a loss may use and train other networks', () => {
    const trained = [remote, here].map((maker) => {
      const [outer, inner] = [1, 2].map(() => maker.network(spec, adam, stream())) as [Network, Network];
      outer.train(
        inputs,
        batch,
        (outputs, gradient) => {
          inner.train(inputs, batch, squares, 1e-2);
          inner.forward(inputs, batch);
          return squares(outputs, gradient);
        },
        1e-2,
      );
      const result = [outer.parameters(), inner.parameters()];
      outer.dispose();
      inner.dispose();
      return result;
    });
    expectSame(trained[0] as Float32Array[], trained[1] as Float32Array[]);
  });

  test('another network may train at the norm of the whole gradient, by which both are clipped', () => {
    const trained = [remote, here].map((maker) => {
      const [one, other] = [1, 2].map(() => maker.network(spec, adam, stream())) as [Network, Network];
      const steps = Array.from({ length: 3 }, () => {
        let whole = Number.NaN;
        return one.train(inputs, batch, squares, 1e-2, (norm) => {
          other.train(inputs, batch, squares, 1e-2, (second) => (whole = Math.hypot(norm, second)));
          return whole;
        });
      });
      const result = [
        one.parameters(),
        other.parameters(),
        steps.flatMap(({ loss, gradientNorm }) => [loss, gradientNorm]),
      ];
      one.dispose();
      other.dispose();
      return result;
    });
    expectSame(trained[0] as ArrayLike<number>[], trained[1] as ArrayLike<number>[]);
  });

  test('an error at the norm is rethrown unchanged, and the network is unchanged', () => {
    const network = remote.network(spec, adam, stream());
    network.forward(inputs, batch);
    const [before, held] = [network.state(), call('tensors')];
    const failing = (): number => {
      throw new InputError('the loss is NaN', 'step 3', 'lower the learning rate');
    };
    expect(() => network.train(inputs, batch, squares, 1e-3, failing)).toThrow('step 3: the loss is NaN');
    expect(network.state()).toEqual(before);
    expect(call('tensors')).toBe(held);
    network.dispose();
  });

  test('an error in the loss is rethrown unchanged, and the network is unchanged', () => {
    const network = remote.network(spec, adam, stream());
    network.forward(inputs, batch);
    const [before, held] = [network.state(), call('tensors')];
    const failing = (): number => {
      throw new InputError('the loss is NaN', 'step 3', 'lower the learning rate');
    };
    expect(() => network.train(inputs, batch, failing, 1e-3)).toThrow('step 3: the loss is NaN');
    expect(network.state()).toEqual(before);
    expect(call('tensors')).toBe(held);
    network.dispose();
  });
});

test.each<[string, NetworkSpec | RecurrentSpec, TrainingOptions]>([
  ['adam', networkCases['a convolution and dense layers'] as NetworkSpec, adam],
  ['rmsprop', networkCases['relu layers'] as NetworkSpec, rmsprop],
  ['recurrent', recurrentCases['lstm'] as RecurrentSpec, adam],
])('%s: the number of tensors is constant, and dispose frees all', (_name, spec, training) => {
  const atFirst = call('tensors');
  const { live, dispose } = living(spec, training);
  live();
  const before = call('tensors');
  for (let step = 0; step < 100; step++) live();
  expect(call('tensors')).toBe(before);
  dispose();
  expect(call('tensors')).toBe(atFirst);
});

function living(spec: NetworkSpec | RecurrentSpec, training: TrainingOptions) {
  if ('cell' in spec) {
    const network = remote.recurrent(spec, training, stream());
    const sequences = sequencesFor(spec, network.stateSize);
    return {
      dispose: network.dispose,
      live: () => [
        network.train(sequences, squares, 1e-3),
        network.step(sequences.inputs, 3, sequences.state),
        network.gradient(sequences, squares),
      ],
    };
  }
  const network = remote.network(spec, training, stream());
  const inputs = normals(batch * inputSize(spec), 'inputs');
  return {
    dispose: network.dispose,
    live: () => [
      network.train(inputs, batch, squares, 1e-3),
      network.forward(inputs, batch),
      network.restore(network.state()),
    ],
  };
}

test('a failure there is one line here, and the thread continues', () => {
  expect(() => call('forward', 12_345, { batch: 1, inputs: new Float32Array(1) })).toThrow(
    /^cpu: there is no network 12345; start again/,
  );
  expect(() => call('abandon', 12_345)).toThrow(InputError);
  const network = remote.network(networkCases['one linear layer'] as NetworkSpec, adam, stream());
  network.forward(Float32Array.of(0, 0, 0), 1);
  const held = call('tensors');
  expect(() => network.train(new Float32Array(2), 1, squares, 1e-3)).toThrow(InputError);
  expect(call('tensors')).toBe(held);
  expect(network.forward(Float32Array.of(0, 0, 0), 1)).toHaveLength(2);
  network.dispose();
});
