import { defineRecording } from '../contracts/recording.ts';
import { riseAndDecay } from './sensors/filter.ts';
import { photometry, photometryParameters, unit } from './sensors/photometry.ts';

/** Largest ΔF/F, %, in saturating dopamine (approximate, Sun et al. 2020). */
const ceilingPercent = 340;

const source = 'approximate: Sun et al. 2020, doi:10.1038/s41592-020-00981-9';

export default defineRecording({
  id: 'grab-da2m',
  version: 1,
  title: 'GRAB-DA2m',
  summary:
    'Dopamine itself where it is released, by the second fluorescent D2 receptor of medium affinity: brighter than GRAB-DA1m, and slower to let dopamine go. Responses that are closer than a few seconds add up.',
  citation: { text: 'Sun et al. 2020, Nature Methods 17:1156', doi: '10.1038/s41592-020-00981-9' },
  parameters: photometryParameters({
    rise: { default: 0.04, help: `time constant of the rise (${source})` },
    decay: { default: 1.3, help: `time constant of the decay (${source})` },
  }),
  unit,
  spiking: false,
  create: (parameters) =>
    photometry(parameters, riseAndDecay(parameters.riseSeconds, parameters.decaySeconds), ceilingPercent),
});
