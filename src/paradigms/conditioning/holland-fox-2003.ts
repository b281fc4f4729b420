import type { Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Evidence } from '../../contracts/paradigm.ts';
import { contrast } from '../measures/numbers.ts';
import { across } from '../shared/across.ts';
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
    'of each of two phases before the test; more than the paper’s (20 a phase in ccnlab) so that slow learners learn',
  ),
  probeTrials: probes(4, 'A alone'),
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
    'How much is learned about A depends on what else is there. Alone with reward A comes to be responded to most; with B beside it less, for B overshadows it; and if B was paired with reward before, hardly at all, for B blocks it. Three groups of animals, tested with A alone.',
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
      claim: 'Without a competitor A is responded to.',
      source: `${paper}; bound: ε = ${epsilon} of the reward`,
      quantity: 'responding to A in the control group / reward size',
      expected: { above: epsilon },
      measure: (e) => responding(e, 'control'),
    },
    {
      id: 'overshadowing',
      claim: 'A cue that was rewarded together with another is responded to less than one that was alone.',
      source: `${paper}; recorded ${overshadowed.toFixed(2)}; ${contrastByRank}`,
      quantity: 'responding to A, (overshadowing - control) / sum of both groups',
      expected: { below: -contrastMargin },
      measure: (e) => respondingContrast(e, 'overshadowing', 'control'),
    },
    {
      id: 'blocking',
      claim: 'It is responded to still less if the other had been rewarded before.',
      source: `${paper}; recorded ${blocked.toFixed(2)}; ${contrastByRank}`,
      quantity: 'responding to A, (blocking - overshadowing) / sum of both groups',
      expected: { below: -contrastMargin },
      measure: (e) => respondingContrast(e, 'blocking', 'overshadowing'),
    },
  ],
  notes: [
    {
      agents: ['mackintosh'],
      why: 'Each cue has an error of its own, and in so many trials learns all there is.',
    },
    {
      agents: ['td-belief', 'td-semi-markov'],
      signatures: ['overshadowing', 'blocking'],
      why: 'A alone is another state than AB: it is overshadowed wholly, and there is nothing left to block.',
    },
    {
      agents: ['anccr', 'anccr-slow-base-rates'],
      signatures: ['blocking'],
      why: 'A cue is explained away by another only while that is the better cause; why A beside a trained B is not was not pursued.',
    },
  ],
  summaries: [
    across({
      id: 'groups',
      title: 'Responding to A',
      x: 'group',
      y: 'share of control',
      categories: groups,
      model: {
        id: 'responding',
        title: 'responding',
        measure: (e: Evidence<P>, group) => respondingShare(e, group, 'control'),
      },
      recorded: {
        citation,
        n: '3 groups of rats',
        title: 'food-cup entries',
        of: (group) => recorded[group] / recorded.control,
      },
    }),
  ],
});
