import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { dot } from '../optimise/dot.ts';
import { squared } from '../../core/power.ts';
import type { FreeParameter } from '../free-parameter.ts';
import type { Predicts } from './model-set.ts';
import { priorOf } from './prior-points.ts';
import type { TraceNoise } from './trace-noise.ts';
import { whitened } from './whitened.ts';

type Noise = Pick<TraceNoise, 'rho' | 'sd'>;

/** Further steps are of no use if one gains less, nats. */
const enough = 0.05;
/** Of a step. */
const shares = [1, 0.5, 0.25];
const maxSteps = 6;

/**
 * Where a model comes closest to a signal without noise: the maximum of the expected log posterior, -1/2 of the whitened
 * squared residual (gain and baseline at their best) + log prior. Steps are those of Gauss & Newton, halved until they gain.
 * @param target the signal, whitened
 * @param starts places of the prior with what is shown there, whitened; the search begins at the best
 */
export function closestPoint(
  model: Predicts,
  target: Float64Array,
  { noise, starts }: { readonly noise: Noise; readonly starts: readonly Place[] },
): Float64Array {
  const baseline = whitened(new Float64Array(target.length).fill(1), noise);
  const heightOf = ({ point, shown }: Place): number =>
    -residualOf(target, shown, baseline).residual / 2 - penalty(model, point);
  const placeAt = (point: Float64Array): Place | undefined => {
    const shown = model.at(point);
    return shown && { point, shown: whitened(shown, noise) };
  };
  const heights = starts.map(heightOf);
  const best = heights.reduce((at, one, i) => (one > heights[at] ? i : at), 0);
  let [place, height] = [starts[best], heights[best]];
  for (let count = 0; count < maxSteps; count++) {
    const step = stepAt(model.parameters, place, placeAt, { target, baseline });
    const next = step && gaining(place, step, height, { placeAt, heightOf });
    if (next === undefined) break;
    const gained = heightOf(next) - height;
    [place, height] = [next, height + gained];
    if (gained < enough) break;
  }
  return place.point;
}

/** A place, and what is shown there, whitened. */
interface Place {
  readonly point: Float64Array;
  readonly shown: Float64Array;
}

type PlaceAt = (point: Float64Array) => Place | undefined;

/** After the longest of the step and its halves that leads higher; undefined if none does. */
function gaining(
  { point }: Place,
  step: Float64Array,
  height: number,
  { placeAt, heightOf }: { readonly placeAt: PlaceAt; heightOf(place: Place): number },
): Place | undefined {
  for (const share of shares) {
    const tried = placeAt(point.map((one, i) => one + share * step[i]));
    if (tried !== undefined && heightOf(tried) > height) return tried;
  }
  return undefined;
}

const penalty = ({ parameters }: Predicts, point: Float64Array): number =>
  parameters.reduce((sum, one, i) => sum + squared((point[i] - priorOf(one).mean) / priorOf(one).sd), 0) / 2;

/** Least squares on baseline and shown, if the gain is positive; otherwise on the baseline alone. */
function residualOf(
  target: Float64Array,
  shown: Float64Array,
  baseline: Float64Array,
): { readonly residual: number; readonly gain: number } {
  const n = dot(baseline, baseline);
  const [y, m] = [dot(target, baseline), dot(shown, baseline)];
  const along = dot(target, shown) - (y * m) / n;
  const varies = dot(shown, shown) - (m * m) / n;
  const gain = along > 0 && varies > 0 ? along / varies : 0;
  return { residual: dot(target, target) - (y * y) / n - gain * along, gain };
}

/** The longest step, in standard deviations of the prior. */
const longest = 1;

/** Of the prior's standard deviation, for differences. */
const small = 0.05;

/** The step to the maximum if the model were a straight line; undefined if it shows nothing of the target. */
function stepAt(
  parameters: readonly FreeParameter[],
  { point, shown: centre }: Place,
  placeAt: PlaceAt,
  { target, baseline }: { readonly target: Float64Array; readonly baseline: Float64Array },
): Float64Array | undefined {
  if (point.length === 0) return undefined;
  const { gain } = residualOf(target, centre, baseline);
  if (gain === 0) return undefined;
  // Of all, what baseline and centre do not explain.
  const basis = [baseline, residual(centre, [baseline])];
  const left = residual(target, basis);
  // By one unit of the point.
  const free = parameters.map((parameter, i) => {
    const by = small * priorOf(parameter).sd;
    const { shown = centre } = placeAt(point.map((one, k) => (k === i ? one + by : one))) ?? {};
    return residual(
      shown.map((one, t) => ((one - centre[t]) * gain) / by),
      basis,
    );
  });
  const matrix = free.map((one, i) =>
    free.map((other, k) => dot(one, other) + (i === k ? 1 / squared(priorOf(parameters[i]).sd) : 0)),
  );
  const pull = free.map((one, i) => {
    const { mean, sd } = priorOf(parameters[i]);
    return dot(one, left) - (point[i] - mean) / (sd * sd);
  });
  const step = new CholeskyDecomposition(new Matrix(matrix)).solve(Matrix.columnVector(pull)).to1DArray();
  const most = Math.max(...step.map((one, i) => Math.abs(one) / priorOf(parameters[i]).sd));
  return Float64Array.from(step, (one) => one * Math.min(1, longest / most));
}

/** What orthogonal vectors do not explain. */
function residual(values: Float64Array, basis: readonly Float64Array[]): Float64Array {
  const rest = values.slice();
  for (const one of basis) {
    const square = dot(one, one);
    const slope = square > 0 ? dot(rest, one) / square : 0;
    for (let t = 0; t < rest.length; t++) rest[t] -= slope * one[t];
  }
  return rest;
}
