import type { ChoiceProcess } from './choice-process.ts';
import type { ActionValues } from './pulls/action-values.ts';
import type { Exponents, Pull } from './pulls/pull.ts';

/** What a softmax chooses by. */
interface SoftmaxParts {
  readonly options: number;
  /** Number of parameters. */
  readonly size: number;
  readonly pulls: readonly Pull[];
  /** The pull that is a value, for what is shown of it. */
  readonly values?: Pick<ActionValues, 'value'>;
  /** Index of the share of choices that are made at random. */
  readonly lapse?: number;
}

/** P(i) = (1 - ε) exp(x_i) / Σ_j exp(x_j) + ε / n, x the sum of the pulls, by log-sum-exp. */
export function softmaxProcess({ options, size, pulls, values: shown, lapse }: SoftmaxParts): ChoiceProcess {
  const exponents: Exponents = { size, of: new Float64Array(options), slopes: new Float64Array(options * size) };
  const shares = new Float64Array(options);
  let lapses = 0;

  /** @returns log of the sum of exponentials, after which `shares` are the softmax */
  function look(state: number): number {
    exponents.of.fill(0);
    exponents.slopes.fill(0);
    for (const pull of pulls) pull.add(state, exponents);
    let most = exponents.of[0];
    for (let option = 1; option < options; option++) if (exponents.of[option] > most) most = exponents.of[option];
    let sum = 0;
    for (let option = 0; option < options; option++) sum += shares[option] = Math.exp(exponents.of[option] - most);
    for (let option = 0; option < options; option++) shares[option] /= sum;
    return most + Math.log(sum);
  }

  function addSlopes(option: number, factor: number, gradient: Float64Array): void {
    const { slopes } = exponents;
    for (let i = 0; i < size; i++) {
      let slope = slopes[option * size + i];
      for (let other = 0; other < options; other++) slope -= shares[other] * slopes[other * size + i];
      gradient[i] += factor * slope;
    }
  }

  return {
    begin(values) {
      lapses = lapse === undefined ? 0 : values[lapse];
      for (const pull of pulls) pull.begin(values);
    },
    restart() {
      for (const pull of pulls) pull.restart();
    },
    logProbability(state, option, gradient) {
      const total = look(state);
      const meant = exponents.of[option] - total;
      if (lapse === undefined) {
        if (gradient !== undefined) addSlopes(option, 1, gradient);
        return meant;
      }
      const probability = (1 - lapses) * shares[option] + lapses / options;
      if (gradient !== undefined) {
        addSlopes(option, ((1 - lapses) * shares[option]) / probability, gradient);
        gradient[lapse] += (1 / options - shares[option]) / probability;
      }
      return Math.log(probability);
    },
    probabilities(state, into) {
      look(state);
      for (let option = 0; option < options; option++) into[option] = (1 - lapses) * shares[option] + lapses / options;
    },
    learn(state, option, reward) {
      for (const pull of pulls) pull.learn(state, option, reward);
    },
    ...(shown === undefined ? {} : { value: (state, option) => shown.value(state, option) }),
  };
}
