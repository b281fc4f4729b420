import { describe, expect, test } from 'vitest';
import type { ControlRule } from '../../src/contracts/learning-rule.ts';
import type { ManipulatedAgent, ActingAgent, ActingAgentSetup, Seen } from '../../src/contracts/acting-agent.ts';
import { randomStream } from '../../src/core/random.ts';
import stateTable from '../../src/architectures/state-table.ts';
import tileCoding from '../../src/architectures/tile-coding.ts';
import actorCritic from '../../src/learning-rules/actor-critic-control.ts';
import dynaQ from '../../src/learning-rules/dyna-q.ts';
import expectedSarsa from '../../src/learning-rules/expected-sarsa-control.ts';
import qControl from '../../src/learning-rules/q-control.ts';
import sarsa from '../../src/learning-rules/sarsa-control.ts';

const states = 5;
const actions = 3;
const discount = 0.9;
const exploration = 0.3;

/** ε-greedy as a formula, with ties shared. */
function policyOf(values: readonly number[]): readonly number[] {
  const top = Math.max(...values);
  const ties = values.filter((value) => value === top).length;
  return values.map((value) => exploration / actions + (value === top ? (1 - exploration) / ties : 0));
}

const setup = (manipulated?: ManipulatedAgent): ActingAgentSetup => ({
  ...(manipulated === undefined ? {} : { manipulated }),
  encoder: stateTable.create({}, { kind: 'discrete', count: states }),
  observation: { kind: 'discrete', count: states },
  actions: { kind: 'discrete', actions: ['a', 'b', 'c'].map((id) => ({ id, title: id })) },
  worlds: 1,
  steps: 1000,
  terms: { discount, rewardRateLearning: 0 },
  choose: policyOf,
  random: randomStream(8, 'agent'),
  networks: undefined as never,
});

/** A random sequence of observations and rewards, independent of the actions, which a rule cannot know. */
function* course(count: number): Generator<{
  readonly state: number;
  readonly reward: number;
  readonly terminated: boolean;
  readonly truncated: boolean;
  readonly final: number;
}> {
  const random = randomStream(3, 'course');
  for (let k = 0; k < count; k++) {
    const terminated = random.bernoulli(0.15);
    yield {
      state: random.integer(states),
      reward: random.normal(0, 1),
      terminated,
      truncated: !terminated && random.bernoulli(0.1),
      final: random.integer(states),
    };
  }
}

function seenOf(step: { state: number; reward: number; terminated: boolean; truncated: boolean; final: number }): Seen {
  const ended = step.terminated || step.truncated;
  return {
    observations: Float32Array.of(step.state),
    finals: Float32Array.of(step.final),
    rewards: Float64Array.of(step.reward),
    terminated: Uint8Array.of(step.terminated ? 1 : 0),
    truncated: Uint8Array.of(step.truncated ? 1 : 0),
    starts: Uint8Array.of(ended ? 1 : 0),
  };
}

const first = { state: 0, reward: 0, terminated: false, truncated: false, final: 0 };
const parameters = { learningRate: 0.4, traceDecay: 0.7, trace: 'replacing', initialValue: 0.5 } as const;

/** Q(λ), Sarsa(λ), Expected Sarsa(λ) as in Sutton & Barto 2018 (6.4-6.6 and 12.7), with tables of numbers and no code of the program. */
class Slow {
  readonly q = Array.from({ length: states }, () =>
    Array.from({ length: actions }, () => parameters.initialValue as number),
  );
  private traces = new Map<string, number>();
  private readonly kind: 'q' | 'sarsa' | 'expected';
  private readonly traceDecay: number;
  private readonly replacing: boolean;

  private readonly changed: (error: number) => number;

  constructor(
    kind: 'q' | 'sarsa' | 'expected',
    traceDecay: number,
    replacing: boolean,
    changed: (error: number) => number,
  ) {
    this.changed = changed;
    this.kind = kind;
    this.traceDecay = traceDecay;
    this.replacing = replacing;
  }

  stateValue(state: number, next: number): number {
    const values = this.q[state] as number[];
    if (this.kind === 'q') return Math.max(...values);
    return this.kind === 'sarsa'
      ? (values[next] as number)
      : policyOf(values).reduce((sum, p, a) => sum + p * (values[a] as number), 0);
  }

  /** @returns δ */
  learn(state: number, action: number, wasBest: boolean, reward: number, follows: number): number {
    const values = this.q[state] as number[];
    const error = this.changed(reward + follows - (values[action] as number));
    if (this.kind === 'q' && !wasBest) this.traces.clear();
    else for (const [key, trace] of this.traces) this.traces.set(key, trace * discount * this.traceDecay);
    const own = `${state},${action}`;
    if (this.replacing) for (let a = 0; a < actions; a++) this.traces.delete(`${state},${a}`);
    this.traces.set(own, this.replacing ? 1 : (this.traces.get(own) ?? 0) + 1);
    for (const [key, trace] of this.traces) {
      const [s, a] = key.split(',').map(Number) as [number, number];
      (this.q[s] as number[])[a] = (this.q[s]?.[a] as number) + parameters.learningRate * error * trace;
    }
    if (this.traceDecay === 0) this.traces.clear();
    return error;
  }

