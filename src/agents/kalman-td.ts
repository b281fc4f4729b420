import { defineAgent } from '../contracts/agent.ts';

/**
 * A quarter of a second: with the covariance of every two moments of a trial, a grid of .1 s would take up to fifty times as long, and most
 * cues and rewards here are whole quarters of a second apart.
 */
export default defineAgent({
  id: 'kalman-td',
  version: 2,
  title: 'Kalman TD, serial compound',
  summary:
    'TD that tracks the uncertainty of its weights. A cue that was long shown without consequence is well known, and so learned about slowly; and learning about one cue changes the value of absent cues that were seen with it.',
  citation: { text: 'Gershman 2015, PLoS Computational Biology 11:e1004567', doi: '10.1371/journal.pcbi.1004567' },
  architecture: { id: 'complete-serial-compound', parameters: { resolutionSeconds: 0.25 } },
  objective: { id: 'discounted-return', parameters: { discount: 0.9 } },
  learningRule: { id: 'kalman-td', parameters: { priorVariance: 1, noiseVariance: 1, diffusionVariance: 0.01 } },
  gridMatters:
    'every step after a cue has a weight with its own prior variance, so there is more to learn on a finer grid',
});
