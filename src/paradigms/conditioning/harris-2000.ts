import type { Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Evidence } from '../../contracts/paradigm.ts';
import { shareOfLargest } from '../measures/numbers.ts';
import { across } from '../shared/across.ts';
import { pearceHall, rescorlaWagner } from '../shared/agents.ts';
import { ccnlab } from '../shared/data-sources.ts';
import { probes, trials } from '../shared/parameters.ts';
import { aligned, testsOf, written } from '../shared/written.ts';
import {
  byRank,
  digitised,
  expectedAtLast,
  margin,
  responding,
  respondingLeft,
  respondingShare,
  shapeParameters,
  shortenedShape,
} from '../shared/worlds.ts';

const parameters = {
  acquisitionTrials: trials(
    60,
    'trials of the cue with the outcome, in context K3; more than the paper’s (15 in ccnlab) so that slow learners learn',
  ),
  extinctionTrials: trials(
    150,
    'trials of the cue without the outcome, in context K1 or K2; more than the paper’s (20 in ccnlab) so that slow learners extinguish',
  ),
  probeTrials: probes(10, 'probe trials of the cue alone in context K1'),
  ...shapeParameters({ itiSeconds: 15 }),
};
type P = Values<typeof parameters>;

const tests = { same: 'extinction context', other: 'other context' };

const design = (p: P) =>
  written(
    {
      groups: { same: `tested in the ${tests.same}`, other: `tested in the ${tests.other}` },
      cues: { A: 'A' },
      contexts: { K1: 'context K1', K2: 'context K2', K3: 'context K3' },
      kinds: {
        outcome: ['K3:A+', 'A, then the outcome, K3'],
        'extinction-k1': ['K1:A+p0', 'A, no outcome, K1'],
        'extinction-k2': ['K2:A+p0', 'A, no outcome, K2'],
        test: ['#K1:A+p0', 'A alone, K1'],
      },
      phases: ['acquisition', 'extinction', 'test'],
      lines: `
        same  | rand ${p.acquisitionTrials}/K3:A+ | rand ${p.extinctionTrials}/K1:A+p0 | rand ${p.probeTrials}/#K1:A+p0
        other | rand ${p.acquisitionTrials}/K3:A+ | rand ${p.extinctionTrials}/K2:A+p0 | rand ${p.probeTrials}/#K1:A+p0`,
    },
    p,
  );

const conditions = (p: P) =>
  aligned(
    {
      acquired: { title: 'end of acquisition', types: ['outcome'], phase: 'same-acquisition', last: 5 },
      extinguished: { title: 'end of extinction', types: ['extinction-k1'], phase: 'same-extinction', last: 5 },
      ...testsOf(tests, (context) => `test, ${context}`),
    },
    p,
  );

const paper = 'Harris, Jones, Bailey & Westbrook 2000';
const citation = { text: `${paper}, Journal of Experimental Psychology: Animal Behavior Processes 26:174` };
/** Percent freezing as digitised in ccnlab. */
const recorded = { same: 27, other: 55 };
const renewed = shareOfLargest(recorded.other - recorded.same, [recorded.other, recorded.same]);

export default defineParadigm({
  id: 'harris-2000',
  version: 3,
  title: 'Harris et al. 2000: renewal',
  summary:
    'A cue is paired with an outcome in one context and extinguished in another. Responding stays low if the cue is tested in the context of extinction, and returns in a third context. Extinction learning is specific to its context. The paper used shocks, which are represented here as an outcome of positive value.',
  citation,
  approximate: { changed: shortenedShape },
  parameters,
  agent: 'rescorla-wagner',
  recording: { id: 'spikes', parameters: {} },
  design,
  conditions,
  shown: ['acquired', 'extinguished', 'same', 'other'],
  signatures: [
    {
      id: 'acquisition',
      role: 'control',
      claim: 'At the end of acquisition, animals expect the outcome when it is due.',
      source: `${paper}; bound: half of the outcome, between no and full expectation`,
      quantity: 'value in the last step before the outcome / size of the outcome',
      expected: { above: 0.5 },
      measure: (e) => expectedAtLast(e, 'acquired'),
    },
    {
      id: 'extinction',
      role: 'control',
      claim: 'Responding falls in the extinction context.',
      source: `${paper}; bound: half of the responding at the end of acquisition`,
      quantity:
        'ratio a / max(|a|, |b|); a: responding at the end of extinction, b: responding at the end of acquisition',
      expected: { below: 0.5 },
      measure: (e) => respondingLeft(e, 'extinguished', 'acquired'),
    },
    {
      id: 'renewal',
      claim: 'Responding returns in another context.',
      source: `${paper}; recorded ${renewed.toFixed(2)} relative to the larger of the two (55 and 27 % freezing), and less relative to acquisition; ${byRank}`,
      quantity:
        'ratio a / max(|a|, |b|); a: responding in another context - in the extinction context, b: largest responding, usually at the end of acquisition',
      expected: { above: margin },
      measure: renewal,
    },
  ],
  notes: [
    {
      agents: [...rescorlaWagner, ...pearceHall],
      signatures: ['renewal'],
      why: 'They treat the context as one more cue. It becomes an inhibitor during extinction, and so protects the cue from losing all of its value: in closed form, 1/4 remains.',
    },
    {
      agents: [
        'td-csc',
        'td-csc-reset',
        'td-lambda-csc',
        'td-presence',
        'td-range-normalised',
        'td-block-belief',
        'kalman-td',
        'td-state-uncertainty',
      ],
      signatures: ['renewal'],
      why: 'The context has one weight that is active at every moment. It rises at cue onset as much as it falls at the omission, so it stays near 0 and the cue loses all of its value.',
    },
    {
      agents: ['mackintosh'],
      signatures: ['renewal'],
      why: 'Each cue has its own error, so a context cannot protect a cue.',
    },
  ],
  summaries: [
    across({
      id: 'places',
      title: 'Responding in the test',
      x: 'test context',
      y: 'response (relative to the other context)',
      categories: tests,
      model: {
        id: 'responding',
        title: 'responding',
        measure: (e: Evidence<P>, group) => respondingShare(e, group, 'other'),
      },
      recorded: {
        citation: digitised(paper),
        sources: [ccnlab],
        n: '2 groups of rats',
        title: 'freezing',
        of: (group) => recorded[group] / recorded.other,
      },
    }),
  ],
});

function renewal(e: Evidence<P>): number {
  const [acquired, same, other] = ['acquired', 'same', 'other'].map((condition) => responding(e, condition)) as [
    number,
    number,
    number,
  ];
  return shareOfLargest(other - same, [acquired, same, other]);
}
