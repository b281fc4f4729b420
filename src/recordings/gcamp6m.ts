import { real } from '../contracts/parameters.ts';
import { defineRecording } from '../contracts/recording.ts';
import { mixed, riseAndDecay } from './sensors/filter.ts';
import { photometry, photometryParameters, unit } from './sensors/photometry.ts';

const fitted = 'least squares on the response to unexpected reward of Mikhael et al. 2022';

/**
 * The impulse response of Mikhael et al. 2022 is that of dopamine axons to unexpected reward, so it contains the time course
 * of the neurons' own response, not only of the sensor; Chen et al. 2013 report a faster sensor. Five numbers explain
 * 99 % of its variance. (Data: github.com/jgmikhael/ramping at cdd305e, kernel_GCaMP6m_UnexpR.)
 */
export default defineRecording({
  id: 'gcamp6m',
  version: 1,
  title: 'GCaMP6m',
  summary:
    'Calcium in dopamine axons, by the medium sensor of the GCaMP6 family, as a fibre shows it in mice: the response to an RPE starts after about a quarter of a second, peaks half a second later, and has a slow tail. The shape is that measured after unexpected reward.',
  citation: {
    text: 'Mikhael, Kim, Uchida & Gershman 2022, Current Biology 32:1077',
    doi: '10.1016/j.cub.2022.01.025',
  },
  parameters: {
    ...photometryParameters({
      rise: { default: 0.4, help: `time constant of the rise (${fitted}, doi:10.1016/j.cub.2022.01.025)` },
      decay: { default: 0.5, help: `time constant of the decay (${fitted}, doi:10.1016/j.cub.2022.01.025)` },
      delay: {
        default: 0.27,
        help: `from an RPE to the start of its response, including the latency of the neurons (${fitted})`,
      },
    }),
    slowShare: real({
      default: 0.28,
      min: 0,
      max: 1,
      symbol: 's',
      help: `share of a second response with the same rise and a slow decay; both are scaled to the same peak before they are added (${fitted})`,
    }),
    slowSeconds: real({
      default: 4.5,
      min: 0.1,
      max: 60,
      unit: 's',
      symbol: 'τ_s',
      help: `time constant of the slow decay (${fitted})`,
    }),
  },
  unit,
  spiking: false,
  create(parameters) {
    const { riseSeconds, decaySeconds, slowShare, slowSeconds } = parameters;
    const fast = riseAndDecay(riseSeconds, decaySeconds);
    return photometry(parameters, mixed(fast, riseAndDecay(riseSeconds, slowSeconds), slowShare));
  },
});
