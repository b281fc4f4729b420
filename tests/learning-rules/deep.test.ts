import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OutputLoss } from '../../src/contracts/network.ts';
import type { ObservationSpace } from '../../src/contracts/control-env.ts';
import { randomStream } from '../../src/core/random.ts';
import { generalisedAdvantages, normalised } from '../../src/learning-rules/control/deep/gae.ts';
import { clippedLoss, policyGradientLoss, valueLoss } from '../../src/learning-rules/control/deep/on-policy-losses.ts';
import { policyHead } from '../../src/learning-rules/control/deep/policy-head.ts';
import { huber, qLoss, quantileLoss } from '../../src/learning-rules/control/deep/q-losses.ts';
import { ReplayBuffer, replayBatch, replayBytes } from '../../src/learning-rules/control/deep/replay-buffer.ts';
import { Rollout, rolloutBytes } from '../../src/learning-rules/control/deep/rollout.ts';

const three = policyHead({ kind: 'discrete', actions: ['a', 'b', 'c'].map((id) => ({ id, title: id })) });
const real = policyHead({ kind: 'continuous', low: -2, high: 2, title: 'torque' });

const numbers = (count: number, name: string, sd = 1): Float32Array => {
  const random = randomStream(5, name);
  return Float32Array.from({ length: count }, () => random.normal(0, sd));
};
const first = (count: number): { indices: Int32Array; from: number; count: number } => ({
  indices: Int32Array.from({ length: count }, (_, k) => k),
  from: 0,
  count,
});

/** The analytic derivative of a loss against central differences of its value. Outputs are in single precision, so steps are not too small. */
function expectSlope(loss: OutputLoss, outputs: Float32Array, tolerance = 2e-3): void {
  const gradient = new Float32Array(outputs.length).fill(99);
  loss(outputs, gradient);
  const step = 2e-3;
  const scratch = new Float32Array(outputs.length);
  outputs.forEach((_, i) => {
    const at = (moved: number): number => {
      const shifted = outputs.slice();
      shifted[i] = moved;
      return loss(shifted, scratch);
    };
    const [low, high] = [Math.fround((outputs[i] as number) - step), Math.fround((outputs[i] as number) + step)];
    const slope = (at(high) - at(low)) / (high - low);
    expect(Math.abs((gradient[i] as number) - slope)).toBeLessThan(tolerance);
  });
}

describe('generalised advantages', () => {
  const shape = fc.record({
    time: fc.integer({ min: 1, max: 8 }),
    worlds: fc.integer({ min: 1, max: 3 }),
    discount: fc.double({ min: 0.5, max: 1, noNaN: true }),
    decay: fc.double({ min: 0, max: 1, noNaN: true }),
    seed: fc.integer({ min: 0, max: 1e6 }),
  });

  test('are the explicit sum of later errors, up to the end of the episode', () => {
    fc.assert(
      fc.property(shape, ({ time, worlds, discount, decay, seed }) => {
        const random = randomStream(seed, 'gae');
        const column = (): Float32Array => Float32Array.from({ length: time * worlds }, () => random.normal(0, 1));
        const [rewards, values, nextValues] = [column(), column(), column()];
        const ended = Uint8Array.from({ length: time * worlds }, () => (random.bernoulli(0.3) ? 1 : 0));
        const advantages = new Float32Array(time * worlds);
        generalisedAdvantages({ time, worlds, rewards, values, nextValues, ended }, discount, decay, advantages);
        for (let i = 0; i < worlds; i++) {
          for (let t = 0; t < time; t++) {
            // Schulman et al. 2016, eq. 16: A_t = Σ (γλ)^l δ_{t+l}.
            let sum = 0;
            for (let l = 0; t + l < time; l++) {
              const at = (t + l) * worlds + i;
              sum +=
                (discount * decay) ** l *
                ((rewards[at] as number) + discount * (nextValues[at] as number) - (values[at] as number));
              if (ended[at] === 1) break;
            }
            expect(advantages[t * worlds + i]).toBeCloseTo(sum, 4);
          }
        }
      }),
    );
  });

  test('sum manipulated errors, and so do the target values', () => {
    const rewards = Float32Array.of(1, -2, 3);
    const [values, nextValues] = [Float32Array.of(0.5, 0.25, 1), Float32Array.of(0.25, 1, 2)];
    const advantages = new Float32Array(3);
    // The second error is clamped to 7, the third halved.
    const manipulated = {
      active: Int32Array.of(0, 1, 2),
      changed: (active: number, error: number) => (active === 1 ? 7 : active === 2 ? error / 2 : error),
    };
    generalisedAdvantages(
      { time: 3, worlds: 1, rewards, values, nextValues, ended: new Uint8Array(3), manipulated },
      0.5,
      0.5,
      advantages,
    );
    const third = (3 + 1 - 1) / 2;
    const second = 7 + 0.25 * third;
    const first = 1 + 0.125 - 0.5 + 0.25 * second;
    expect([...advantages]).toEqual([first, second, third].map(Math.fround));
  });

  test('with λ = 1 and bootstrapping from the next state are n-step returns minus the value', () => {
    const rewards = Float32Array.of(1, 2, 3);
    const values = Float32Array.of(10, 20, 30);
    const nextValues = Float32Array.of(20, 30, 40);
    const advantages = new Float32Array(3);
    generalisedAdvantages(
      { time: 3, worlds: 1, rewards, values, nextValues, ended: new Uint8Array(3) },
      0.5,
      1,
      advantages,
    );
    // R_0 = 1 + 0.5·2 + 0.25·3 + 0.125·40.
    expect(advantages[0]).toBeCloseTo(1 + 1 + 0.75 + 5 - 10, 5);
    expect(advantages[2]).toBeCloseTo(3 + 20 - 30, 5);
  });

  test('are normalised to mean 0 and standard deviation 1 over the rows of a batch', () => {
    const out = new Float32Array(4);
    normalised(Float32Array.of(9, 1, 2, 3, 6), Int32Array.of(4, 3, 2, 1, 0), 0, 4, out);
    expect(out.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 5);
    expect(out.reduce((sum, value) => sum + value * value, 0) / 3).toBeCloseTo(1, 5);
    expect([...out].sort((a, b) => b - a)[0]).toBe(out[0]);
  });
});

