import type { Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Evidence } from '../../contracts/paradigm.ts';
import { contrast } from '../measures/numbers.ts';
import { across } from '../shared/across.ts';
import { cueTd, pearceHall, rescorlaWagner } from '../shared/agents.ts';
import { ccnlab } from '../shared/data-sources.ts';
import { probes, trials } from '../shared/parameters.ts';
import { aligned, testsOf, written } from '../shared/written.ts';
import {
  contrastByRank,
  contrastMargin,
  digitised,
  respondingContrast,
  respondingShare,
  shapeParameters,
  shortenedShape,
} from '../shared/worlds.ts';

const parameters = {
  trainingTrials: trials(
    80,
    'trials with the outcome; more than the paper’s (10 in ccnlab) so that slow learners learn',
  ),
  extinctionTrials: trials(80, 'trials of B alone, or of equal time without it; more than the paper’s (10 in ccnlab)'),
  probeTrials: probes(4, 'probe trials of A alone'),
  ...shapeParameters(),
};
type P = Values<typeof parameters>;

const groups = { control: 'A trained alone', overshadowing: 'A overshadowed', recovery: 'B extinguished' };

const design = (p: P) =>
  written(
    {
      groups,
      cues: { A: 'A', B: 'B' },
      kinds: {
        nothing: ['-', 'nothing'],
        a: ['A+', 'A, then the outcome'],
        ab: ['AB+', 'A and B, then the outcome'],
        b: ['B+p0', 'B, no outcome'],
        test: ['#A+p0', 'A alone'],
      },
      phases: ['training', 'extinction', 'test'],
      lines: `
        control       | rand ${p.trainingTrials}/A+  | rand ${p.extinctionTrials}/-    | rand ${p.probeTrials}/#A+p0
        overshadowing | rand ${p.trainingTrials}/AB+ | rand ${p.extinctionTrials}/-    | rand ${p.probeTrials}/#A+p0
        recovery      | rand ${p.trainingTrials}/AB+ | rand ${p.extinctionTrials}/B+p0 | rand ${p.probeTrials}/#A+p0`,
    },
    p,
  );

const conditions = (p: P) => aligned(testsOf(groups), p);

const paper = 'Matzel, Schachtman & Miller 1985';
const citation = { text: `${paper}, Learning and Motivation 16:398` };
/** Mean latencies, log s, as digitised in ccnlab (longer is more fear). */
const recorded = { control: 1.95, overshadowing: 1.05, recovery: 1.55 };
const overshadowed = contrast(recorded.overshadowing, recorded.control);
const recovered = contrast(recorded.recovery, recorded.overshadowing);

export default defineParadigm({
  id: 'matzel-1985',
  version: 3,
  title: 'Matzel et al. 1985: recovery from overshadowing',
  summary:
    'A is paired with the outcome in compound with B, which overshadows it. Then B is extinguished alone. Afterwards responding to A is higher, although A itself was not presented: either the association of A was learned but not expressed, or it is revised when B loses its association. The paper used shocks, which are represented here as an outcome of positive value.',
  citation,
  approximate: { changed: shortenedShape },
  parameters,
  agent: 'td-csc',
  recording: { id: 'spikes', parameters: {} },
  design,
  conditions,
  shown: Object.keys(groups),
  signatures: [
    {
      id: 'overshadowing',
      role: 'control',
      claim: 'Animals respond less to a cue trained in compound than to a cue trained alone.',
      source: `${paper}; recorded ${overshadowed.toFixed(2)}; ${contrastByRank}`,
      quantity:
        'contrast (a - b) / (|a| + |b|); a: responding to A in the overshadowing group, b: responding to A in the control group',
      expected: { below: -contrastMargin },
      measure: (e) => respondingContrast(e, 'overshadowing', 'control'),
    },
    {
      id: 'recovery',
      claim: 'Extinction of B restores responding to A.',
      source: `${paper}; recorded ${recovered.toFixed(2)}; ${contrastByRank}`,
      quantity:
        'contrast (a - b) / (|a| + |b|); a: responding to A after extinction of B, b: responding to A without extinction of B',
      expected: { above: contrastMargin },
      measure: (e) => respondingContrast(e, 'recovery', 'overshadowing'),
    },
  ],
  notes: [
    {
      agents: ['kalman-td', 'ret'],
      signatures: ['recovery'],
      why: 'They show it: after AB training only the sum of the values of A and B is known, so A gains what B loses.',
    },
    {
      agents: [...rescorlaWagner, ...pearceHall, ...cueTd],
      signatures: ['recovery'],
      why: 'They learn only about cues that are present.',
    },
    {
      agents: ['mackintosh'],
      signatures: ['overshadowing'],
      why: 'Each cue has its own error, so A reaches asymptote in compound with B.',
    },
    {
      agents: ['td-belief', 'td-semi-markov'],
      why: 'A alone is a different state from AB and does not occur before the test.',
    },
  ],
  summaries: [
    across({
      id: 'groups',
      title: 'Responding to A',
      x: 'group',
      y: 'response (relative to training alone)',
      categories: { ...groups, control: 'A alone' },
      model: {
        id: 'responding',
        title: 'responding',
        measure: (e: Evidence<P>, group) => respondingShare(e, group, 'control'),
      },
      recorded: {
        citation: digitised(paper),
        sources: [ccnlab],
        n: '3 groups of rats, suppression of drinking',
        title: 'fear',
        of: (group) => recorded[group] / recorded.control,
      },
    }),
  ],
});
