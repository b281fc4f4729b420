import type { Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Evidence } from '../../contracts/paradigm.ts';
import { contrast } from '../measures/numbers.ts';
import { across } from '../shared/across.ts';
import { rescorlaWagner } from '../shared/agents.ts';
import { ccnlab } from '../shared/data-sources.ts';
import { probes, trials } from '../shared/parameters.ts';
import { aligned, written } from '../shared/written.ts';
import {
  contrastByRank,
  contrastMargin,
  digitised,
  epsilon,
  responding,
  respondingContrast,
  respondingShare,
  shapeParameters,
  shortenedShape,
} from '../shared/worlds.ts';

const parameters = {
  trainingTrials: trials(400, 'trials of each group, AX and BX in equal shares', { min: 4, max: 20_000 }),
  probeTrials: probes(10, 'probe trials of X alone and of A alone', { unit: 'trials of each kind' }),
  ...shapeParameters(),
};
type P = Values<typeof parameters>;

const design = (p: P) =>
  written(
    {
      groups: { correlated: 'correlated', uncorrelated: 'uncorrelated' },
      cues: { A: 'A', B: 'B', X: 'X' },
      kinds: {
        'ax-reward': ['AX+', 'A and X, then reward'],
        ax: ['AX+p0', 'A and X, no reward'],
        'bx-reward': ['BX+', 'B and X, then reward'],
        bx: ['BX+p0', 'B and X, no reward'],
        x: ['#X+p0', 'X alone'],
        a: ['#A+p0', 'A alone'],
      },
      phases: ['training', 'test'],
      lines: `
        correlated   | rand ${p.trainingTrials}/AX+/BX+p0           | rand ${2 * p.probeTrials}/#X+p0/#A+p0
        uncorrelated | rand ${p.trainingTrials}/AX+/AX+p0/BX+/BX+p0 | rand ${2 * p.probeTrials}/#X+p0/#A+p0`,
    },
    p,
  );

const conditions = (p: P) =>
  aligned(
    {
      'correlated-x': { title: 'X, correlated', types: ['x'], phase: 'correlated-test' },
      'uncorrelated-x': { title: 'X, uncorrelated', types: ['x'], phase: 'uncorrelated-test' },
      'correlated-a': { title: 'A, correlated', types: ['a'], phase: 'correlated-test' },
      'uncorrelated-a': { title: 'A, uncorrelated', types: ['a'], phase: 'uncorrelated-test' },
    },
    p,
  );

const paper = 'Wagner, Logan, Haberlandt & Price 1968';
const citation = { text: `${paper}, Journal of Experimental Psychology 76:171` };
/** Percent responding to X as digitised in ccnlab. */
const recorded = { correlated: 20, uncorrelated: 80 };
const recordedContrast = contrast(recorded.correlated, recorded.uncorrelated);

export default defineParadigm({
  id: 'wagner-1968',
  version: 3,
  title: 'Wagner et al. 1968: relative validity',
  summary:
    'X is present in every trial, and half of the trials are rewarded. In one group A and B predict which trials; in the other group they do not. Although X is paired with reward equally often in both groups, animals respond to it far less if a better predictor was present.',
  citation,
  approximate: { changed: shortenedShape },
  parameters,
  agent: 'rescorla-wagner',
  recording: { id: 'spikes', parameters: {} },
  design,
  conditions,
  shown: ['correlated-x', 'uncorrelated-x', 'correlated-a', 'uncorrelated-a'],
  signatures: [
    {
      id: 'conditioned',
      role: 'control',
      claim: 'Without a better predictor, animals respond to X.',
      source: `${paper}; bound: ε = ${epsilon} of the reward`,
      quantity: 'responding to X in the uncorrelated group / reward size',
      expected: { above: epsilon },
      measure: (e) => responding(e, 'uncorrelated-x'),
    },
    {
      id: 'valid-cue',
      role: 'control',
      claim: 'Animals respond more to A if it predicts which trials are rewarded.',
      source: `${paper}; ${contrastByRank}`,
      quantity:
        'contrast (a - b) / (|a| + |b|); a: responding to A in the correlated group, b: responding to A in the uncorrelated group',
      expected: { above: contrastMargin },
      measure: (e) => respondingContrast(e, 'correlated-a', 'uncorrelated-a'),
    },
    {
      id: 'relative-validity',
      claim: 'Animals respond less to X if A predicts which trials are rewarded.',
      source: `${paper}; recorded ${recordedContrast.toFixed(2)} (20 and 80 %); ${contrastByRank}`,
      quantity:
        'contrast (a - b) / (|a| + |b|); a: responding to X in the correlated group, b: responding to X in the uncorrelated group',
      expected: { below: -contrastMargin },
      measure: (e) => respondingContrast(e, 'correlated-x', 'uncorrelated-x'),
    },
  ],
  notes: [
    {
      agents: rescorlaWagner,
      signatures: ['relative-validity'],
      why: 'With equal learning rates for reward and its absence the value of X is 1/3 in both groups: X changes with A and B, and the sum of their changes is the same in both groups. Rescorla and Wagner (1972) gave the absence of reward a lower rate. With half the rate of reward, the values of X are 1/3 and 4/9 in closed form, a contrast of -0.16 above the response threshold, and relative validity appears: -0.14 over ten subjects.',
      numbers: [
        { text: '-0.14', agent: 'rescorla-wagner', signature: 'relative-validity', set: { omissionRatio: 0.5 } },
      ],
    },
    {
      agents: [
        'td-csc',
        'td-csc-reset',
        'td-average-reward',
        'td-block-belief',
        'td-lambda-csc',
        'td-multi-timescale',
        'td-state-uncertainty',
        'kalman-td',
      ],
      signatures: ['relative-validity'],
      why: 'As with Rescorla-Wagner at equal rates, all cues share one error, and X reaches the same 1/3 in both groups.',
    },
    {
      agents: ['ret', 'td-sr'],
      signatures: ['relative-validity'],
      why: 'They show it for different reasons: RET attributes each reward to as few cues as possible, and the successor representation weights negative errors by a quarter by default.',
    },
    {
      agents: ['td-belief', 'td-semi-markov'],
      why: 'Their states are configurations: X alone is a different state from AX and BX and does not occur before the test.',
    },
  ],
  summaries: [
    across({
      id: 'validity',
      title: 'Responding to X',
      x: 'group',
      y: 'response (relative to the uncorrelated group)',
      categories: { correlated: 'correlated', uncorrelated: 'uncorrelated' },
      model: {
        id: 'responding',
        title: 'responding',
        measure: (e: Evidence<P>, group) => respondingShare(e, `${group}-x`, 'uncorrelated-x'),
      },
      recorded: {
        citation: digitised(paper),
        sources: [ccnlab],
        n: '2 groups of rats',
        title: 'bar pressing',
        of: (group) => recorded[group] / recorded.uncorrelated,
      },
    }),
  ],
});