describe('policies', () => {
  test('a softmax: probabilities, log-probabilities and entropy by their formulas, also with large numbers', () => {
    for (const logits of [Float32Array.of(0.3, -1.2, 2), Float32Array.of(500, 499, 400)]) {
      const top = Math.max(...logits);
      const weights = Array.from(logits, (x) => Math.exp(x - top));
      const total = weights.reduce((sum, w) => sum + w, 0);
      const p = weights.map((w) => w / total);
      const found = new Float64Array(3);
      three.describe(logits, 0, found, 0);
      p.forEach((expected, j) => expect(found[j]).toBeCloseTo(expected, 6));
      expect(three.logProbability(logits, 0, 1)).toBeCloseTo(Math.log(p[1] as number), 4);
      expect(three.entropy(logits, 0)).toBeCloseTo(
        -p.reduce((sum, one) => sum + (one > 0 ? one * Math.log(one) : 0), 0),
        4,
      );
    }
  });

  test('are sampled with their probabilities', () => {
    const random = randomStream(1, 'sample');
    const logits = Float32Array.of(0, Math.log(2), Math.log(5));
    const counts = [0, 0, 0];
    const draws = 8000;
    for (let k = 0; k < draws; k++) counts[three.sample(logits, 0, random)]! += 1;
    [1 / 8, 2 / 8, 5 / 8].forEach((p, j) =>
      expect(Math.abs((counts[j] as number) / draws - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / draws)),
    );
  });

  test('a normal: density by its formula, mean and deviation scaled to the range of the action', () => {
    const outputs = Float32Array.of(0.5, -0.7);
    const [mean, sd] = [1, 2 * Math.exp(Math.fround(-0.7))];
    expect(real.logProbability(outputs, 0, 1.4)).toBeCloseTo(
      -0.5 * ((1.4 - mean) / sd) ** 2 - Math.log(sd * Math.sqrt(2 * Math.PI)),
      6,
    );
    expect(real.entropy(outputs, 0)).toBeCloseTo(0.5 * Math.log(2 * Math.PI * Math.E * sd * sd), 6);
  });
});

