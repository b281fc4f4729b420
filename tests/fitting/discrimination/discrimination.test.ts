import { expect, test } from 'vitest';
import { randomStream } from '../../../src/core/random.ts';
import { completeTrialSpec } from '../../../src/engine/complete-spec.ts';
import { restingNoise } from '../../../src/fitting/designs/resting-noise.ts';
import { closestPoint } from '../../../src/fitting/discrimination/closest-point.ts';
import { evidencesOf } from '../../../src/fitting/discrimination/evidence.ts';
import { lengthPowers } from '../../../src/fitting/discrimination/needed.ts';
import { powerOf, simulatedWins } from '../../../src/fitting/discrimination/power.ts';
import { simulatedProducts } from '../../../src/fitting/discrimination/simulated-products.ts';
import { designStatistics, type ModelPredictions } from '../../../src/fitting/discrimination/statistics.ts';
import { whitened } from '../../../src/fitting/discrimination/whitened.ts';

/** Models without parameters, each with one prediction. */
const fixed = (...traces: readonly Float64Array[]): readonly ModelPredictions[] =>
  traces.map((trace) => ({ truths: [trace], components: [{ centre: trace, changes: [] }], nearest: [] }));

/** A wave of ±height that changes sign every `half` bins. */
const wave = (bins: number, half: number, height: number): Float64Array =>
  Float64Array.from({ length: bins }, (_, t) => (Math.floor(t / half) % 2 === 0 ? height : -height));

/** a' Σ⁻¹ b for AR(1) noise of variance sd², from the process's precision matrix. */
function product(a: Float64Array, b: Float64Array, rho: number, sd: number): number {
  let sum = 0;
  for (let t = 0; t < a.length; t++) {
    const inner = t === 0 || t === a.length - 1 ? 1 : 1 + rho * rho;
    sum += inner * (a[t] as number) * (b[t] as number);
    if (t > 0) sum -= rho * ((a[t] as number) * (b[t - 1] as number) + (a[t - 1] as number) * (b[t] as number));
  }
  return sum / ((1 - rho * rho) * sd * sd);
}

// The standard normal distribution at 1 and at 1.5.
const normalCdf: Readonly<Record<string, number>> = { '1': 0.8413447460685429, '1.5': 0.9331927987311419 };

test.each([
  ['1', 0],
  ['1', 0.9],
  ['1.5', 0.6],
] as const)(
  'two predictions d apart in units of the noise are told apart by one animal with probability Φ(d/2): d/2 = %s, ρ = %s',
  (half, rho) => {
    const bins = 960;
    const [first, second] = [wave(bins, 80, 1), wave(bins, 120, 1)];
    // Orthogonal to the baseline and to each other, or nearly so; scaled to d.
    const difference = first.map((one, t) => one - (second[t] as number));
    const height = (2 * Number(half)) / Math.sqrt(product(difference, difference, rho, 1));
    const scaled = [first, second].map((one) => one.map((value) => value * height)) as [Float64Array, Float64Array];
    const statistics = designStatistics(fixed(...scaled), { rho, sd: 1 }, [bins]);
    const experiments = 3000;
    for (const model of [0, 1]) {
      const [wins] = simulatedWins(statistics, { model, from: 0, to: experiments }, { maxAnimals: 1, seed: 1 });
      const expected = normalCdf[half] as number;
      const error = Math.sqrt((expected * (1 - expected)) / experiments);
      // Four standard errors, and what the free gain and the finite session change.
      expect(Math.abs((wins?.[0] ?? 0) / experiments - expected)).toBeLessThan(4 * error + 0.01);
    }
  },
);

test('N animals tell as much as one with √N times the distance', () => {
  const statistics = designStatistics(
    fixed(wave(960, 80, 0.5 / Math.sqrt(480)), wave(960, 120, 0.5 / Math.sqrt(480))),
    { rho: 0, sd: 1 },
    [480, 960],
  );
  const experiments = 1500;
  const wins = simulatedWins(statistics, { model: 0, from: 0, to: experiments }, { maxAnimals: 16, seed: 3 });
  // d = 1 for the whole session. In the sum of f(u) = sgn(u) u² over animals, the variance of both models counts: the share
  // is below Φ(√16 d/2) = .977, the best that any test can reach, and well above that of one animal, Φ(.5) = .691.
  const [half, whole] = wins.map((counts) => Array.from(counts, (count) => count / experiments));
  expect(whole?.[15]).toBeLessThan(0.9772 + 0.015);
  expect(whole?.[15]).toBeGreaterThan(0.85);
  expect(Math.abs((whole?.[0] ?? 0) - 0.6915)).toBeLessThan(0.05);
  expect(half?.[15]).toBeLessThan(whole?.[15] ?? 0);
});

