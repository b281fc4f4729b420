import type { AgentPart } from '../../contracts/agent.ts';
import { InputError } from '../../core/errors.ts';
import { power } from '../../core/power.ts';
import { randomStream } from '../../core/random.ts';
import { recordSteps } from '../../contracts/recording.ts';
import { bind } from '../../engine/bind.ts';
import type { TraceNoise } from '../discrimination/trace-noise.ts';

/** Bins of a photometry trace, as those that are fitted. */
export const usualBinSeconds = 0.05;

const samples = 72_000;
/** Responses of dopamine sensors last about so long: noise that is slower than that is what hides them. */
const stretchSeconds = 4;
const finestSteps = 0.02;

/**
 * The noise of a sensor at rest, by its declaration: the AR(1) process of which single bins, and means over 4 s, vary as
 * much. What a sensor simulates is rarely AR(1); matched so, its noise hides a response of seconds as much as it does.
 * @throws InputError for a sensor without noise
 */
export function restingNoise({ id, parameters }: AgentPart, binSeconds: number, seed: number): TraceNoise {
  const recorder = bind('recordings', { id, parameters }).create(randomStream(seed, 'recording'));
  const parts = Math.ceil(binSeconds / finestSteps - 1e-9);
  const quiet = new Float64Array(samples * parts);
  const [one, all] = [new Float64Array(quiet.length), new Float64Array(quiet.length)];
  for (let unit = 0; unit < recorder.units; unit++) {
    recordSteps(recorder, unit, quiet, binSeconds / parts, randomStream(seed, `discriminate/rest/${unit}`), one);
    for (let t = 0; t < all.length; t++) all[t] = (all[t] as number) + (one[t] as number) / recorder.units;
  }
  const bins = meansOf(all, parts);
  const variance = varianceOf(bins);
  if (!(variance > 0))
    throw new InputError(
      `recording '${id}' has no noise of its own`,
      '--noise',
      'give the noise of your recording, e.g. --noise rho=0.9,sd=1.5, or the file of `phasic fit --save`',
    );
  const many = Math.max(2, Math.round(stretchSeconds / binSeconds));
  return { rho: correlationOf(varianceOf(meansOf(bins, many)) / variance, many), sd: Math.sqrt(variance), binSeconds };
}

const meansOf = (values: Float64Array, each: number): Float64Array =>
  Float64Array.from({ length: Math.floor(values.length / each) }, (_, i) => {
    let sum = 0;
    for (let t = i * each; t < (i + 1) * each; t++) sum += values[t] as number;
    return sum / each;
  });

function varianceOf(values: Float64Array): number {
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
  return values.reduce((sum, one) => sum + (one - mean) * (one - mean), 0) / (values.length - 1);
}

/** Variance of the mean of n successive values of an AR(1) process of variance 1. */
const varianceOfMean = (rho: number, n: number): number =>
  ((1 + rho) / (1 - rho) - (2 * rho * (1 - power(rho, n))) / (n * (1 - rho) * (1 - rho))) / n;

/** The correlation, from 0 to .999, with which means of n values have this variance, by halving. */
function correlationOf(variance: number, n: number): number {
  let [low, high] = [0, 0.999];
  for (let halving = 0; halving < 50; halving++) {
    const middle = (low + high) / 2;
    if (varianceOfMean(middle, n) < variance) low = middle;
    else high = middle;
  }
  return low;
}
