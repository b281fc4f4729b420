import type { Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Evidence } from '../../contracts/paradigm.ts';
import { contrast } from '../measures/numbers.ts';
import { across } from '../shared/across.ts';
import { ccnlab } from '../shared/data-sources.ts';
import { probes, trials } from '../shared/parameters.ts';
import { aligned, testsOf, written } from '../shared/written.ts';
import {
  contrastByRank,
  contrastMargin,
  epsilon,
  responding,
  respondingContrast,
  respondingShare,
  shapeParameters,
  shortenedShape,
} from '../shared/worlds.ts';

const parameters = {
  phaseTrials: trials(
    80,
    'trials of each of two phases before the test; more than the paper’s (20 per phase in ccnlab) so that slow learners learn',
  ),
  probeTrials: probes(4, 'probe trials of A alone'),
  ...shapeParameters(),
};
type P = Values<typeof parameters>;

const groups = { control: 'control', overshadowing: 'overshadowing', blocking: 'blocking' };

const design = (p: P) =>
  written(
    {
      groups,
      cues: { A: 'A', B: 'B', C: 'C' },
      kinds: {
        nothing: ['-', 'nothing'],
        a: ['A+', 'A, then reward'],
        b: ['B+', 'B, then reward'],
        c: ['C+', 'C, then reward'],
        ab: ['AB+', 'A and B, then reward'],
        test: ['#A+p0', 'A alone'],
      },
      phases: ['first', 'second', 'test'],
      lines: `
        control       | rand ${p.phaseTrials}/-  | rand ${p.phaseTrials}/A+  | rand ${p.probeTrials}/#A+p0
        overshadowing | rand ${p.phaseTrials}/C+ | rand ${p.phaseTrials}/AB+ | rand ${p.probeTrials}/#A+p0
        blocking      | rand ${p.phaseTrials}/B+ | rand ${p.phaseTrials}/AB+ | rand ${p.probeTrials}/#A+p0`,
    },
    p,
  );

const conditions = (p: P) =>
  aligned(
    testsOf(groups, (group) => `A after ${group}`),
    p,
  );

const paper = 'Holland & Fox 2003';
const citation = { text: 'Holland & Fox 2003, Behavioral Neuroscience 117:650', doi: '10.1037/0735-7044.117.3.650' };
/** Elevation scores as digitised in ccnlab. */
const recorded = { control: 65, overshadowing: 40, blocking: 12 };
const overshadowed = contrast(recorded.overshadowing, recorded.control);
const blocked = contrast(recorded.blocking, recorded.overshadowing);

export default defineParadigm({
  id: 'holland-fox-2003',
  version: 3,
  title: 'Holland & Fox 2003: overshadowing and blocking',
  summary:
    'How much is learned about A depends on the other cues. Animals respond most to A if it was paired with reward alone; less if it was paired in compound with B, which overshadows it; and hardly at all if B had been paired with reward before, which blocks A. Three groups of animals are tested with A alone.',
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
      id: 'conditioned',
      role: 'control',
      claim: 'Without a competing cue, animals respond to A.',
      source: `${paper}; bound: ε = ${epsilon} of the reward`,
      quantity: 'responding to A in the control group / reward size',
      expected: { above: epsilon },
      measure: (e) => responding(e, 'control'),
    },
    {
      id: 'overshadowing',
      claim: 'Animals respond less to a cue rewarded in compound than to a cue rewarded alone.',
      source: `${paper}; recorded ${overshadowed.toFixed(2)}; ${contrastByRank}`,
      quantity:
        'contrast (a - b) / (|a| + |b|); a: responding to A in the overshadowing group, b: responding to A in the control group',
      expected: { below: -contrastMargin },
      measure: (e) => respondingContrast(e, 'overshadowing', 'control'),
    },
    {
      id: 'blocking',
      claim: 'Animals respond still less if the other cue was rewarded before.',
      source: `${paper}; recorded ${blocked.toFixed(2)}; ${contrastByRank}`,
      quantity:
        'contrast (a - b) / (|a| + |b|); a: responding to A in the blocking group, b: responding to A in the overshadowing group',
      expected: { below: -contrastMargin },
      measure: (e) => respondingContrast(e, 'blocking', 'overshadowing'),
    },
  ],
  notes: [
    {
      agents: ['mackintosh'],
      why: 'Each cue has its own error and reaches asymptote in this number of trials.',
    },
    {
      agents: ['td-belief', 'td-semi-markov'],
      signatures: ['overshadowing', 'blocking'],
      why: 'A alone is a different state from AB: overshadowing is complete, and nothing remains to be blocked.',
    },
    {
      agents: ['anccr', 'anccr-slow-base-rates'],
      signatures: ['blocking'],
      why: 'A cue is explained away by another one only if that is the better cause. Why A in compound with a trained B is not explained away was not investigated.',
    },
  ],
  summaries: [
    across({
      id: 'groups',
      title: 'Responding to A',
      x: 'group',
      y: 'response (relative to the control group)',
      categories: groups,
      model: {
        id: 'responding',
        title: 'responding',
        measure: (e: Evidence<P>, group) => respondingShare(e, group, 'control'),
      },
      recorded: {
        citation,
        sources: [ccnlab],
        n: '3 groups of rats',
        title: 'food-cup entries',
        of: (group) => recorded[group] / recorded.control,
      },
    }),
  ],
});
