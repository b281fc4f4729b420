import { defineParadigm, type Evidence } from '../../contracts/paradigm.ts';
import { conditionsOf, shownOf, summariesOf } from '../../designs/conditions.ts';
import { readDesign } from '../../designs/read.ts';
import { contrast, contrastOf } from '../measures/numbers.ts';

/** Kamin's blocking with a control group, as an example of the notation, which docs/designs.md describes. */
const example = `
Blocking | 40A+ | 40AB+ | 10#B
Control  | 40C+ | 40AB+ | 10#B
`;
const design = readDesign('txt', example, 'paradigm own-design');

const probe = (group: string): string => `${group}/3/#B`;
const valueOfB = (e: Evidence, group: string): number => e.mean(probe(group), 'value', 0, 1);

export default defineParadigm({
  id: 'own-design',
  version: 3,
  title: 'Custom design',
  summary:
    'Groups, phases and trials as lines of text, such as Blocking | 40A+ | 40AB+ | 10#B: letters are cues, + means reward, - no reward, and # marks a probe in which nothing is learned. The default is a blocking experiment: B is trained together with A after training with A alone in one group, and with another cue in the other.',
  citation: {
    text: 'Kamin 1969, Predictability, surprise, attention, and conditioning, in Campbell & Church (eds), Punishment and Aversive Behavior, Appleton-Century-Crofts',
  },
  parameters: {},
  agent: 'td-csc',
  recording: { id: 'spikes', parameters: {} },
  design: () => design,
  conditions: () => conditionsOf(design),
  shown: shownOf(design),
  signatures: [
    {
      id: 'control-learns',
      role: 'control',
      claim: 'Without pretraining of A, B becomes a predictor of reward.',
      source: 'Kamin 1969; bound: a tenth of the reward (Rescorla-Wagner theory: half of it)',
      quantity: 'value during B in the control group / reward size',
      expected: { above: 0.1 },
      measure: (e) => valueOfB(e, 'Control'),
    },
    {
      id: 'blocked',
      claim: 'B does not come to predict a reward that A already predicts.',
      source:
        'Kamin 1969; bound: less than half of what the control group learns (Rescorla-Wagner theory: nothing, -1)',
      quantity:
        'contrast (a - b) / (|a| + |b|); a: value during B in the blocking group, b: value during B in the control group',
      expected: { below: contrastOf(0.5) },
      measure: (e) => contrast(valueOfB(e, 'Blocking'), valueOfB(e, 'Control')),
    },
  ],
  summaries: summariesOf(design),
});
