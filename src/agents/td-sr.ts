import { defineAgent } from '../contracts/agent.ts';

/**
 * The paper's values, its γ of .95 read as per .2 s, except for traces: its cues last one step, here they last several,
 * and without traces the effect of a cue's successors would move back to it by one step per trial. Its grid is a
 * quarter of a second: the successors of every moment are a matrix, and most cues and rewards here are whole quarters
 * of a second apart.
 */
export default defineAgent({
  id: 'td-sr',
  version: 2,
  title: 'Successor representation, serial compound',
  summary:
    'Predicts which moments will follow which, and values each by the reward found there. If cue A was followed by cue B before B was ever rewarded, A gains value as soon as B does; and unexpected events without value are learned too.',
  gridMatters:
    'its map of successors is learned with traces that decay, so the rest is carried back by one step of its grid per trial, less far on a finer grid',
  citation: {
    text: 'Gardner, Schoenbaum & Gershman 2018, Proceedings of the Royal Society B 285:20181645',
    doi: '10.1098/rspb.2018.1645',
  },
  architecture: { id: 'complete-serial-compound', parameters: { resolutionSeconds: 0.25 } },
  objective: { id: 'discounted-return', parameters: { discount: 0.77 } },
  learningRule: {
    id: 'successor-representation',
    parameters: { successorRate: 0.06, rewardRate: 0.03, negativeScale: 0.25, traceDecay: 0.77 },
  },
});