describe('derivatives of losses against central differences', () => {
  const batch = 4;
  const advantages = numbers(batch, 'advantages');

  test.each([
    ['softmax', three, Float64Array.of(0, 2, 1, 2)],
    ['normal', real, Float64Array.of(0.4, -1.3, 2.2, 0)],
  ] as const)('policy gradient with entropy, %s', (_name, head, actions) => {
    expectSlope(
      policyGradientLoss(head, actions, advantages, 0.3, first(batch)),
      numbers(batch * head.size, 'outputs'),
    );
  });

  test.each([
    ['softmax', three, Float64Array.of(0, 2, 1, 2)],
    ['normal', real, Float64Array.of(0.4, -1.3, 2.2, 0)],
  ] as const)('clipped ratio with entropy, %s', (_name, head, actions) => {
    const outputs = numbers(batch * head.size, 'outputs');
    const before = Float32Array.from(
      actions,
      (action, k) => head.logProbability(outputs, k * head.size, action) + [0.05, -0.4, 0.5, -0.03][k]!,
    );
    expectSlope(
      clippedLoss(head, { actions, logProbabilities: before, advantages, clipRange: 0.2, entCoef: 0.1 }, first(batch)),
      outputs,
    );
  });

  test('a clipped ratio has no gradient if moving further gains nothing, and has one if moving back does', () => {
    const outputs = Float32Array.of(0, 0, 0);
    const now = three.logProbability(outputs, 0, 0);
    const gradientOf = (advantage: number, before: number): number => {
      const gradient = new Float32Array(3);
      clippedLoss(
        three,
        {
          actions: Float64Array.of(0),
          logProbabilities: Float32Array.of(before),
          advantages: Float32Array.of(advantage),
          clipRange: 0.2,
          entCoef: 0,
        },
        first(1),
      )(outputs, gradient);
      return gradient[0] as number;
    };
    // The ratio is e^0.5 > 1.2, or e^-0.5 < 0.8.
    expect(gradientOf(1, now - 0.5)).toBeCloseTo(0, 12);
    expect(gradientOf(-1, now - 0.5)).toBeGreaterThan(0.1);
    expect(gradientOf(-1, now + 0.5)).toBeCloseTo(0, 12);
    expect(gradientOf(1, now + 0.5)).toBeLessThan(-0.1);
  });

  test('squared error of values', () => {
    expectSlope(valueLoss(numbers(batch, 'returns'), 0.5, first(batch)), numbers(batch, 'values'));
  });

  test('Huber loss of the executed action only', () => {
    const outputs = numbers(12, 'q', 2);
    const loss = qLoss(3, Int32Array.of(0, 2, 1, 2), numbers(4, 'targets', 2));
    expectSlope(loss, outputs);
    const gradient = new Float32Array(12);
    loss(outputs, gradient);
    expect([...gradient].filter((slope) => slope !== 0)).toHaveLength(4);
  });

  test('quantile Huber loss', () => {
    const levels = Float64Array.of(0.125, 0.375, 0.625, 0.875);
    expectSlope(
      quantileLoss(2, levels, Int32Array.of(1, 0, 1), numbers(12, 'targets', 2)),
      numbers(24, 'quantiles', 2),
      4e-3,
    );
  });
});

test('the quantile Huber loss is the explicit form of Dabney et al. 2018, eq. 10', () => {
  const levels = [0.25, 0.75];
  const targets = Float32Array.of(1, -3);
  const quantiles = Float32Array.of(0.5, 0.2);
  let expected = 0;
  for (let i = 0; i < 2; i++) {
    for (let j = 0; j < 2; j++) {
      const u = (targets[j] as number) - (quantiles[i] as number);
      const l = Math.abs(u) <= 1 ? 0.5 * u * u : Math.abs(u) - 0.5;
      expected += (Math.abs((levels[i] as number) - (u < 0 ? 1 : 0)) * l) / 2;
    }
  }
  expect(
    quantileLoss(1, Float64Array.from(levels), Int32Array.of(0), targets)(quantiles, new Float32Array(2)),
  ).toBeCloseTo(expected, 6);
  expect([huber(0.5, 1), huber(-3, 1), huber(4, 2)]).toEqual([0.125, 2.5, 6]);
});

test('manipulated losses use the changed errors as targets', () => {
  // Errors r - Q of .5, -.5 and 5; the first is doubled, the second set to 0, the third (in the linear part of the Huber loss) clamped to .25.
  const [outputs, targets] = [Float32Array.of(1, 2, 3), Float32Array.of(1.5, 1.5, 8)];
  const changed = (k: number, error: number): number => [2 * error, 0, 0.25][k] as number;
  const gradient = new Float32Array(3);
  expect(qLoss(1, new Int32Array(3), targets, changed)(outputs, gradient)).toBeCloseTo(
    (0.5 + 0 + 0.25 ** 2 / 2) / 3,
    6,
  );
  [-1, 0, -0.25].forEach((slope, k) => expect(gradient[k]).toBeCloseTo(slope / 3, 6));
  const ofQuantiles = new Float32Array(2);
  // One row of two quantiles, .25 and .75, at 0 and 1: each difference to each target is clamped to 1, so only the weights of the quantiles remain.
  quantileLoss(
    1,
    Float64Array.of(0.25, 0.75),
    Int32Array.of(0),
    Float32Array.of(-5, 5),
    () => 1,
  )(Float32Array.of(0, 1), ofQuantiles);
  expect([...ofQuantiles]).toEqual([-0.25, -0.75]);
});

