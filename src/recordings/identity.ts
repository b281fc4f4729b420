import { defineRecording, instantaneous } from '../contracts/recording.ts';

export default defineRecording({
  id: 'identity',
  version: 1,
  title: 'RPE itself',
  summary:
    'Shows the reward prediction error as the model computes it: no baseline, no noise, no floor. This is the theory without a recording model.',
  citation: { text: 'Schultz, Dayan & Montague 1997, Science 275:1593', doi: '10.1126/science.275.5306.1593' },
  parameters: {},
  unit: 'reward units',
  spiking: false,
  create: () => instantaneous((rpe) => rpe),
});
