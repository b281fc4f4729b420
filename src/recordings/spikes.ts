import type { RandomStream } from '../core/random.ts';
import { integer, real } from '../contracts/parameters.ts';
import { defineRecording } from '../contracts/recording.ts';

/** One neuron of the population. */
interface Unit {
  readonly baselineHz: number;
  /** Factor on both gains. */
  readonly scale: number;
}

/**
 * Spike trains of a population of dopamine neurons:
 *
 *     rate = max(0, baseline + x / (1 + compression x) - gainNegative n),   x = gainPositive p
 *
 * where p and n are the positive and the negative RPEs, each answered by a response that starts with the error and decays
 * exponentially: never before the error, so cause stays before effect. Counts in a step are Poisson.
 *
 * Compression here acts only on firing. The less than proportional response to large rewards is a separate effect: the
 * value of such a reward is itself learned compressed, so there it must act on the reward's size (see eshel-2015).
 */
export default defineRecording({
  id: 'spikes',
  version: 1,
  title: 'Spikes of dopamine neurons',
  summary:
    'A population of neurons that share one RPE and differ in baseline and gain. Each fires above its baseline for positive and below it for negative errors, never below zero, with Poisson spikes. Defaults describe the 40 identified mouse dopamine neurons of Eshel et al. 2015.',
  citation: { text: 'Eshel et al. 2015, Nature 525:243', doi: '10.1038/nature14855' },
  parameters: {
    units: integer({ default: 20, min: 1, max: 200, unit: 'neurons', symbol: 'N', help: 'number of recorded neurons' }),
    baselineHz: real({
      default: 6.4,
      min: 0,
      max: 50,
      unit: 'spikes/s',
      symbol: 'b',
      help: 'mean baseline firing rate over neurons (6.4 in the 40 neurons of Eshel et al. 2015; 1 to 17 in single ones)',
    }),
    baselineSpread: real({
      default: 0.53,
      min: 0,
      max: 1.5,
      unit: 'log units',
      symbol: 'σ_b',
      help: 'standard deviation between neurons of the logarithm of the baseline (0.53 in the 40 neurons of Eshel et al. 2015)',
    }),
    gainPositive: real({
      default: 31,
      min: 0,
      max: 500,
      unit: 'spikes/s per reward unit',
      symbol: 'g⁺',
      help: 'rise in firing at the start of a response to a positive RPE (31 by least squares on the mean responses to 7 reward sizes of Eshel et al. 2015)',
    }),
    gainNegative: real({
      default: 31,
      min: 0,
      max: 500,
      unit: 'spikes/s per reward unit',
      symbol: 'g⁻',
      help: 'fall in firing for a negative RPE (as g⁺, since recorded responses lie on one line through zero; the floor at 0 spikes/s then makes them asymmetric)',
    }),
    gainSpread: real({
      default: 0.5,
      min: 0,
      max: 1.5,
      unit: 'log units',
      symbol: 'σ_g',
      help: 'standard deviation between neurons of the logarithm of the gain (0.50 in the 40 neurons of Eshel et al. 2015)',
    }),
    decaySeconds: real({
      default: 0.23,
      min: 0,
      max: 2,
      unit: 's',
      symbol: 'τ',
      help: 'time constant of the decay of a response; 0 keeps it within one step (0.234 ± 0.017 s in the population responses of Eshel et al. 2015, 20 µl minus 0.1 µl)',
    }),
    compression: real({
      default: 0,
      min: 0,
      max: 1,
      unit: 's',
      symbol: 'c',
      help: 'a rise of x spikes/s becomes x / (1 + c x); 0 is linear, 0.02 limits the rise to 50 spikes/s',
    }),
  },
  unit: 'spikes/s',
  spiking: true,
  create(parameters, random) {
    const { gainPositive, gainNegative, compression, decaySeconds } = parameters;
    const population = Array.from({ length: parameters.units }, () => drawUnit(parameters, random));
    return {
      units: population.length,
      drive(rpe, stepSeconds) {
        const { start, keep } = responseShape(decaySeconds, stepSeconds);
        let [positive, negative] = [0, 0];
        return rpe.map((error) => {
          positive = positive * keep + Math.max(error, 0);
          negative = negative * keep + Math.max(-error, 0);
          const rise = gainPositive * start * positive;
          return rise / (1 + compression * rise) - gainNegative * start * negative;
        });
      },
      begin(stepSeconds) {
        const response = responseShape(decaySeconds, stepSeconds);
        // Decayed responses to positive and to negative errors.
        const memory = new Float64Array(2);
        return {
          memory,
          step(rpe) {
            memory[0] = (memory[0] as number) * response.keep + Math.max(rpe, 0);
            memory[1] = (memory[1] as number) * response.keep + Math.max(-rpe, 0);
          },
          read(unit, random) {
            const { baselineHz, scale } = population[unit] as Unit;
            const rise = scale * gainPositive * response.start * (memory[0] as number);
            const fall = scale * gainNegative * response.start * (memory[1] as number);
            const rate = Math.max(0, baselineHz + rise / (1 + compression * rise) - fall);
            return random.poisson(rate * stepSeconds) / stepSeconds;
          },
        };
      },
    };
  },
});

function drawUnit(
  parameters: { baselineHz: number; baselineSpread: number; gainSpread: number },
  random: RandomStream,
): Unit {
  const baselineHz = parameters.baselineHz * logNormal(parameters.baselineSpread, random);
  return { baselineHz, scale: logNormal(parameters.gainSpread, random) };
}

/** A factor with mean 1. */
function logNormal(spread: number, random: RandomStream): number {
  return Math.exp(random.normal(-(spread * spread) / 2, spread));
}

/** exp(-t/τ) from the error on, as its mean within each step: the response's area is then the same for any step. */
function responseShape(decaySeconds: number, stepSeconds: number): { start: number; keep: number } {
  if (decaySeconds === 0) return { start: 1, keep: 0 };
  const keep = Math.exp(-stepSeconds / decaySeconds);
  return { start: (decaySeconds / stepSeconds) * (1 - keep), keep };
}