describe('the replay buffer', () => {
  const filled = (capacity: number, count: number): ReplayBuffer => {
    const memory = new ReplayBuffer(capacity, 2, false);
    for (let k = 0; k < count; k++)
      memory.add(Float32Array.of(9, k, -k), 1, k % 3, k, k % 2, Float32Array.of(k + 1, 0), 0);
    return memory;
  };

  test('keeps the latest transitions unchanged, drawn equally often', () => {
    const memory = filled(10, 25);
    expect(memory.size).toBe(10);
    const batch = replayBatch(5000, 2);
    memory.sample(batch, randomStream(2, 'replay'));
    const counts = new Map<number, number>();
    batch.rewards.forEach((reward, k) => {
      counts.set(reward, (counts.get(reward) ?? 0) + 1);
      expect([
        batch.observations[2 * k],
        batch.observations[2 * k + 1],
        batch.nextObservations[2 * k],
        batch.actions[k],
        batch.terminated[k],
      ]).toEqual([reward, -reward, reward + 1, reward % 3, reward % 2]);
    });
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([15, 16, 17, 18, 19, 20, 21, 22, 23, 24]);
    // χ² with nine degrees of freedom: above 33.7 once in 10,000.
    const chi = [...counts.values()].reduce((sum, count) => sum + (count - 500) ** 2 / 500, 0);
    expect(chi).toBeLessThan(33.7);
  });

  test('stores observations of zeros and ones as bits, and overwrites them', () => {
    // Ten cells: two bytes a row. Transition k shows the binary digits of k, and then those of k + 1.
    const digits = (k: number): Float32Array => Float32Array.from({ length: 10 }, (_, j) => (k >> j) & 1);
    const memory = new ReplayBuffer(4, 10, true);
    for (let k = 1015; k < 1021; k++) memory.add(digits(k), 0, 0, k, 0, digits(k + 1), 0);
    const { observations, nextObservations } = memory.state();
    expect([...(observations as Uint8Array)]).toEqual([1019, 1020, 1017, 1018].flatMap((k) => [k & 255, k >> 8]));
    expect([...(nextObservations as Uint8Array)]).toEqual([1020, 1021, 1018, 1019].flatMap((k) => [k & 255, k >> 8]));
    const copy = new ReplayBuffer(4, 10, true);
    copy.restore(structuredClone(memory.state()));
    const batch = replayBatch(40, 10);
    copy.sample(batch, randomStream(2, 'replay'));
    batch.rewards.forEach((reward, k) => {
      expect(batch.observations.subarray(10 * k, 10 * k + 10)).toEqual(digits(reward));
      expect(batch.nextObservations.subarray(10 * k, 10 * k + 10)).toEqual(digits(reward + 1));
    });
  });

  test('takes the bytes that are said of it, and so does a rollout', () => {
    const lengths = (state: object): number =>
      Object.values(state).reduce<number>((sum, value) => sum + (ArrayBuffer.isView(value) ? value.byteLength : 0), 0);
    const spaces: readonly ObservationSpace[] = [
      { kind: 'binary', shape: [3, 3, 3], channels: ['a', 'b', 'c'] },
      { kind: 'box', shape: [3], low: [0, 0, 0], high: [1, 1, 1], names: ['x', 'y', 'z'] },
      { kind: 'discrete', count: 5 },
    ];
    spaces.forEach((space, i) => {
      const width = [27, 3, 1][i] as number;
      const memory = new ReplayBuffer(6, width, space.kind === 'binary');
      for (let k = 0; k < 6; k++) memory.add(new Float32Array(width), 0, 0, 0, 0, new Float32Array(width), 0);
      expect(replayBytes(6, space)).toBe(lengths(memory.state()));
      // A discrete observation is one unit among all.
      const rollout = new Rollout(2, 3, [27, 3, 5][i] as number);
      expect(rolloutBytes(6, space)).toBe(lengths(rollout));
    });
  });

  test('stores the intervention of each step with it', () => {
    const memory = new ReplayBuffer(4, 1, false, true);
    for (let k = 0; k < 6; k++) memory.add(Float32Array.of(k), 0, 0, k, 0, Float32Array.of(0), 0, 10 + k);
    const copy = new ReplayBuffer(4, 1, false, true);
    copy.restore(structuredClone(memory.state()));
    const batch = replayBatch(50, 1);
    copy.sample(batch, randomStream(2, 'replay'));
    batch.rewards.forEach((reward, k) => expect(batch.active[k]).toBe(10 + reward));
  });

  test('a saved buffer continues like the original', () => {
    const [original, copy] = [filled(10, 13), new ReplayBuffer(10, 2, false)];
    copy.restore(structuredClone(original.state()));
    for (const memory of [original, copy]) memory.add(Float32Array.of(1, 2), 0, 1, 77, 0, Float32Array.of(3, 4), 0);
    expect(copy.state()).toEqual(original.state());
  });
});
