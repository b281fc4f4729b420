import { InputError } from '../../core/errors.ts';
import type { RandomStream } from '../../core/random.ts';
import type { PointFunction } from '../problem.ts';
import { ScaleAdaptation, StepAdaptation, warmupPlan } from './warmup.ts';

export interface ChainOptions {
  /** Iterations that fit the step and the scales; they are not kept. */
  readonly warmup: number;
  readonly draws: number;
  /** Mean acceptance that the step is fitted to. Default: 0.8; nearer to 1 for curved posteriors. */
  readonly acceptance?: number;
  /** A trajectory has at most 2 to this power steps. Default: 10. */
  readonly maxDepth?: number;
}

/** Draws from a posterior by one chain, in order. */
export interface Chain {
  readonly size: number;
  /** Draws x size, row-major. */
  readonly points: Float64Array;
  /** Log density of each draw, up to a constant. */
  readonly heights: Float64Array;
  /** Total energy of each draw. */
  readonly energies: Float64Array;
  /** Draws whose trajectory diverged: the step was too long for the curvature there. */
  readonly divergent: readonly number[];
  /** Draws whose trajectory reached its greatest length. */
  readonly saturated: number;
  /** Mean acceptance of the kept draws. */
  readonly acceptance: number;
  readonly step: number;
  /** Variances that the warm-up gave to the points. */
  readonly variances: Float64Array;
  /** Gradients computed, in warm-up and after. */
  readonly gradients: number;
}

/**
 * Draws by the No-U-Turn Sampler: Hamiltonian trajectories that double until they turn back, states drawn from each in
 * proportion to their density (Hoffman & Gelman 2014, J. Machine Learning Research 15:1593; multinomial, with the
 * criterion of Betancourt 2017, arXiv 1701.02434, and its checks across the two halves). Step and scales are fitted in
 * warm-up as Stan does (Stan Reference Manual, "HMC algorithm parameters").
 * @param of log density with exact gradients
 * @param start of finite height
 * @throws InputError if there is no gradient, or no height at the start
 */
export function nutsChain(of: PointFunction, start: Float64Array, random: RandomStream, options: ChainOptions): Chain {
  const { warmup, draws, acceptance = 0.8, maxDepth = 10 } = options;
  if (!of.hasGradient)
    throw new InputError('this model has no exact gradient', 'fit', 'use the grid or Laplace errors');
  const { size } = of;
  const sampler = new Trajectories(of, start, random, maxDepth);
  const scales = new ScaleAdaptation(size);
  const steps = new StepAdaptation(acceptance);
  sampler.step = sampler.firstStep();
  steps.restart(sampler.step);
  for (const ends of warmupPlan(warmup)) {
    sampler.next();
    sampler.step = steps.learn(sampler.acceptance);
    if (ends === 'none') continue;
    scales.add(sampler.point);
    if (ends === 'window') {
      scales.finish(sampler.variances);
      sampler.step = sampler.firstStep();
      steps.restart(sampler.step);
    }
  }
  if (warmup > 0) sampler.step = steps.averaged();
  const points = new Float64Array(draws * size);
  const heights = new Float64Array(draws);
  const energies = new Float64Array(draws);
  const divergent: number[] = [];
  let accepted = 0;
  let saturated = 0;
  for (let draw = 0; draw < draws; draw++) {
    sampler.next();
    points.set(sampler.point, draw * size);
    heights[draw] = sampler.height;
    energies[draw] = sampler.energy;
    accepted += sampler.acceptance;
    if (sampler.isDivergent) divergent.push(draw);
    else if (sampler.depth === maxDepth) saturated++;
  }
  return {
    size,
    points,
    heights,
    energies,
    divergent,
    saturated,
    acceptance: accepted / draws,
    step: sampler.step,
    variances: sampler.variances,
    gradients: sampler.gradients,
  };
}

/** Beyond this error of the energy a trajectory has left the posterior. */
const largestError = 1000;

/** A point with its height and gradient. */
interface Sample {
  readonly point: Float64Array;
  readonly gradient: Float64Array;
  height: number;
  energy: number;
}

/** A part of a trajectory: its two ends, its sum of momenta, and one state drawn from it. */
interface Subtree {
  readonly sample: Sample;
  readonly total: Float64Array;
  readonly first: Float64Array;
  readonly last: Float64Array;
  /** Log of the sum of exp(-energy), relative to the start. */
  weight: number;
}

