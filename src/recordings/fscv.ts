import { real } from '../contracts/parameters.ts';
import { defineRecording } from '../contracts/recording.ts';
import { lastingSeconds, riseAndDecay } from './sensors/filter.ts';
import { changeOf } from './sensors/gains.ts';
import { rpeFilter, rpeFilterSize } from './sensors/rpe-filter.ts';
import { wholeSession } from './sensors/whole-session.ts';

const uptake =
  'Michaelis constant 160 nM over a maximum rate of 4000 nM/s, approximate: Dreyer et al. 2010, doi:10.1523/JNEUROSCI.1894-10.2010';

/**
 * Change of the dopamine concentration that voltammetry shows, with its background subtracted:
 *
 *     max(-tonic, gainPositive p - gainNegative n)
 *
 * where p and n are the positive and negative RPEs, filtered by uptake (a first-order process at low concentration) and by
 * adsorption to the electrode (another one), scaled to a peak of 1.
 */
export default defineRecording({
  id: 'fscv',
  version: 1,
  title: 'Fast-scan cyclic voltammetry',
  summary:
    'Dopamine at a carbon fibre, ten times a second. Background subtraction leaves only changes, and the concentration cannot fall below zero, so dips are limited by the tonic level. Adsorption to the electrode makes the signal slower than dopamine itself.',
  citation: { text: 'Venton & Cao 2020, Analyst 145:1158', doi: '10.1039/c9an01586h' },
  parameters: {
    gainPositive: real({
      default: 50,
      min: 0,
      max: 5000,
      unit: 'nM per reward unit',
      symbol: 'g⁺',
      help: 'peak of the response to a positive RPE (approximate: recorded transients are tens of nM)',
    }),
    gainNegative: real({
      default: 50,
      min: 0,
      max: 5000,
      unit: 'nM per reward unit',
      symbol: 'g⁻',
      help: 'depth of the response to a negative RPE (approximate; as g⁺, the tonic level then limits dips)',
    }),
    tonic: real({
      default: 10,
      min: 0,
      max: 1000,
      unit: 'nM',
      symbol: 'b',
      help: 'concentration without errors, which is subtracted and below which it cannot fall (approximate: -6.4/31 of the peak for one reward unit, as firing in Eshel et al. 2015)',
    }),
    uptakeSeconds: real({
      default: 0.04,
      min: 0,
      max: 5,
      unit: 's',
      symbol: 'τ_u',
      help: `time constant of uptake (${uptake})`,
    }),
    electrodeSeconds: real({
      default: 0.5,
      min: 0.01,
      max: 10,
      unit: 's',
      symbol: 'τ_e',
      help: 'time constant of adsorption to the electrode and desorption (approximate: chosen for transients of about a second, as recorded ones are; measure it in a flow cell)',
    }),
    delaySeconds: real({
      default: 0,
      min: 0,
      max: 2,
      unit: 's',
      symbol: 't₀',
      help: 'from an RPE to the start of its response; 0 is the electrode alone',
    }),
    noise: real({
      default: 1,
      min: 0,
      max: 500,
      unit: 'nM √s',
      symbol: 'σ',
      help: 'noise of the current: standard deviation of a mean over one second (approximate)',
    }),
  },
  unit: 'nM',
  spiking: false,
  create({ gainPositive, gainNegative, tonic, uptakeSeconds, electrodeSeconds, delaySeconds, noise }) {
    const response = riseAndDecay(uptakeSeconds, electrodeSeconds);
    const sensor = {
      response,
      delaySeconds,
      gainPositive,
      gainNegative,
      floor: -tonic,
      ceiling: Infinity,
      level: 0,
      reference: 0,
    };
    return {
      units: 1,
      memorySeconds: lastingSeconds(response, delaySeconds),
      ...wholeSession(sensor),
      begin(stepSeconds) {
        const memory = new Float64Array(rpeFilterSize(response, delaySeconds, stepSeconds));
        const filter = rpeFilter(response, delaySeconds, stepSeconds, memory);
        const noiseSd = noise / Math.sqrt(stepSeconds);
        return {
          memory,
          step: filter.step,
          read(_unit, random) {
            const { positive, negative } = filter.read();
            const change = changeOf(sensor, positive, negative);
            return noise === 0 ? change : change + random.normal(0, noiseSd);
          },
        };
      },
    };
  },
});
