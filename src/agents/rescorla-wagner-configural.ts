import { defineAgent } from '../contracts/agent.ts';

export default defineAgent({
  id: 'rescorla-wagner-configural',
  version: 1,
  title: 'Rescorla-Wagner, configural',
  summary:
    'Rescorla-Wagner with one more cue for each compound, which is there only when the compound is. It can learn that two cues together mean something different from each of them alone, and generalises between compounds that share cues.',
  citation: {
    text: 'Wagner & Rescorla 1972, Inhibition in Pavlovian conditioning: application of a theory, in Boakes & Halliday (eds), Inhibition and Learning, Academic Press',
  },
  architecture: { id: 'configural', parameters: {} },
  objective: { id: 'discounted-return', parameters: { discount: 1 } },
  learningRule: { id: 'rescorla-wagner', parameters: { learningRate: 0.1 } },
});
