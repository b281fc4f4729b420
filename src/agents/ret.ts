import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'ret',
  version: 1,
  title: 'Rate estimation (RET)',
  summary:
    'Learns no prediction of when, only how much reward a second is worth waiting for with each cue and without. How many rewards it takes to tell a cue from the background follows from how much of the time the cue is there, whatever the scale of time.',
  citation: { text: 'Gershman 2025, rate estimation theory, preprint, https://osf.io/preprints/psyarxiv/47q5y' },
  architecture: { id: 'presence', parameters: {} },
  // Its γ is not used.
  objective: { id: 'discounted-return', parameters: {} },
  learningRule: { id: 'rate-estimation', parameters: {} },
  gridMatters:
    'its error in a step without reward is what that step was expected to bring, which is less the finer the grid',
});
