import type { Likelihood } from '../problem.ts';
import type { ChoiceTrials } from './choice-trials.ts';

/** Exponentials are at most 1 here, so that their sums multiply to this before a logarithm is taken. */
const largestProduct = 1e290;

/**
 * The likelihood of Rescorla-Wagner values with a rate for positive and one for negative errors, and a softmax: in one
 * loop, without allocation, as fits of many subjects need it. The process gives the same numbers.
 *
 * Logarithms of softmax sums are those of their product, which is taken once in hundreds of trials.
 * @returns `at` of the values [α+, α-, β]
 */
export function twoRateKernel(trials: ChoiceTrials): Likelihood['at'] {
  const walk = trials.options === 2 ? pairWalk(trials) : anyWalk(trials);
  const { choice, starts } = trials;
  const sums = new Float64Array(3);
  return (values, gradient) => {
    sums.fill(0);
    let height = 0;
    for (let part = 0, from = 0; part <= starts.length; part++) {
      const to = part < starts.length ? starts[part] : choice.length;
      height += walk(values, from, to, sums);
      from = to;
    }
    gradient?.set(sums);
    return Number.isNaN(height) ? -Infinity : height;
  };
}

/** Trials from..to with values that begin anew. @param sums derivatives by the values are added */
type Walk = (values: Float64Array, from: number, to: number, sums: Float64Array) => number;

function pairWalk({ states, state, choice, reward, initialValue }: ChoiceTrials): Walk {
  // Q, dQ/dα+ and dQ/dα- of the options of each state.
  const q = new Float64Array(2 * states);
  const up = new Float64Array(2 * states);
  const down = new Float64Array(2 * states);
  return (values, from, to, sums) => {
    const [rising, falling, temperature] = values;
    q.fill(initialValue);
    up.fill(0);
    down.fill(0);
    let [height, product, byUp, byDown, byTemperature] = [0, 1, 0, 0, 0];
    for (let trial = from; trial < to; trial++) {
      const option = choice[trial];
      if (option < 0) continue;
      const own = 2 * state[trial] + option;
      const other = own ^ 1;
      const better = temperature * (q[own] - q[other]);
      const odds = Math.exp(better < 0 ? better : -better);
      product *= 1 + odds;
      if (better < 0) height += better;
      if (product > largestProduct) {
        height -= Math.log(product);
        product = 1;
      }
      const missed = (better < 0 ? 1 : odds) / (1 + odds);
      byUp += missed * (up[own] - up[other]);
      byDown += missed * (down[own] - down[other]);
      byTemperature += missed * (q[own] - q[other]);
      const error = reward[trial] - q[own];
      if (error > 0) {
        up[own] += error - rising * up[own];
        down[own] -= rising * down[own];
        q[own] += rising * error;
      } else if (error <= 0) {
        up[own] -= falling * up[own];
        down[own] += error - falling * down[own];
        q[own] += falling * error;
      }
    }
    sums[0] += temperature * byUp;
    sums[1] += temperature * byDown;
    sums[2] += byTemperature;
    return height - Math.log(product);
  };
}

function anyWalk({ states, options, state, choice, reward, initialValue }: ChoiceTrials): Walk {
  const q = new Float64Array(options * states);
  const up = new Float64Array(options * states);
  const down = new Float64Array(options * states);
  return (values, from, to, sums) => {
    const [rising, falling, temperature] = values;
    q.fill(initialValue);
    up.fill(0);
    down.fill(0);
    let [height, product, byUp, byDown, byTemperature] = [0, 1, 0, 0, 0];
    for (let trial = from; trial < to; trial++) {
      const option = choice[trial];
      if (option < 0) continue;
      const first = options * state[trial];
      const end = first + options;
      const own = first + option;
      let most = temperature * q[first];
      for (let cell = first + 1; cell < end; cell++) most = Math.max(most, temperature * q[cell]);
      let [total, meanUp, meanDown, mean] = [0, 0, 0, 0];
      for (let cell = first; cell < end; cell++) {
        const odds = Math.exp(temperature * q[cell] - most);
        total += odds;
        meanUp += odds * up[cell];
        meanDown += odds * down[cell];
        mean += odds * q[cell];
      }
      product *= total;
      height += temperature * q[own] - most;
      if (product > largestProduct) {
        height -= Math.log(product);
        product = 1;
      }
      byUp += up[own] - meanUp / total;
      byDown += down[own] - meanDown / total;
      byTemperature += q[own] - mean / total;
      const error = reward[trial] - q[own];
      if (error > 0) {
        up[own] += error - rising * up[own];
        down[own] -= rising * down[own];
        q[own] += rising * error;
      } else if (error <= 0) {
        up[own] -= falling * up[own];
        down[own] += error - falling * down[own];
        q[own] += falling * error;
      }
    }
    sums[0] += temperature * byUp;
    sums[1] += temperature * byDown;
    sums[2] += byTemperature;
    return height - Math.log(product);
  };
}
