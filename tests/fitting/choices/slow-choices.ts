// Models of choices written down once more, as plain as their papers have them: for each trial the probability of every
// option from the whole history before it.

/** A trial with a choice. */
export interface Past {
  readonly state: number;
  readonly choice: number;
  readonly reward: number;
}

/** Probabilities of all options in a state after what has happened since values last began anew. */
export type Slow = (
  history: readonly Past[],
  state: number,
  options: number,
  q0: number,
  values: readonly number[],
) => readonly number[];

const softmax = (exponents: readonly number[]): readonly number[] => {
  const odds = exponents.map((x) => Math.exp(x));
  const total = odds.reduce((a, b) => a + b, 0);
  return odds.map((one) => one / total);
};

const range = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i);

/** Q of an option of a state. @param step from an old value and a reward to the new */
function learned(
  history: readonly Past[],
  state: number,
  option: number,
  q0: number,
  step: (q: number, r: number) => number,
): number {
  return history
    .filter((past) => past.state === state && past.choice === option && !Number.isNaN(past.reward))
    .reduce((q, { reward }) => step(q, reward), q0);
}

const valuesOf = (
  history: readonly Past[],
  state: number,
  options: number,
  q0: number,
  up: number,
  down = up,
): readonly number[] =>
  range(options).map((o) => learned(history, state, o, q0, (q, r) => q + (r > q ? up : down) * (r - q)));

const kernelOf = (history: readonly Past[], options: number, rate: number): readonly number[] =>
  range(options).map((o) => history.reduce((ck, { choice }) => ck + rate * (Number(choice === o) - ck), 0));

const repeats = (history: readonly Past[], option: number): number => Number(history.at(-1)?.choice === option);

const twoRates: Slow = (history, state, options, q0, [up = 0, down = 0, beta = 0]) =>
  softmax(valuesOf(history, state, options, q0, up, down).map((q) => beta * q));

/** Φ(x) by Simpson's rule over the density. */
function phi(x: number): number {
  const [from, steps] = [-10, 2000];
  const width = (x - from) / steps;
  const density = (y: number): number => Math.exp((-y * y) / 2) / Math.sqrt(2 * Math.PI);
  const weight = (i: number): number => (i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2);
  return (width / 3) * range(steps + 1).reduce((sum, i) => sum + weight(i) * density(from + i * width), 0);
}

/**
 * A two-step task, of which a past is the first choice (in state 0) and the second (in state 1 or 2) in turn; common
 * transitions have a share of .7 (Daw et al. 2011).
 */
function twoSteps(
  history: readonly Past[],
  state: number,
  q0: number,
  [rate1 = 0, rate2 = 0, lambda = 0, based = 0, free = 0, beta2 = 0, pi = 0]: readonly number[],
): readonly number[] {
  const firsts = history.filter((past) => past.state === 0);
  // A first choice of which no second one was made tells nothing.
  const seconds = history.flatMap((past, i) => (past.state === 0 ? [] : [{ ...past, first: history[i - 1]?.choice }]));
  const late = (at: number, s: number, b: number): number =>
    learned(seconds.slice(0, at), s, b, q0, (q, r) => q + rate2 * (r - q));
  if (state > 0) return softmax([0, 1].map((b) => beta2 * late(seconds.length, state, b)));
  const early = [0, 1].map((a) =>
    seconds.reduce((q, past, at) => {
      if (past.first !== a || Number.isNaN(past.reward)) return q;
      const q2 = late(at, past.state, past.choice);
      return q + rate1 * (q2 - q) + rate1 * lambda * (past.reward - q2);
    }, q0),
  );
  const straight = seconds.filter((past) => past.first === past.state - 1).length;
  const crossed = seconds.length - straight;
  const toOwn = straight > crossed ? 0.7 : straight < crossed ? 0.3 : 0.5;
  const best = (s: number): number => Math.max(late(seconds.length, s, 0), late(seconds.length, s, 1));
  return softmax(
    [0, 1].map((a) => {
      const model = toOwn * best(1 + a) + (1 - toOwn) * best(2 - a);
      return based * model + free * (early[a] ?? 0) + (firsts.at(-1)?.choice === a ? pi : 0);
    }),
  );
}

