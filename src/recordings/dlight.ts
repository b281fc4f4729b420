import { choice } from '../contracts/parameters.ts';
import { defineRecording } from '../contracts/recording.ts';
import { riseAndDecay } from './sensors/filter.ts';
import { photometry, photometryParameters, unit } from './sensors/photometry.ts';

/** Largest ΔF/F of each, %, of cells in culture in saturating dopamine. */
const ceilings = { '1.1': 230, '1.2': 340, '1.3b': 930 } as const;

const source = 'approximate: Patriarchi et al. 2018, doi:10.1126/science.aat4422, dLight1.2 in brain slices';

export default defineRecording({
  id: 'dlight',
  version: 1,
  title: 'dLight1',
  summary:
    'Dopamine itself where it is released, by a fluorescent receptor. dLight is faster than GCaMP and GRAB-DA: a response is over in a few tenths of a second. The variants differ here in how bright they can become; measured time constants are of dLight1.2, and are used for all three.',
  citation: { text: 'Patriarchi et al. 2018, Science 360:eaat4422', doi: '10.1126/science.aat4422' },
  parameters: {
    variant: choice({
      options: ['1.1', '1.2', '1.3b'],
      default: '1.3b',
      help: 'the sensor: a response x becomes x / (1 + x / c), with c 230, 340 or 930 % (approximate: ΔF/F in saturating dopamine, Patriarchi et al. 2018)',
    }),
    ...photometryParameters({
      rise: { default: 0.014, help: `time constant of the rise (${source}, half of it in 9.5 ms)` },
      decay: {
        default: 0.13,
        help: `time constant of the decay (${source}, half of it in 90 ms; longer in mice, where release and uptake add to it)`,
      },
    }),
  },
  unit,
  spiking: false,
  create: (parameters) =>
    photometry(parameters, riseAndDecay(parameters.riseSeconds, parameters.decaySeconds), ceilings[parameters.variant]),
});
