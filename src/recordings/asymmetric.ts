import { real } from '../contracts/parameters.ts';
import { defineRecording, instantaneous } from '../contracts/recording.ts';

export default defineRecording({
  id: 'asymmetric',
  version: 1,
  title: 'Asymmetrically scaled RPE',
  summary:
    'Dopamine neurons fire at a few spikes/s, so they can rise far above their baseline and fall only a little below it. Negative RPEs are shown scaled down and positive ones as they are, without noise. Averaged over trials, errors that cancel in the model then no longer cancel in the recording.',
  citation: { text: 'Niv, Duff & Dayan 2005, Behavioral and Brain Functions 1:6', doi: '10.1186/1744-9081-1-6' },
  parameters: {
    negativeScale: real({
      default: 1 / 6,
      min: 0,
      max: 1,
      symbol: 'd',
      help: 'factor on negative RPE; 1 is symmetric (1/6 as in Niv et al. 2005, approximate)',
    }),
  },
  unit: 'scaled reward units',
  spiking: false,
  create: ({ negativeScale }) => instantaneous((rpe) => (rpe < 0 ? negativeScale * rpe : rpe)),
});