const sampleOf = (size: number): Sample => ({
  point: new Float64Array(size),
  gradient: new Float64Array(size),
  height: 0,
  energy: 0,
});

const subtreeOf = (size: number): Subtree => ({
  sample: sampleOf(size),
  total: new Float64Array(size),
  first: new Float64Array(size),
  last: new Float64Array(size),
  weight: -Infinity,
});

function copySample(from: Sample, to: Sample): void {
  to.point.set(from.point);
  to.gradient.set(from.gradient);
  to.height = from.height;
  to.energy = from.energy;
}

/** A moving end of the trajectory. */
interface End extends Sample {
  readonly momentum: Float64Array;
}

/** One chain's state. Nothing is allocated between draws. */
class Trajectories {
  step = 1;
  acceptance = 0;
  depth = 0;
  isDivergent = false;
  gradients = 0;
  readonly variances: Float64Array;
  private readonly of: PointFunction;
  private readonly random: RandomStream;
  private readonly maxDepth: number;
  private readonly current: Sample;
  private readonly ends: readonly [End, End];
  private readonly whole: Subtree;
  private readonly fresh: Subtree;
  private readonly halves: readonly (readonly [Subtree, Subtree])[];
  private readonly sum: Float64Array;
  private startEnergy = 0;
  private steps = 0;
  private accepted = 0;

  constructor(of: PointFunction, start: Float64Array, random: RandomStream, maxDepth: number) {
    const { size } = of;
    const endOf = (): End => ({ ...sampleOf(size), momentum: new Float64Array(size) });
    this.of = of;
    this.random = random;
    this.maxDepth = maxDepth;
    this.variances = new Float64Array(size).fill(1);
    this.current = sampleOf(size);
    this.current.point.set(start);
    this.current.height = of.at(this.current.point, this.current.gradient);
    if (!Number.isFinite(this.current.height) || !this.current.gradient.every(Number.isFinite))
      throw new InputError(
        'the model cannot produce these data at the start of a chain',
        'fit',
        'start at its maximum',
      );
    this.ends = [endOf(), endOf()];
    this.whole = subtreeOf(size);
    this.fresh = subtreeOf(size);
    this.halves = Array.from({ length: maxDepth + 1 }, () => [subtreeOf(size), subtreeOf(size)]);
    this.sum = new Float64Array(size);
  }

  get point(): Float64Array {
    return this.current.point;
  }
  get height(): number {
    return this.current.height;
  }
  get energy(): number {
    return this.current.energy;
  }

  /** A step of which one leapfrog keeps about 80 % of the density (Hoffman & Gelman 2014, algorithm 4). */
  firstStep(): number {
    const [end] = this.ends;
    const target = Math.log(0.8);
    const log = (step: number): number => {
      this.begin();
      copySample(this.current, end);
      this.step = step;
      this.leapfrog(end, 1);
      const change = this.startEnergy - end.energy;
      return Number.isNaN(change) ? -Infinity : change;
    };
    let { step } = this;
    const grows = log(step) > target;
    for (let tries = 0; tries < 100; tries++) {
      const next = grows ? step * 2 : step / 2;
      if (log(next) > target !== grows) return grows ? step : next;
      step = next;
    }
    return step;
  }

  /** One draw. */
  next(): void {
    const { ends, whole, fresh, current, random } = this;
    this.begin();
    this.depth = 0;
    this.steps = 0;
    this.accepted = 0;
    this.isDivergent = false;
    for (const end of ends) copySample(current, end);
    const [{ momentum }] = ends;
    for (const one of [whole.first, whole.last, whole.total]) one.set(momentum);
    whole.weight = 0;
    while (this.depth < this.maxDepth) {
      const forward = random.next() < 0.5;
      if (!this.grow(this.depth, forward ? 1 : -1, fresh)) break;
      this.depth++;
      if (random.next() < Math.exp(fresh.weight - whole.weight)) copySample(fresh.sample, current);
      const turns = forward ? this.join(whole, fresh, whole) : this.joinBefore();
      if (turns) break;
    }
    this.acceptance = this.accepted / this.steps;
  }

