import { describe, expect, test } from 'vitest';
import { fusedNetworks } from '../../src/compute/networks/fused/fused-networks.ts';
import type { SavedParts, SavedTensor } from '../../src/contracts/saved.ts';
import { completeControlSpec } from '../../src/engine/complete-spec.ts';
import { ControlSession } from '../../src/engine/control/control-session.ts';
import type { PartialSpec } from '../../src/spec/spec.ts';
import { setParameter } from '../../src/engine/set-parameter.ts';

function begin(given: PartialSpec, changed: Readonly<Record<string, number | string | boolean>> = {}): ControlSession {
  const spec = completeControlSpec({ steps: 5000, seed: 3, worlds: 1, ...given });
  return new ControlSession(
    Object.entries(changed).reduce((one, [name, value]) => setParameter(one, name, value), spec),
    fusedNetworks,
  );
}

/** The current units of a group in the first environment, by their names. */
function read({ acting, worlds }: ControlSession, id: string): ReadonlyMap<string, number> {
  const units = acting.units?.find(({ group }) => group.id === id);
  if (units === undefined) throw new Error(`no units ${id}`);
  const into = new Float64Array(units.labels.length);
  units.read(worlds, 0, into, 0);
  return new Map(units.labels.map((label, unit) => [label, into[unit] as number]));
}

const numbers = (session: ControlSession, id: string): readonly number[] => [...read(session, id).values()];

/** Weights [outputs, inputs] · x + biases, from the saved tensors NAME.weight and NAME.bias. */
function readout(parameters: SavedParts, name: string, x: readonly number[]): readonly number[] {
  const weight = parameters[`${name}.weight`] as unknown as SavedTensor;
  const bias = parameters[`${name}.bias`] as unknown as SavedTensor;
  return Array.from(bias.data, (start, output) =>
    x.reduce((sum, one, from) => sum + one * (weight.data[output * x.length + from] as number), start),
  );
}

const parametersOf = (state: SavedParts, ...path: readonly string[]): SavedParts =>
  [...path, 'parameters'].reduce((at, name) => at[name] as SavedParts, state);

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((one, i) => expect(one).toBeCloseTo(expected[i] as number, 5));
}

test('the action values of Q-learning on a table are those of a plain loop over the same steps', () => {
  const session = begin({ world: 'frozen-lake', agent: 'q-table' });
  const { learningRule, objective } = session.spec.agent;
  const { learningRate, initialValue } = learningRule.parameters as { learningRate: number; initialValue: number };
  const { discount } = objective.parameters as { discount: number };
  const table = new Map<number, number[]>();
  const row = (state: number): number[] => {
    if (!table.has(state)) table.set(state, [0, 0, 0, 0].fill(initialValue));
    return table.get(state) as number[];
  };
  let state = session.worlds.observations[0] as number;
  let learned = 0;
  for (let k = 0; k < 3000; k++) {
    session.advance(1);
    const { worlds } = session;
    const action = worlds.lastAction(0);
    const ended = worlds.starts[0] === 1;
    const next = (ended ? worlds.finals : worlds.observations)[0] as number;
    const follows = worlds.terminated[0] === 1 ? 0 : discount * Math.max(...row(next));
    const error = (worlds.rewards[0] as number) + follows - (row(state)[action] as number);
    row(state)[action] = (row(state)[action] as number) + learningRate * error;
    if (error !== 0) learned += 1;
    state = worlds.observations[0] as number;
    expectClose(numbers(session, 'action-value'), row(state));
  }
  expect(learned).toBeGreaterThan(20);
});

describe('the hidden units of a network are what its outputs are read from', () => {
  // Weights are saved after an update, and the outputs are those from before it: so it is told not to learn.
  const settled = (session: ControlSession): ControlSession => {
    session.advance(300);
    session.acting.plastic = false;
    session.advance(40);
    return session;
  };

  test('DQN', () => {
    const session = settled(begin({ world: 'cartpole', agent: 'dqn' }, { units: 12, learningStarts: 100 }));
    const parameters = parametersOf(session.acting.state(), 'online');
    expectClose(numbers(session, 'action-value'), readout(parameters, 'layers.2', numbers(session, 'hidden-unit')));
  });

  test('QR-DQN: the channels are the quantiles of the best action', () => {
    const session = settled(
      begin({ world: 'cartpole', agent: 'qr-dqn' }, { units: 12, learningStarts: 100, quantiles: 5 }),
    );
    const parameters = parametersOf(session.acting.state(), 'online');
    const outputs = readout(parameters, 'layers.2', numbers(session, 'hidden-unit'));
    const values = numbers(session, 'action-value');
    const best = values.indexOf(Math.max(...values));
    expectClose(numbers(session, 'channel-value'), outputs.slice(5 * best, 5 * best + 5));
  });

  test.each([false, true])('PPO, shared layers: %s', (shared) => {
    const session = settled(begin({ world: 'breakout', agent: 'ppo', worlds: 2 }, { units: 10, nSteps: 32, shared }));
    const state = session.acting.state();
    const hidden = read(session, 'hidden-unit');
    const named = (start: string): readonly number[] =>
      [...hidden].flatMap(([label, number]) => (label.startsWith(start) ? [number] : []));
    const preferences = numbers(session, 'preference');
    const value = session.acting.signals.value[0] as number;
    if (shared) {
      expectClose(readout(parametersOf(state, 'networks'), 'layers.2', named('unit')), [...preferences, value]);
    } else {
      expectClose(readout(parametersOf(state, 'networks', 'actor'), 'layers.2', named('actor unit')), preferences);
      expectClose(readout(parametersOf(state, 'networks', 'critic'), 'layers.2', named('critic unit')), [value]);
    }
  });

  test.each(['gru', 'lstm'])('recurrent A2C, %s', (cell) => {
    const session = settled(begin({ world: 't-maze', agent: 'recurrent-a2c', worlds: 2 }, { cell, units: 8 }));
    const outputs = readout(
      parametersOf(session.acting.state(), 'network'),
      'readout',
      numbers(session, 'hidden-unit'),
    );
    expectClose(outputs, [...numbers(session, 'preference'), session.acting.signals.value[0] as number]);
    // h = o tanh(c), 0 < o < 1.
    if (cell === 'gru') expect(session.acting.units?.some(({ group }) => group.id === 'memory-cell')).toBe(false);
    else
      numbers(session, 'memory-cell').forEach((content, unit) => {
        const share = (numbers(session, 'hidden-unit')[unit] as number) / Math.tanh(content);
        expect(share).toBeGreaterThan(0);
        expect(share).toBeLessThan(1);
      });
  });
});
