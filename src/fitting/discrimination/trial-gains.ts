import { dot } from '../optimise/dot.ts';

/**
 * Products of the baseline and of what each point predicts, over one trial or several: square, row by row, of whitened
 * columns, the baseline first. NaN where learning diverges.
 */
export type TrialProducts = Float64Array;

/** What is known before the next trial. */
export interface KnownSoFar {
  /** Number of the agent that each point belongs to. */
  readonly agents: readonly number[];
  /** Of the trials so far; all 0 before the first. */
  readonly products: TrialProducts;
  /** Log evidence of the recorded responses for each point; undefined if there are none. */
  readonly evidence: Float64Array | undefined;
}

/** @param columns the baseline, then one for each point, all whitened and equally long; NaN where learning diverges */
export function trialProducts(columns: readonly Float64Array[]): TrialProducts {
  const size = columns.length;
  const products = new Float64Array(size * size);
  for (const [i, one] of columns.entries())
    for (let k = 0; k <= i; k++) products[i * size + k] = products[k * size + i] = dot(one, columns[k]);
  return products;
}

/**
 * Expected log evidence, nats, that one more trial gives for the true agent over a rival: the mean over agents as the
 * true one, by their evidence so far, and over its points and its rivals. If point m is the truth, the log evidence for
 * an agent with points k and weights w changes by
 *
 *     log Σ w_k exp(-ΔD²_mk / 2) - log Σ w_k,   ΔD² = D²(so far and next) - D²(so far),
 *     D²_mk = min |x_m - a - g x_k|²  over baseline a and gain g >= 0
 *
 * in units of the noise. w is the evidence of the responses, or exp(-D²(so far) / 2), which they are expected to give.
 */
export function expectedGain({ agents, products, evidence }: KnownSoFar, next: TrialProducts): number {
  const size = agents.length + 1;
  const both = products.map((one, i) => one + next[i]);
  const points = agents.flatMap((_, point) => (isLost(both, agents, point) ? [] : [point]));
  const own = byAgent(agents, points);
  const evidenceOf = (point: number): number => evidence?.[point] ?? 0;
  const ofAgents = agentEvidence(own, evidenceOf);
  const shares = sharesOf(ofAgents);
  let gain = 0;
  for (const [agent, truths] of own.entries()) {
    const rivals = sharesOf(ofAgents.map((one, i) => (i === agent ? -Infinity : one)));
    for (const [i, share] of sharesOf(truths.map(evidenceOf)).entries()) {
      const changes = own.map((all) => {
        const before = all.map((k) => distance(products, size, truths[i], k));
        const weights = evidence === undefined ? before.map((one) => -one / 2) : all.map(evidenceOf);
        const after = all.map((k, j) => weights[j] - (distance(both, size, truths[i], k) - before[j]) / 2);
        return logSum(after) - logSum(weights);
      });
      const over = changes.reduce((sum, one, k) => (rivals[k] > 0 ? sum + rivals[k] * one : sum), 0);
      gain += shares[agent] * share * (changes[agent] - over);
    }
  }
  return gain;
}

/** How likely each agent is, by the evidence of the responses. */
export function agentShares({ agents, products, evidence }: KnownSoFar): readonly number[] {
  const points = agents.flatMap((_, point) => (isLost(products, agents, point) ? [] : [point]));
  return sharesOf(agentEvidence(byAgent(agents, points), (point) => evidence?.[point] ?? 0));
}

const isLost = (products: TrialProducts, { length }: readonly number[], point: number): boolean =>
  Number.isNaN(products[(point + 1) * (length + 2)]);

const byAgent = (agents: readonly number[], points: readonly number[]): readonly (readonly number[])[] =>
  Array.from({ length: Math.max(...agents) + 1 }, (_, agent) => points.filter((point) => agents[point] === agent));

/** Averaged over the points of each agent. */
const agentEvidence = (own: readonly (readonly number[])[], of: (point: number) => number): readonly number[] =>
  own.map((all) => logSum(all.map(of)) - Math.log(all.length));

/** What the baseline and a point, with a gain that is not negative, leave of the prediction of another, the truth. */
function distance(products: TrialProducts, size: number, truth: number, point: number): number {
  const n = products[0];
  if (truth === point || n === 0) return 0;
  const [x, y] = [truth + 1, point + 1];
  const centred = (i: number, k: number): number => products[i * size + k] - (products[i] * products[k]) / n;
  const [along, varies] = [centred(x, y), centred(y, y)];
  const explained = along > 0 && varies > nothing * products[y * size + y] ? (along * along) / varies : 0;
  return Math.max(0, centred(x, x) - explained);
}

/** Of a prediction's square: what varies by less is a baseline. */
const nothing = 1e-12;

/**
 * Log evidence of responses, one number a trial, for each point: -(n - 2)/2 log R, with R what baseline and a gain that
 * is not negative leave of them, and these and the variance integrated over flat priors. 0 up to two responses.
 * @param predicted of each point, as many as there are responses
 */
export function responseEvidence(responses: Float64Array, predicted: readonly Float64Array[]): Float64Array {
  const n = responses.length;
  const varies = centredProduct(responses, responses);
  if (n <= 2 || varies === 0) return new Float64Array(predicted.length);
  return Float64Array.from(predicted, (one) => {
    const [along, square] = [centredProduct(responses, one), centredProduct(one, one)];
    const explained = along > 0 && square > nothing * dot(one, one) ? (along * along) / square : 0;
    return (-(n - 2) / 2) * Math.log(Math.max(nothing, 1 - explained / varies));
  });
}

function centredProduct(one: Float64Array, other: Float64Array): number {
  const mean = (all: Float64Array): number => all.reduce((sum, value) => sum + value, 0) / all.length;
  const [a, b] = [mean(one), mean(other)];
  return one.reduce((sum, value, i) => sum + (value - a) * (other[i] - b), 0);
}

function logSum(all: readonly number[]): number {
  const most = Math.max(...all);
  return most === -Infinity ? most : most + Math.log(all.reduce((sum, one) => sum + Math.exp(one - most), 0));
}

/** Shares that add up to 1, in proportion to the exponentials. */
function sharesOf(logs: readonly number[]): readonly number[] {
  const total = logSum(logs);
  return logs.map((one) => Math.exp(one - total));
}
