import { squared } from '../../../core/power.ts';
import type { RandomStream } from '../../../core/random.ts';
import type { ActionSpace } from '../../../contracts/control-env.ts';

/** How a network's outputs for a state become an action. Rows are `size` numbers from an offset on. */
export interface PolicyHead {
  /** Numbers per row. */
  readonly size: number;
  /** Probabilities of the actions, for display; none if the action is a real number. */
  readonly probabilities: number;
  sample(outputs: Float32Array, offset: number, random: RandomStream): number;
  /** Writes the probabilities of the actions into `into` from `at` on. */
  describe(outputs: Float32Array, offset: number, into: Float64Array, at: number): void;
  /** ln π(action). */
  logProbability(outputs: Float32Array, offset: number, action: number): number;
  entropy(outputs: Float32Array, offset: number): number;
  /** Adds a · ∂ ln π(action) + b · ∂ entropy, with respect to each number of the row, to `gradient`. */
  addGradient(
    outputs: Float32Array,
    offset: number,
    action: number,
    a: number,
    b: number,
    gradient: Float32Array,
  ): void;
}

export function policyHead(actions: ActionSpace): PolicyHead {
  return actions.kind === 'discrete'
    ? categorical(actions.actions.length)
    : gaussian((actions.low + actions.high) / 2, (actions.high - actions.low) / 2);
}

/** π(a) = exp(x_a) / Σ exp(x). */
function categorical(count: number): PolicyHead {
  const p = new Float64Array(count);

  /** Fills p; returns ln Σ exp(x). */
  function softmax(outputs: Float32Array, offset: number): number {
    let top = -Infinity;
    for (let j = 0; j < count; j++) top = Math.max(top, outputs[offset + j]);
    let sum = 0;
    for (let j = 0; j < count; j++) sum += p[j] = Math.exp(outputs[offset + j] - top);
    for (let j = 0; j < count; j++) p[j] = p[j] / sum;
    return top + Math.log(sum);
  }

  /** Entropy of the outputs whose p are filled; `whole` is ln Σ exp(x). */
  function entropyOf(outputs: Float32Array, offset: number, whole: number): number {
    let expected = 0;
    for (let j = 0; j < count; j++) expected += p[j] * outputs[offset + j];
    return whole - expected;
  }

  return {
    size: count,
    probabilities: count,
    sample(outputs, offset, random) {
      softmax(outputs, offset);
      let rest = random.next();
      for (let j = 0; j < count - 1; j++) {
        rest -= p[j];
        if (rest < 0) return j;
      }
      return count - 1;
    },
    describe(outputs, offset, into, at) {
      softmax(outputs, offset);
      into.set(p, at);
    },
    logProbability: (outputs, offset, action) => outputs[offset + action] - softmax(outputs, offset),
    entropy: (outputs, offset) => entropyOf(outputs, offset, softmax(outputs, offset)),
    addGradient(outputs, offset, action, a, b, gradient) {
      const whole = softmax(outputs, offset);
      const entropy = entropyOf(outputs, offset, whole);
      for (let j = 0; j < count; j++) {
        const probability = p[j];
        const logProbability = outputs[offset + j] - whole;
        const byLog = (j === action ? 1 : 0) - probability;
        const byEntropy = -probability * (logProbability + entropy);
        gradient[offset + j] = gradient[offset + j] + a * byLog + b * byEntropy;
      }
    },
  };
}

const halfLogTwoPi = 0.5 * Math.log(2 * Math.PI);

/**
 * A normal with mean centre + scale · x_0 and standard deviation scale · exp(x_1). The environment clips values beyond
 * its bounds.
 */
function gaussian(centre: number, scale: number): PolicyHead {
  const deviation = (outputs: Float32Array, offset: number): number => scale * Math.exp(outputs[offset + 1]);
  const mean = (outputs: Float32Array, offset: number): number => centre + scale * outputs[offset];
  return {
    size: 2,
    probabilities: 0,
    sample: (outputs, offset, random) => random.normal(mean(outputs, offset), deviation(outputs, offset)),
    describe: () => undefined,
    logProbability(outputs, offset, action) {
      const sd = deviation(outputs, offset);
      return -0.5 * squared((action - mean(outputs, offset)) / sd) - Math.log(sd) - halfLogTwoPi;
    },
    entropy: (outputs, offset) => 0.5 + halfLogTwoPi + Math.log(deviation(outputs, offset)),
    addGradient(outputs, offset, action, a, b, gradient) {
      const sd = deviation(outputs, offset);
      const z = (action - mean(outputs, offset)) / sd;
      gradient[offset] = gradient[offset] + (a * z * scale) / sd;
      gradient[offset + 1] = gradient[offset + 1] + a * (z * z - 1) + b;
    },
  };
}