  /** Draws momenta; both ends of the trajectory have them. */
  private begin(): void {
    const { ends, current, random, variances } = this;
    const [{ momentum }, other] = ends;
    for (let i = 0; i < momentum.length; i++) momentum[i] = random.normal(0, 1) / Math.sqrt(variances[i]);
    other.momentum.set(momentum);
    this.startEnergy = this.kinetic(momentum) - current.height;
    current.energy = this.startEnergy;
  }

  private kinetic(momentum: Float64Array): number {
    let sum = 0;
    for (let i = 0; i < momentum.length; i++) sum += this.variances[i] * momentum[i] * momentum[i];
    return sum / 2;
  }

  private leapfrog(end: End, sign: number): void {
    const { point, gradient, momentum } = end;
    const { variances } = this;
    const step = sign * this.step;
    for (let i = 0; i < point.length; i++) {
      momentum[i] += (step / 2) * gradient[i];
      point[i] += step * variances[i] * momentum[i];
    }
    end.height = this.of.at(point, gradient);
    this.gradients++;
    for (let i = 0; i < point.length; i++) momentum[i] += (step / 2) * gradient[i];
    end.energy = this.kinetic(momentum) - end.height;
  }

  /**
   * A subtree of 2^depth further steps in one direction.
   * @returns whether it may be used: it neither diverges nor turns back within itself
   */
  private grow(depth: number, sign: number, out: Subtree): boolean {
    if (depth === 0) return this.leaf(sign, out);
    const [early, late] = this.halves[depth];
    if (!this.grow(depth - 1, sign, early) || !this.grow(depth - 1, sign, late)) return false;
    const weight = logSum(early.weight, late.weight);
    copySample(this.random.next() < Math.exp(late.weight - weight) ? late.sample : early.sample, out.sample);
    return !this.join(early, late, out);
  }

  private leaf(sign: number, out: Subtree): boolean {
    const end = this.ends[sign > 0 ? 1 : 0];
    this.leapfrog(end, sign);
    const gain = this.startEnergy - end.energy;
    const change = Number.isNaN(gain) ? -Infinity : gain;
    this.steps++;
    this.accepted += Math.min(1, Math.exp(change));
    this.isDivergent = change < -largestError;
    copySample(end, out.sample);
    for (const one of [out.first, out.last, out.total]) one.set(end.momentum);
    out.weight = change;
    return !this.isDivergent;
  }

  /** The whole, with the fresh subtree before it. */
  private joinBefore(): boolean {
    const { whole, fresh } = this;
    // Backwards in time the subtree runs from its last state to its first.
    return this.join(fresh, whole, whole, true);
  }

  /**
   * One after the other, as `out`, which may be either.
   * @param isReversed whether the states of `one` run the other way
   * @returns whether the trajectory turns back: over all of it, or from either half to the nearest state of the other
   */
  private join(one: Subtree, other: Subtree, out: Subtree, isReversed = false): boolean {
    const [outer, inner] = isReversed ? [one.last, one.first] : [one.first, one.last];
    const { sum, variances } = this;
    const { first: next, last } = other;
    for (let i = 0; i < sum.length; i++) sum[i] = one.total[i] + other.total[i];
    let turns = isTurning(variances, outer, last, sum);
    for (let i = 0; i < sum.length; i++) sum[i] = one.total[i] + next[i];
    turns ||= isTurning(variances, outer, next, sum);
    for (let i = 0; i < sum.length; i++) sum[i] = other.total[i] + inner[i];
    turns ||= isTurning(variances, inner, last, sum);
    for (let i = 0; i < sum.length; i++) out.total[i] = one.total[i] + other.total[i];
    out.weight = logSum(one.weight, other.weight);
    out.first.set(outer);
    out.last.set(last);
    return turns;
  }
}

/** Whether the ends move towards each other along the sum of momenta between them. */
function isTurning(variances: Float64Array, first: Float64Array, last: Float64Array, sum: Float64Array): boolean {
  let [start, end] = [0, 0];
  for (let i = 0; i < sum.length; i++) {
    const along = variances[i] * sum[i];
    start += first[i] * along;
    end += last[i] * along;
  }
  return !(start > 0 && end > 0);
}

function logSum(one: number, other: number): number {
  const most = Math.max(one, other);
  return most === -Infinity ? most : most + Math.log(Math.exp(one - most) + Math.exp(other - most));
}