test('gain and baseline are no difference between models', () => {
  const trace = wave(400, 50, 1);
  const other = trace.map((one) => 3 * one + 7);
  const noise = { rho: 0.5, sd: 1 };
  const statistics = designStatistics(fixed(trace, other), noise, [400]);
  const [recording] = simulatedProducts(statistics, { model: 0, truth: 0 })(randomStream(1, 'test'));
  const [one = 0, two = 1] = evidencesOf(statistics).of(0, recording as never, { model: 0, truth: 0 });
  expect(one).toBeCloseTo(two, 6);
});

test('the evidence is the likelihood of the fit averaged over the prior, by quadrature', () => {
  const bins = 600;
  const centre = wave(bins, 50, 0.3);
  const change = Float64Array.from({ length: bins }, (_, t) => 0.15 * Math.sin(t / 9));
  const random = randomStream(4, 'test');
  const y = Float64Array.from(centre, (one, t) => 5 + one + 0.7 * (change[t] as number) + random.normal(0, 1));
  const statistics = designStatistics(
    [{ truths: [y], components: [{ centre, changes: [change] }], nearest: [] }],
    { rho: 0, sd: 1 },
    [bins],
  );
  const [{ firstTruth } = { firstTruth: 0 }] = statistics.models;
  const { products } = statistics.stretches[0] as (typeof statistics.stretches)[number];
  const row = products.subarray(firstTruth * statistics.columns, (firstTruth + 1) * statistics.columns);
  const [evidence] = evidencesOf(statistics).of(
    0,
    { bins, with: Float64Array.from(row), itself: row[firstTruth] as number },
    { model: 0, truth: 0 },
  );
  /** Log likelihood of a regression on a constant and a trace, from sums over samples. */
  const likelihood = (trace: Float64Array): number => {
    const mean = (all: Float64Array): number => all.reduce((sum, one) => sum + one, 0) / bins;
    const [m, v] = [mean(trace), mean(y)];
    let [along, varies, all] = [0, 0, 0];
    for (let t = 0; t < bins; t++) {
      along += ((trace[t] as number) - m) * ((y[t] as number) - v);
      varies += ((trace[t] as number) - m) ** 2;
      all += ((y[t] as number) - v) ** 2;
    }
    return (-bins / 2) * Math.log((all - along ** 2 / varies) / bins);
  };
  const top = likelihood(centre.map((one, t) => one + 0.7 * (change[t] as number)));
  let sum = 0;
  for (let z = -6; z <= 6; z += 0.02)
    sum +=
      0.02 *
      Math.exp(likelihood(centre.map((one, t) => one + z * (change[t] as number))) - top - z ** 2 / 2) *
      Math.sqrt(1 / (2 * Math.PI));
  // A straight line in the gain as well as in z: within a tenth of a nat.
  expect(Math.abs((evidence ?? 0) - (top + Math.log(sum)))).toBeLessThan(0.1);
});

