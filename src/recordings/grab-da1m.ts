import { defineRecording } from '../contracts/recording.ts';
import { riseAndDecay } from './sensors/filter.ts';
import { photometry, photometryParameters, unit } from './sensors/photometry.ts';

/** Largest ΔF/F, %, in saturating dopamine (Sun et al. 2018). */
const ceilingPercent = 90;

const source = 'approximate: Sun et al. 2018, doi:10.1016/j.cell.2018.06.042';

export default defineRecording({
  id: 'grab-da1m',
  version: 1,
  title: 'GRAB-DA1m',
  summary:
    'Dopamine itself where it is released, by the first fluorescent D2 receptor of medium affinity. A response rises in tens of milliseconds and decays in about a second, so responses that are closer in time add up.',
  citation: { text: 'Sun et al. 2018, Cell 174:481', doi: '10.1016/j.cell.2018.06.042' },
  parameters: photometryParameters({
    rise: { default: 0.06, help: `time constant of the rise (${source})` },
    decay: { default: 0.7, help: `time constant of the decay (${source})` },
  }),
  unit,
  spiking: false,
  create: (parameters) =>
    photometry(parameters, riseAndDecay(parameters.riseSeconds, parameters.decaySeconds), ceilingPercent),
});
