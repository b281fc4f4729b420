// Log densities and probabilities from their definitions, slowly, apart from those of the program.

/** ln Γ(x): Stirling's series with nine terms beyond 20, by Γ(x) = Γ(x + 1) / x below. */
function slowLogGamma(x: number): number {
  if (x < 20) return slowLogGamma(x + 1) - Math.log(x);
  const bernoulli = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510];
  return bernoulli.reduce(
    (sum, b, i) => sum + b / ((2 * i + 1) * (2 * i + 2) * x ** (2 * i + 1)),
    (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2,
  );
}

const slowStudent = (e: number, df: number, scale: number): number =>
  slowLogGamma((df + 1) / 2) -
  slowLogGamma(df / 2) -
  Math.log(Math.sqrt(df * Math.PI) * scale) -
  ((df + 1) / 2) * Math.log(1 + (e / scale) ** 2 / df);

/** Sample by sample; the first after a gap is as wide as noise that has always been there. */
export const slowStudentAr1 = (
  m: Float64Array,
  y: Float64Array,
  at: { gain: number; baseline: number; rho: number; sigma: number; df: number },
): number =>
  [...y.keys()].reduce((sum, t) => {
    const residual = (i: number): number => (y[i] ?? Number.NaN) - at.baseline - at.gain * (m[i] ?? Number.NaN);
    if (Number.isNaN(residual(t))) return sum;
    const before = t === 0 ? Number.NaN : residual(t - 1);
    return (
      sum +
      (Number.isNaN(before)
        ? slowStudent(residual(t), at.df, at.sigma / Math.sqrt(1 - at.rho ** 2))
        : slowStudent(residual(t) - at.rho * before, at.df, at.sigma))
    );
  }, 0);

/** ln of a Poisson probability, by its product. */
export function slowPoisson(count: number, mean: number): number {
  let sum = -mean;
  for (let j = 1; j <= count; j++) sum += Math.log(mean / j);
  return sum;
}

/** ln of the probability of a negative binomial count, of mean μ and variance μ + α μ². */
export function slowNegativeBinomial(count: number, mean: number, alpha: number): number {
  const r = 1 / alpha;
  return (
    slowLogGamma(count + r) -
    slowLogGamma(r) -
    slowLogGamma(count + 1) +
    r * Math.log(r / (r + mean)) +
    count * Math.log(mean / (r + mean))
  );
}

/** The house's rounded max(0, drive). */
export const slowRate = (drive: number): number => 0.5 * Math.log1p(Math.exp(drive / 0.5));
