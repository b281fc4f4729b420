import type { Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence } from '../../contracts/paradigm.ts';
import { cueTd, trialLevel } from '../shared/agents.ts';
import { ccnlab } from '../shared/data-sources.ts';
import { trials } from '../shared/parameters.ts';
import { aligned, written } from '../shared/written.ts';
import {
  byRank,
  digitised,
  epsilon,
  margin,
  responding,
  respondingLeft,
  shapeParameters,
  shortenedShape,
} from '../shared/worlds.ts';

const parameters = {
  acquisitionTrials: trials(
    100,
    'trials of the cue, all or half of which have the outcome; more than the paper’s (10 in ccnlab) so that slow learners learn',
    { min: 4 },
  ),
  extinctionTrials: trials(
    48,
    'trials of the cue without the outcome, in four blocks; more than the paper’s (16 in ccnlab) so that slow learners extinguish',
    { min: 4 },
  ),
  ...shapeParameters(),
};
type P = Values<typeof parameters>;

const groups = ['continuous', 'partial'] as const;
type Group = (typeof groups)[number];
const blocks = [1, 2, 3, 4] as const;

function design(p: P) {
  const block = `rand ${Math.ceil(p.extinctionTrials / blocks.length)}/A+p0`;
  return written(
    {
      groups: { continuous: 'continuous reinforcement', partial: 'partial reinforcement' },
      cues: { A: 'A' },
      kinds: { outcome: ['A+', 'A, then the outcome'], omitted: ['A+p0', 'A, no outcome'] },
      phases: ['acquisition', ...blocks.map((i) => `block-${i}`)],
      lines: `
        continuous | rand ${p.acquisitionTrials}/A+      | ${block} | ${block} | ${block} | ${block}
        partial    | rand ${p.acquisitionTrials}/A+/A+p0 | ${block} | ${block} | ${block} | ${block}`,
    },
    p,
  );
}

function conditions(p: P): Readonly<Record<string, Condition>> {
  const ofGroup = (group: Group) => ({
    [`${group}-0`]: {
      title: `${group}, acquired`,
      types: ['outcome', 'omitted'],
      phase: `${group}-acquisition`,
      last: 10,
    },
    ...Object.fromEntries(
      blocks.map((i) => [
        `${group}-${i}`,
        { title: `${group}, block ${i}`, types: ['omitted'], phase: `${group}-block-${i}` },
      ]),
    ),
  });
  return aligned({ ...ofGroup('continuous'), ...ofGroup('partial') }, p);
}

const paper = 'Wagner, Siegel & Fein 1967';
const citation = { text: `${paper}, Journal of Comparative and Physiological Psychology 63:160` };
/** Relative suppression as digitised in ccnlab: at the end of acquisition and in four blocks of extinction. */
const recorded: Readonly<Record<Group, readonly number[]>> = {
  continuous: [1, 0.95, 0.75, 0.25, 0.05],
  partial: [1, 0.95, 0.9, 0.7, 0.4],
};
const slower = (recorded.partial[4] as number) - (recorded.continuous[4] as number);

/** Responding in a block of extinction as a share of the group's own at the end of acquisition, or of the block's where that is larger. */
const kept = (e: Evidence<P>, group: Group, block: number): number =>
  respondingLeft(e, `${group}-${block}`, `${group}-0`);

export default defineParadigm({
  id: 'wagner-1967',
  version: 3,
  title: 'Wagner et al. 1967: extinction after partial reinforcement',
  summary:
    'In one group a cue is always followed by an outcome, in another group in half of the trials. In extinction the second group responds for longer, relative to its own initial level: if the outcome was already unreliable, its absence is detected later. The paper used shocks, which are represented here as an outcome of positive value.',
  citation,
  approximate: { changed: shortenedShape },
  parameters,
  agent: 'td-csc',
  recording: { id: 'spikes', parameters: {} },
  design,
  conditions,
  shown: ['continuous-0', 'continuous-1', 'continuous-4', 'partial-0', 'partial-1', 'partial-4'],
  signatures: [
    {
      id: 'acquisition',
      role: 'control',
      claim: 'Animals also respond to the cue after partial reinforcement.',
      source: `${paper}; bound: ε = ${epsilon} of the outcome`,
      quantity: 'responding at the end of partial reinforcement / size of the outcome',
      expected: { above: epsilon },
      measure: (e) => responding(e, 'partial-0'),
    },
    {
      id: 'extinction',
      role: 'control',
      claim: 'After continuous reinforcement, responding extinguishes.',
      source: `${paper}; recorded 0.05 in the last block; bound: half`,
      quantity:
        'ratio a / max(|a|, |b|) after continuous reinforcement; a: responding in the last block of extinction, b: responding at the end of acquisition',
      expected: { below: 0.5 },
      measure: (e) => kept(e, 'continuous', 4),
    },
    {
      id: 'slower-after-partial',
      claim: 'After partial reinforcement, responding extinguishes more slowly.',
      source: `${paper}; recorded ${slower.toFixed(2)} (0.40 and 0.05 in the last block); ${byRank}; upper bound: a tenth below no extinction`,
      quantity:
        'ratio a / max(|a|, |b|) after partial minus that after continuous reinforcement; a: responding in the last block of extinction, b: responding at the end of acquisition',
      expected: { above: margin, below: 1 - margin },
      measure: (e) => kept(e, 'partial', 4) - kept(e, 'continuous', 4),
    },
  ],
  nonePasses:
    'Partial reinforcement slows extinction if rarer rewards make extinction harder to detect. No agent that shows extinction represents how rare the rewards were.',
  notes: [
    {
      agents: [...trialLevel, ...cueTd, 'kalman-td', 'td-semi-markov', 'ret', 'td-sr', 'anccr-slow-base-rates'],
      signatures: ['slower-after-partial'],
      why: 'In extinction every value shrinks by the same fraction per trial, however it was acquired, so half the value falls below the response threshold sooner. An agent would have to infer that the contingency has changed, which takes longer if outcomes were rare before; none of the agents here does.',
    },
    {
      agents: ['td-quantile'],
      signatures: ['extinction'],
      why: 'It learns in steps of fixed size and hardly extinguishes in this number of trials.',
    },
  ],
  summaries: [
    {
      id: 'extinction',
      title: 'Extinction',
      x: 'completed blocks of extinction',
      y: 'response (relative to the end of acquisition)',
      series: groups.map((group) => ({
        id: group,
        title: group,
        measure: (e) => [0, ...blocks].map((block) => ({ x: block, y: kept(e, group, block) })),
      })),
      recorded: {
        citation: digitised(paper),
        sources: [ccnlab],
        n: '2 groups of rats, suppression of bar pressing',
        series: groups.map((group) => ({ id: group, title: group, points: recorded[group].map((y, x) => ({ x, y })) })),
      },
    },
  ],
});