test('products of simulated recordings are distributed as those of simulated traces', () => {
  const [bins, rho, sd] = [60, 0.8, 2] as const;
  const trace = wave(bins, 10, 3);
  const other = Float64Array.from({ length: bins }, (_, t) => Math.sin(t / 4));
  const statistics = designStatistics(fixed(trace, other), { rho, sd }, [30, bins]);
  const animals = 4000;
  const moments = (all: readonly number[]): readonly [number, number] => {
    const mean = all.reduce((sum, one) => sum + one, 0) / all.length;
    return [mean, all.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (all.length - 1)];
  };
  const draw = simulatedProducts(statistics, { model: 0, truth: 0 });
  const random = randomStream(2, 'products');
  const made = Array.from({ length: animals }, () => draw(random)[1] as ReturnType<typeof draw>[number]);
  const traces = randomStream(3, 'traces');
  const slow = Array.from({ length: animals }, () => {
    let noise = traces.normal(0, sd);
    return trace.map((one, t) => {
      if (t > 0) noise = rho * noise + traces.normal(0, sd * Math.sqrt(1 - rho * rho));
      return one + noise;
    });
  });
  const at = statistics.models[1]?.components[0]?.centre ?? 0;
  for (const [fast, direct] of [
    [made.map((one) => one.with[at] as number), slow.map((y) => product(y, other, rho, sd))],
    [made.map(({ itself }) => itself), slow.map((y) => product(y, y, rho, sd))],
  ] as const) {
    const [[mean, variance], [slowMean, slowVariance]] = [moments(fast), moments(direct)];
    expect(Math.abs(mean - slowMean)).toBeLessThan(5 * Math.sqrt((2 * slowVariance) / animals));
    expect(variance / slowVariance).toBeGreaterThan(0.88);
    expect(variance / slowVariance).toBeLessThan(1.13);
  }
});

test('a model comes closest to what it shows itself where its parameters are those that made it', () => {
  const parameters = [
    { id: 'tau', title: '', scale: 'linear', minimum: 0, maximum: 0, prior: { mean: 0, sd: 5 } },
  ] as const;
  const at = ([tau = 0]: Float64Array): Float64Array =>
    Float64Array.from({ length: 200 }, (_, t) => Math.exp(-(t % 40) / Math.exp(tau)));
  const noise = { rho: 0.5, sd: 0.01 };
  const starts = [0, 4].map((tau) => {
    const point = Float64Array.of(tau);
    return { point, shown: whitened(at(point), noise) };
  });
  const target = whitened(at(Float64Array.of(1.7)), noise);
  expect(closestPoint({ parameters, at }, target, { noise, starts })[0]).toBeCloseTo(1.7, 2);
});

test('an interval of a share is as other programs give it, and enough is what is enough for all larger numbers too', () => {
  // Wilson's formula with z = 1.959964, as statsmodels' proportion_confint(8, 10, method='wilson') gives it
  const { low, high } = powerOf(8, 10);
  expect(low).toBeCloseTo(0.4901625, 6);
  expect(high).toBeCloseTo(0.9433178, 6);
  const wins = [[Int32Array.of(1000, 900, 1000, 1000)], [Int32Array.of(1000, 1000, 1000, 1000)]];
  const [power] = lengthPowers([{ trials: 9, seconds: 1 }], wins, 1000, [1, 4]);
  expect(power?.enough).toBe(3);
  const [never] = lengthPowers([{ trials: 9, seconds: 1 }], wins, 1000, [1, 2]);
  expect(never?.enough).toBeNull();
});

test('the noise of a sensor at rest has the size of what its declaration adds up to', () => {
  const spec = completeTrialSpec({ world: 'schultz-1997', recording: 'dlight' });
  const { movement, movementSeconds, noise } = spec.recording.parameters as Record<string, number>;
  const [bin, tau] = [0.05, movementSeconds as number];
  // Mean of an Ornstein-Uhlenbeck process over a bin (Gardiner 2009, 3.8.4), and white noise.
  const slow = (((movement as number) ** 2 * 2 * tau) / bin ** 2) * (bin - tau * (1 - Math.exp(-bin / tau)));
  const white = (noise as number) ** 2 / bin;
  const found = restingNoise(spec.recording, bin, 1);
  expect(found.sd / Math.sqrt(slow + white)).toBeGreaterThan(0.97);
  expect(found.sd / Math.sqrt(slow + white)).toBeLessThan(1.03);
  // Means over 4 s: the variance of both over 4 s, from the same formulas.
  const four =
    (((movement as number) ** 2 * 2 * tau) / 16) * (4 - tau * (1 - Math.exp(-4 / tau))) + (noise as number) ** 2 / 4;
  let sum = 0;
  for (let i = 0; i < 80; i++) for (let k = 0; k < 80; k++) sum += found.rho ** Math.abs(i - k);
  expect((found.sd ** 2 * sum) / 6400 / four).toBeGreaterThan(0.8);
  expect((found.sd ** 2 * sum) / 6400 / four).toBeLessThan(1.25);
});