  forget(): void {
    this.traces.clear();
  }
}

const cases = [
  ['q', qControl],
  ['sarsa', sarsa],
  ['expected', expectedSarsa],
] as const;
const variants = [
  [0, 'replacing'],
  [0.7, 'replacing'],
  [0.7, 'accumulating'],
] as const;
/** Unchanged errors, and errors with gains and an added amount. */
const done = {
  nothing: undefined,
  gains: {
    active: Int32Array.of(1),
    changed: (active: number, error: number) => (active === 1 ? (error > 0 ? 1.5 : 0.25) * error + 0.1 : error),
    overrides: {},
  },
} as const;

describe.each(
  cases.flatMap(([kind, rule]) =>
    variants.flatMap(([traceDecay, trace]) =>
      (['nothing', 'gains'] as const).map((manipulation) => ({
        kind,
        rule: rule as unknown as ControlRule,
        traceDecay,
        trace,
        manipulation,
      })),
    ),
  ),
)('$kind, λ $traceDecay, $trace, manipulation: $manipulation', ({ kind, rule, traceDecay, trace, manipulation }) => {
  test('errors, values and probabilities follow the equations of Sutton & Barto, step by step', () => {
    const manipulated = done[manipulation];
    const changed = (error: number): number => manipulated?.changed(1, error) ?? error;
    const acting = rule.create({ ...parameters, traceDecay, trace }, setup(manipulated));
    const slow = new Slow(kind, traceDecay, trace === 'replacing', changed);
    acting.step(seenOf(first));
    let [state, action] = [first.state, acting.actions[0] as number];
    let best = bestOf(slow.q[state] as number[]);
    for (const step of course(400)) {
      const valuesBefore = [...(slow.q[step.state] as number[])];
      acting.step(seenOf(step));
      const chosen = acting.actions[0] as number;
      let error: number;
      if (step.truncated) {
        // The final state is observed, and SARSA draws an action there; it is not visible from outside, so its error is one of the possible ones.
        const follows = (kind === 'sarsa' ? [0, 1, 2] : [0]).map(
          (next) => discount * slow.stateValue(step.final, next),
        );
        const awayFromShown = (one: number): number =>
          Math.abs(
            changed(step.reward + one - (slow.q[state]?.[action] as number)) - (acting.signals.rpe[0] as number),
          );
        error = slow.learn(
          state,
          action,
          action === best,
          step.reward,
          follows.reduce((nearest, one) => (awayFromShown(one) < awayFromShown(nearest) ? one : nearest)),
        );
      } else {
        error = slow.learn(
          state,
          action,
          action === best,
          step.reward,
          step.terminated
            ? 0
            : discount *
                (kind === 'expected'
                  ? policyOf(valuesBefore).reduce((sum, p, a) => sum + p * (valuesBefore[a] as number), 0)
                  : kind === 'q'
                    ? Math.max(...valuesBefore)
                    : (valuesBefore[chosen] as number)),
        );
      }
      expect(acting.signals.rpe[0]).toBeCloseTo(error, 6);
      if (step.terminated || step.truncated) slow.forget();
      const values = slow.q[step.state] as number[];
      // The action was drawn before the values changed, with the reported probabilities.
      policyOf(valuesBefore).forEach((p, a) => expect(acting.signals.policy[a]).toBeCloseTo(p, 6));
      expect(acting.signals.value[0]).toBeCloseTo(slow.stateValue(step.state, chosen), 6);
      [state, action] = [step.state, chosen];
      best = bestOf(values);
    }
  });
});

const bestOf = (values: readonly number[]): number => values.indexOf(Math.max(...values));

