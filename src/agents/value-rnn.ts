import { defineAgent } from '../contracts/agent.ts';

/** γ is the paper's: .93 per step of .2 s. */
export default defineAgent({
  id: 'value-rnn',
  version: 2,
  title: 'Value-RNN',
  summary:
    'A recurrent network that is trained only by reward prediction errors. Its memory of cues and rewards takes the place of a belief about hidden states, which need not be specified.',
  citation: {
    text: 'Hennig, Romero Pinto, Yamaguchi, Linderman, Uchida & Gershman 2023, PLoS Computational Biology 19:e1011067',
    doi: '10.1371/journal.pcbi.1011067',
  },
  architecture: { id: 'event-pulses', parameters: {} },
  objective: { id: 'discounted-return', parameters: { discount: 0.7 } },
  learningRule: { id: 'value-rnn', parameters: {} },
});
