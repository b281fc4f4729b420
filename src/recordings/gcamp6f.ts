import { defineRecording } from '../contracts/recording.ts';
import { riseAndDecay } from './sensors/filter.ts';
import { photometry, photometryParameters, unit } from './sensors/photometry.ts';

const source = 'Chen et al. 2013, doi:10.1038/nature12354, after one spike in mouse visual cortex';

export default defineRecording({
  id: 'gcamp6f',
  version: 1,
  title: 'GCaMP6f',
  summary:
    'Calcium in dopamine neurons or their axons, by the fast sensor of the GCaMP6 family. One fibre shows the mean of many neurons: each RPE is followed by a response that rises in tens of milliseconds and decays in a few tenths of a second, and never precedes it.',
  citation: { text: 'Chen et al. 2013, Nature 499:295', doi: '10.1038/nature12354' },
  parameters: photometryParameters({
    rise: {
      default: 0.0175,
      help: `time constant of the rise; with that of the decay, a time to peak of 45 ms (${source})`,
    },
    decay: { default: 0.178, help: `time constant of the decay; half is left 142 ms after the peak (${source})` },
  }),
  unit,
  spiking: false,
  create: (parameters) => photometry(parameters, riseAndDecay(parameters.riseSeconds, parameters.decaySeconds)),
});
