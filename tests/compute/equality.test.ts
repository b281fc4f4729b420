import { describe, expect, test } from 'vitest';
import type { NetworkMaker, NetworkSpec, Step } from '../../src/contracts/network.ts';
import {
  adam,
  inputSize,
  networkCases,
  normals,
  recurrentCases,
  rmsprop,
  sequencesFor,
  squares,
  squaresOf,
  stream,
} from './cases.ts';
import { makers } from './makers.ts';
import { slowForward, slowGradient, slowHidden, slowSequences } from './slow.ts';

// Backends compute in single precision (24 bits, 6e-8), and sum some hundred terms of the order of one.
const outputTolerance = 2e-6;
const gradientTolerance = 2e-5;
const batch = 6;

function expectClose(actual: Float32Array, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  const scale = Math.max(1, ...Array.from(expected, Math.abs));
  const worst = Math.max(...Array.from(actual, (value, i) => Math.abs(value - (expected[i] as number))));
  expect(worst).toBeLessThan(tolerance * scale);
}

describe.each(Object.entries(makers))('%s against doubles and finite differences', (_name, maker) => {
  test.each(Object.entries(networkCases))('%s', (_case, spec) => {
    const network = maker.network(spec, adam, stream());
    const inputs = normals(batch * inputSize(spec), 'inputs');
    const flat = network.parameters();
    expectClose(network.forward(inputs, batch), slowForward(spec, flat, inputs, batch), outputTolerance);
    expectClose(
      network.forward(inputs, 1),
      slowForward(spec, flat, inputs.subarray(0, inputSize(spec)), 1),
      outputTolerance,
    );
    expect(network.hiddenSize).toBe(slowHidden(spec, flat, inputs, batch).length / batch);
    expectClose(network.hidden(inputs, batch), slowHidden(spec, flat, inputs, batch), outputTolerance);
    expectClose(
      network.hidden(inputs, 1),
      slowHidden(spec, flat, inputs.subarray(0, inputSize(spec)), 1),
      outputTolerance,
    );
    const expected = slowGradient(flat, (moved) => squaresOf(slowForward(spec, moved, inputs, batch)));
    expectClose(network.gradient(inputs, batch, squares), expected, gradientTolerance);
    expect(network.parameters()).toEqual(flat);
    network.dispose();
  });

  test('the hidden layer of a network by hand: relu(1 x 2 - 3 x 1 + 0.5) and relu(1 x -1 + 3 x 2 - 1)', () => {
    const dense = { kind: 'dense', initial: { kind: 'uniform' } } as const;
    const spec: NetworkSpec = {
      input: [2],
      layers: [
        { ...dense, units: 2, activation: 'relu' },
        { ...dense, units: 1, activation: 'linear' },
      ],
    };
    const network = maker.network(spec, adam, stream());
    network.setParameters(Float32Array.of(2, -1, -1, 2, 0.5, -1, 1, 1, 10));
    expect([...network.hidden(Float32Array.of(1, 3), 1)]).toEqual([0, 4]);
    expect([...network.forward(Float32Array.of(1, 3), 1)]).toEqual([14]);
    network.dispose();
  });

  test.each(Object.entries(recurrentCases))('%s', (_case, spec) => {
    const network = maker.recurrent(spec, adam, stream());
    const sequences = sequencesFor(spec, network.stateSize);
    const before = sequences.state.slice();
    const flat = network.parameters();
    const expected = slowSequences(spec, flat, sequences);
    expectClose(network.forward(sequences), expected.outputs, outputTolerance);
    expectClose(
      network.gradient(sequences, squares),
      slowGradient(flat, (moved) => squaresOf(slowSequences(spec, moved, sequences).outputs)),
      gradientTolerance,
    );
    expect(sequences.state).toEqual(before);

    const state = sequences.state.slice();
    const one = slowSequences(spec, flat, { ...sequences, time: 1, starts: new Uint8Array(3) });
    expectClose(network.step(sequences.inputs, 3, state), one.outputs, outputTolerance);
    expectClose(state, one.state, outputTolerance);
    network.dispose();
  });
});

describe('backends against one another', () => {
  const reference = makers['cpu'] as NetworkMaker;
  const others = Object.entries(makers).filter(([name]) => name !== 'cpu');

  // Both optimisers divide by the root of a running square, which for gradients near zero turns rounding into updates
  // of the size of the learning rate: after 50 steps the difference may be a small fraction of 50 learning rates.
  const steps = 50;
  const learningRate = 1e-3;
  const trainedTolerance = 0.01 * steps * learningRate;

  for (const [optimiser, training] of Object.entries({ adam, rmsprop })) {
    test.each(
      others.flatMap(([name, maker]) =>
        Object.entries(networkCases).map(([title, spec]) => ({ name, maker, title, spec })),
      ),
    )(`$name, $title: 50 steps of ${optimiser}`, ({ maker, spec }) => {
      const inputs = normals(batch * inputSize(spec), 'inputs');
      const trained = [reference, maker].map((one) => {
        const network = one.network(spec, training, stream());
        const { loss, gradientNorm } = Array.from({ length: steps }, () =>
          network.train(inputs, batch, squares, learningRate),
        ).at(-1) as Step;
        const result = { parameters: network.parameters(), step: [loss, gradientNorm] };
        network.dispose();
        return result;
      });
      expectClose(trained[1]?.parameters as Float32Array, trained[0]?.parameters as Float32Array, trainedTolerance);
      expectClose(Float32Array.from(trained[1]?.step as number[]), trained[0]?.step as number[], 1e-3);
    });

    test.each(
      others.flatMap(([name, maker]) =>
        Object.entries(recurrentCases).map(([title, spec]) => ({ name, maker, title, spec })),
      ),
    )(`$name, $title: 50 steps of ${optimiser}`, ({ maker, spec }) => {
      const trained = [reference, maker].map((one) => {
        const network = one.recurrent(spec, training, stream());
        const sequences = sequencesFor(spec, network.stateSize);
        for (let step = 0; step < steps; step++) network.train(sequences, squares, learningRate);
        const parameters = network.parameters();
        network.dispose();
        return parameters;
      });
      expectClose(trained[1] as Float32Array, trained[0] as Float32Array, trainedTolerance);
    });
  }

  test.each(others)('%s continues from the state that the reference saved', (_name, maker) => {
    const spec = networkCases['tanh layers'] as NetworkSpec;
    const inputs = normals(batch * 4, 'inputs');
    const first = reference.network(spec, adam, stream());
    for (let step = 0; step < 5; step++) first.train(inputs, batch, squares, learningRate);
    const second = maker.network(spec, adam, stream());
    second.restore(first.state());
    first.train(inputs, batch, squares, learningRate);
    second.train(inputs, batch, squares, learningRate);
    expectClose(second.parameters(), first.parameters(), 1e-5);
    first.dispose();
    second.dispose();
  });
});
