import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'ret',
  version: 1,
  title: 'Rate estimation (RET)',
  summary:
    'Learns no timing, only the reward per second with each cue and with the background alone. The number of rewards that it takes to tell a cue from the background depends on the share of time for which the cue is on, whatever the time scale.',
  citation: { text: 'Gershman 2025, rate estimation theory, preprint, https://osf.io/preprints/psyarxiv/47q5y' },
  architecture: { id: 'presence', parameters: {} },
  // Its γ is not used.
  objective: { id: 'discounted-return', parameters: {} },
  learningRule: { id: 'rate-estimation', parameters: {} },
  gridMatters:
    'its error in a step without reward is the reward expected in that step, which is smaller on a finer grid',
});
