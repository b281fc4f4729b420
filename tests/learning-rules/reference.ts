/** TD(λ) directly from the equations, one line each, for comparison: one stream of steps. */
export interface Reference {
  readonly features: readonly (readonly number[])[];
  /** Reward of each step. */
  readonly rewards: readonly number[];
  readonly weights: readonly number[];
  readonly discount: number;
  readonly rewardRateLearning: number;
  readonly learningRate: number;
  readonly traceDecay: number;
  readonly trace: 'accumulating' | 'replacing' | 'dutch';
  /** Of each step. */
  readonly plastic: readonly boolean[];
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x, i) => sum + x * (b[i] as number), 0);

/** For dutch traces this is the listing of true online TD(λ) in van Seijen et al. 2016 (algorithm 1). */
export function referenceTd(given: Reference): {
  rpe: number[];
  value: number[];
  weights: number[];
  rewardRate: number;
} {
  const { features, rewards, discount: gamma, learningRate: alpha, traceDecay: lambda } = given;
  let w = [...given.weights];
  let rho = 0;
  let e = w.map(() => 0);
  let oldValue = 0;
  const rpe: number[] = [];
  const value: number[] = [];
  features.forEach((xNext, t) => {
    const x = features[t - 1] ?? w.map(() => 0);
    const r = rewards[t] as number;
    const v = dot(w, x);
    const vNext = dot(w, xNext);
    const delta = r - rho + gamma * vNext - v;
    rpe.push(delta);
    value.push(vNext);
    // While learning is off, α is 0.
    const rate = given.plastic[t] === true ? alpha : 0;
    if (given.plastic[t] === true) rho += given.rewardRateLearning * (r - rho);
    if (given.trace === 'accumulating') e = e.map((ei, i) => gamma * lambda * ei + (x[i] as number));
    if (given.trace === 'replacing') e = e.map((ei, i) => Math.max(gamma * lambda * ei, x[i] as number));
    if (given.trace === 'dutch') {
      const overlap = dot(e, x);
      e = e.map((ei, i) => gamma * lambda * ei + (x[i] as number) - rate * gamma * lambda * overlap * (x[i] as number));
      w = w.map(
        (wi, i) => wi + rate * (delta + v - oldValue) * (e[i] as number) - rate * (v - oldValue) * (x[i] as number),
      );
    } else {
      w = w.map((wi, i) => wi + rate * delta * (e[i] as number));
    }
    oldValue = vNext;
  });
  return { rpe, value, weights: w, rewardRate: rho };
}

/**
 * The online λ-return algorithm, the forward view (van Seijen et al. 2016, section 3): for each horizon h all weights are
 * learned again from the interim λ-returns up to h, with bootstrapping by the weights of that time.
 * @returns value of each step under the weights of the previous horizon
 */
export function onlineLambdaReturn(given: Omit<Reference, 'trace' | 'plastic' | 'rewardRateLearning'>): number[] {
  const { features, rewards, discount: gamma, learningRate: alpha, traceDecay: lambda } = given;
  const x = (t: number): readonly number[] => features[t] as readonly number[];
  // Weights of each horizon at its end.
  const learned: (readonly number[])[] = [given.weights];
  const nStepReturn = (t: number, n: number): number => {
    let sum = 0;
    for (let k = 1; k <= n; k++) sum += gamma ** (k - 1) * (rewards[t + k] as number);
    return sum + gamma ** n * dot(learned[t + n - 1] as readonly number[], x(t + n));
  };
  const lambdaReturn = (t: number, horizon: number): number => {
    const longest = horizon - t;
    let sum = lambda ** (longest - 1) * nStepReturn(t, longest);
    for (let n = 1; n < longest; n++) sum += (1 - lambda) * lambda ** (n - 1) * nStepReturn(t, n);
    return sum;
  };
  const values = [dot(given.weights, x(0))];
  for (let horizon = 1; horizon < features.length; horizon++) {
    values.push(dot(learned[horizon - 1] as readonly number[], x(horizon)));
    let w = given.weights;
    for (let t = 0; t < horizon; t++) {
      const error = lambdaReturn(t, horizon) - dot(w, x(t));
      w = w.map((wi, i) => wi + alpha * error * (x(t)[i] as number));
    }
    learned.push(w);
  }
  return values;
}