test('actor-critic: δ, traces and preferences as in Sutton & Barto (13.5)', () => {
  const [alphaW, alphaT, lambda] = [0.3, 0.2, 0.6];
  const acting = actorCritic.create(
    { criticLearningRate: alphaW, actorLearningRate: alphaT, traceDecay: lambda },
    setup(),
  );
  const w = Array.from({ length: states }, () => 0);
  const theta = Array.from({ length: states }, () => Array.from({ length: actions }, () => 0));
  let zw = w.map(() => 0);
  let zt = theta.map((row) => row.map(() => 0));
  const pi = (s: number): number[] => {
    const weights = (theta[s] as number[]).map(Math.exp);
    const total = weights.reduce((sum, one) => sum + one, 0);
    return weights.map((one) => one / total);
  };
  acting.step(seenOf(first));
  let [state, action] = [0, acting.actions[0] as number];
  for (const step of course(300)) {
    acting.step(seenOf(step));
    const follows = step.terminated ? 0 : discount * (w[step.truncated ? step.final : step.state] as number);
    const error = step.reward + follows - (w[state] as number);
    const p = pi(state);
    zw = zw.map((z, s) => discount * lambda * z + (s === state ? 1 : 0));
    zt = zt.map((row, s) =>
      row.map((z, a) => discount * lambda * z + (s === state ? (a === action ? 1 : 0) - (p[a] as number) : 0)),
    );
    for (let s = 0; s < states; s++) {
      w[s] = (w[s] as number) + alphaW * error * (zw[s] as number);
      for (let a = 0; a < actions; a++)
        (theta[s] as number[])[a] = (theta[s]?.[a] as number) + alphaT * error * (zt[s]?.[a] as number);
    }
    // Traces below a millionth are dropped.
    expect(acting.signals.rpe[0]).toBeCloseTo(error, 4);
    pi(step.state).forEach((one, a) => expect(acting.signals.policy[a]).toBeCloseTo(one, 4));
    if (step.terminated || step.truncated) {
      zw = zw.map(() => 0);
      zt = zt.map((row) => row.map(() => 0));
    }
    [state, action] = [step.state, acting.actions[0] as number];
  }
});

test('Dyna-Q reaches the optimal values, found by value iteration, from one pass through the environment', () => {
  // A corridor: action 0 advances, the others stay; reward 1 at its end.
  const agent: ActingAgent = dynaQ.create(
    { ...parameters, traceDecay: 0, initialValue: 0, planningSteps: 400, bonus: 0 },
    setup(),
  );
  const next = (s: number, a: number): number => (a === 0 ? s + 1 : s);
  let state = 0;
  agent.step(seenOf(first));
  for (let k = 0; k < 60; k++) {
    const to = next(state, agent.actions[0] as number);
    const terminated = to === states - 1;
    agent.step(
      seenOf({ state: terminated ? 0 : to, reward: terminated ? 1 : 0, terminated, truncated: false, final: to }),
    );
    state = terminated ? 0 : to;
  }
  // V(s) = γ^(steps to the last state).
  agent.plastic = false;
  for (let s = 0; s < states - 1; s++) {
    agent.step(seenOf({ state: s, reward: 0, terminated: false, truncated: false, final: 0 }));
    expect(agent.signals.value[0]).toBeCloseTo(discount ** (states - 2 - s), 4);
  }
});

describe('tile coding', () => {
  const box = { kind: 'box', shape: [2], low: [-1, 0], high: [1, 10], names: ['x', 'y'] } as const;
  const made = tileCoding.create({ tilings: 4, tiles: 5 }, box);
  const active = (x: number, y: number): number[] => {
    if (made.kind !== 'binary') throw new Error('not features');
    const into = new Int32Array(4);
    made.active(Float32Array.of(x, y), 0, into);
    return [...into];
  };

  test('puts a point into one tile of each displaced grid, by rounding down', () => {
    for (const [x, y] of [
      [-1, 0],
      [1, 10],
      [0.13, 7.2],
      [-0.4, 2.05],
      [5, -3],
    ] as const) {
      const expected = [0, 1, 2, 3].map((k) => {
        const u = Math.min(5, Math.max(0, (Math.fround(x) + 1) * 2.5)) + ((k * 1) % 4) / 4;
        const v = Math.min(5, Math.max(0, Math.fround(y) * 0.5)) + ((k * 3) % 4) / 4;
        return k * 36 + Math.min(5, Math.floor(u)) * 6 + Math.min(5, Math.floor(v));
      });
      expect(active(x, y)).toEqual(expected);
    }
  });

  test('nearer points share more tiles, and distant points none', () => {
    const shared = (a: readonly number[], b: readonly number[]): number => a.filter((tile) => b.includes(tile)).length;
    const here = active(0.01, 5.1);
    expect(shared(here, active(0.02, 5.1))).toBe(4);
    expect(shared(here, active(0.2, 5.1))).toBeLessThan(4);
    expect(shared(here, active(0.9, 9))).toBe(0);
  });

  test('refuses unsupported spaces', () => {
    expect(() => tileCoding.create({ tilings: 8, tiles: 8 }, { kind: 'discrete', count: 4 })).toThrow(
      /tile coding needs numbers/,
    );
    expect(() =>
      tileCoding.create({ tilings: 8, tiles: 100 }, { ...box, shape: [4], low: [0, 0, 0, 0], high: [1, 1, 1, 1] }),
    ).toThrow(/lower tiles/);
  });
});