export const slowModels: Readonly<Record<string, Slow>> = {
  'random-responding': (_, __, options, ___, values) => softmax(range(options).map((o) => values[o] ?? 0)),
  'win-stay-lose-shift': (history, state, options, _, [share = 0]) => {
    const last = history.findLast((past) => past.state === state);
    return range(options).map((o) => {
      if (last === undefined || Number.isNaN(last.reward)) return 1 / options;
      const stays = last.reward > 0 ? 1 : 0;
      const meant = o === last.choice ? stays : (1 - stays) / (options - 1);
      return (1 - share) * meant + share / options;
    });
  },
  'rescorla-wagner': (history, state, options, q0, [rate = 0, beta = 0]) =>
    twoRates(history, state, options, q0, [rate, rate, beta]),
  'rescorla-wagner-two-rates': twoRates,
  'rescorla-wagner-two-rates-perseveration': (history, state, options, q0, [up = 0, down = 0, beta = 0, pi = 0]) =>
    softmax(valuesOf(history, state, options, q0, up, down).map((q, o) => beta * q + pi * repeats(history, o))),
  'rescorla-wagner-perseveration': (history, state, options, q0, [rate = 0, beta = 0, pi = 0]) =>
    softmax(valuesOf(history, state, options, q0, rate).map((q, o) => beta * q + pi * repeats(history, o))),
  'rescorla-wagner-lapse': (history, state, options, q0, [rate = 0, beta = 0, lapse = 0]) =>
    twoRates(history, state, options, q0, [rate, rate, beta]).map((p) => (1 - lapse) * p + lapse / options),
  'rescorla-wagner-forgetting': (history, state, options, q0, [rate = 0, forget = 0, beta = 0]) =>
    softmax(
      range(options).map((o) => {
        const here = history.filter((past) => past.state === state && !Number.isNaN(past.reward));
        return (
          beta * here.reduce((q, { choice, reward }) => (choice === o ? q + rate * (reward - q) : q - forget * q), q0)
        );
      }),
    ),
  'choice-kernel': (history, _, options, __, [rate = 0, beta = 0]) =>
    softmax(kernelOf(history, options, rate).map((ck) => beta * ck)),
  'rescorla-wagner-choice-kernel': (history, state, options, q0, [rate = 0, beta = 0, kernelRate = 0, weight = 0]) => {
    const kernel = kernelOf(history, options, kernelRate);
    return softmax(valuesOf(history, state, options, q0, rate).map((q, o) => beta * q + weight * (kernel[o] ?? 0)));
  },
  'two-step-hybrid': (history, state, _, q0, [a1 = 0, a2 = 0, lambda = 0, b1 = 0, b2 = 0, w = 0, p = 0]) =>
    twoSteps(history, state, q0, [a1, a2, lambda, b1 * w, b1 * (1 - w), b2, b1 * p]),
  'two-step-weights': (history, state, _, q0, values) => twoSteps(history, state, q0, values),
  'two-step-model-free': (history, state, _, q0, [a1 = 0, a2 = 0, lambda = 0, free = 0, b2 = 0, pi = 0]) =>
    twoSteps(history, state, q0, [a1, a2, lambda, 0, free, b2, pi]),
  'two-step-model-based': (history, state, _, q0, [a2 = 0, based = 0, b2 = 0, pi = 0]) =>
    twoSteps(history, state, q0, [0, a2, 0, based, 0, b2, pi]),
  associability: (history, state, options, q0, [kappa = 0, eta = 0, beta = 0]) =>
    softmax(
      range(options).map((o) => {
        let [q, a] = [q0, 1];
        for (const past of history) {
          if (past.state !== state || past.choice !== o || Number.isNaN(past.reward)) continue;
          const delta = past.reward - q;
          [q, a] = [q + kappa * a * delta, (1 - eta) * a + eta * Math.abs(delta)];
        }
        return beta * q;
      }),
    ),
  'risk-sensitive-td': (history, state, options, q0, [z1 = 0, z2 = 0, z3 = 0]) =>
    twoRates(history, state, options, q0, [phi(z2 + z3), phi(z2 - z3), 10 * z1]),
  'beta-bernoulli': (history, state, options, q0, [weight = 0, beta = 0]) =>
    softmax(
      range(options).map((o) => {
        const own = history.filter((past) => past.state === state && past.choice === o && !Number.isNaN(past.reward));
        const sum = own.reduce((total, { reward }) => total + reward, 0);
        return (beta * (weight * q0 + sum)) / (weight + own.length);
      }),
    ),
};
