import { real, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Evidence, type SummaryPoint } from '../../contracts/paradigm.ts';
import { shareOfLargest } from '../measures/numbers.ts';
import { cueTd, trialLevel } from '../shared/agents.ts';
import { ccnlab } from '../shared/data-sources.ts';
import { trials } from '../shared/parameters.ts';
import { aligned, written } from '../shared/written.ts';
import {
  byRank,
  digitised,
  epsilon,
  margin,
  pointsOf,
  responding,
  respondingLeft,
  respondingShare,
  shapeParameters,
  shortenedShape,
} from '../shared/worlds.ts';

const parameters = {
  acquisitionTrials: trials(
    60,
    'trials of the cue with reward; more than the paper’s (12 in ccnlab) so that slow learners learn',
  ),
  extinctionTrials: trials(
    150,
    'trials of the cue without reward; more than the paper’s (4 in ccnlab) so that slow learners extinguish',
  ),
  restSeconds: real({
    default: 1200,
    min: 10,
    max: 10_000,
    unit: 's',
    help: 'duration of the rest between extinction and test, in the group with a rest; days in the experiment',
  }),
  testTrials: trials(4, 'trials of the cue without reward; learning stays on', { max: 500 }),
  ...shapeParameters({ itiSeconds: 15 }),
};
type P = Values<typeof parameters>;

const groups = ['immediate', 'rested'] as const;

/**
 * The rest as observed by a model: time steps in another place (a home cage) without events. A model can use it if its
 * memories drift or decay with time, or if it infers from a long gap that contingencies may have changed.
 */
function design(p: P) {
  const trained = `rand ${p.acquisitionTrials}/box:A+ | rand ${p.extinctionTrials}/box:A+p0`;
  const test = `rand ${p.testTrials}/box:A+p0`;
  return written(
    {
      groups: { immediate: 'immediate test', rested: 'test after rest' },
      cues: { A: 'A' },
      contexts: { box: 'conditioning box', home: 'home cage' },
      kinds: {
        reward: ['box:A+', 'A, then reward'],
        extinction: ['box:A+p0', 'A, no reward'],
        rest: ['home:-', 'rest'],
      },
      phases: ['acquisition', 'extinction', { id: 'rest', iti: { kind: 'fixed', seconds: p.restSeconds } }, 'test'],
      lines: `
        immediate | ${trained} | -             | ${test}
        rested    | ${trained} | rand 1/home:- | ${test}`,
    },
    p,
  );
}

const conditions = (p: P) =>
  aligned(
    {
      acquired: { title: 'end of acquisition', types: ['reward'], phase: 'rested-acquisition', last: 5 },
      extinguished: { title: 'end of extinction', types: ['extinction'], phase: 'rested-extinction', last: 5 },
      immediate: { title: 'first test, immediate', types: ['extinction'], phase: 'immediate-test', first: 1 },
      rested: { title: 'first test, after rest', types: ['extinction'], phase: 'rested-test', first: 1 },
    },
    p,
  );

const paper = 'Rescorla 2004';
const citation = { text: `${paper}, Learning & Behavior 32:401` };
/** Responses per minute as digitised in ccnlab: last trial of acquisition and of extinction, and first test. */
const recorded = { acquired: 15, extinguished: 2, immediate: 0.2, rested: 6.2 };
const recovered = (recorded.rested - recorded.immediate) / recorded.acquired;
const byRecorded = (i: number, responses: number): SummaryPoint => ({ x: i, y: responses / recorded.acquired });

function recovery(e: Evidence<P>): number {
  const [acquired, immediate, rested] = ['acquired', 'immediate', 'rested'].map((condition) =>
    responding(e, condition),
  ) as [number, number, number];
  return shareOfLargest(rested - immediate, [acquired, immediate, rested]);
}

export default defineParadigm({
  id: 'rescorla-2004',
  version: 3,
  title: 'Rescorla 2004: spontaneous recovery',
  summary:
    'A cue is paired with reward and then extinguished. Responding is absent in an immediate test and returns after a long rest: extinction has not erased what was learned. The rest is represented here as time in another context, the home cage, in which nothing happens.',
  citation,
  approximate: { changed: shortenedShape },
  parameters,
  agent: 'td-csc',
  recording: { id: 'spikes', parameters: {} },
  design,
  conditions,
  shown: ['acquired', 'extinguished', 'immediate', 'rested'],
  heatMapTypes: ['reward', 'extinction'],
  signatures: [
    {
      id: 'acquisition',
      role: 'control',
      claim: 'After conditioning, animals respond to the cue.',
      source: `${paper}; bound: ε = ${epsilon} of the reward`,
      quantity: 'responding at the end of acquisition / reward size',
      expected: { above: epsilon },
      measure: (e) => responding(e, 'acquired'),
    },
    {
      id: 'extinction',
      role: 'control',
      claim: 'Without reward, responding falls.',
      source: `${paper}; recorded 0.13 (2.0 of 15 responses per minute); bound: 0.2`,
      quantity:
        'ratio a / max(|a|, |b|); a: responding at the end of extinction, b: responding at the end of acquisition',
      expected: { below: 0.2 },
      measure: (e) => respondingLeft(e, 'extinguished', 'acquired'),
    },
    {
      id: 'spontaneous-recovery',
      claim: 'After a rest, responding recovers partially.',
      source: `${paper}; recorded ${recovered.toFixed(2)} (6.2 after rest and 0.2 in the immediate test, of 15 responses per minute); ${byRank}; upper bound: a tenth below full recovery`,
      quantity:
        'ratio a / max(|a|, |b|); a: responding in the first test after rest - in the immediate test, b: largest responding, usually at the end of acquisition',
      expected: { above: margin, below: 1 - margin },
      measure: recovery,
    },
  ],
  nonePasses:
    'Nothing is learned during a rest, and no agent stores acquisition separately from extinction: none infers latent causes that can return.',
  notes: [
    {
      agents: ['anccr-slow-base-rates'],
      signatures: ['spontaneous-recovery'],
      why: 'After a rest it responds as if nothing had been extinguished: its base rates have decayed, and contingencies are computed relative to them. Animals recover only partially.',
    },
    {
      agents: [...trialLevel, ...cueTd, 'td-semi-markov'],
      signatures: ['spontaneous-recovery'],
      why: 'No cue is shown during a rest, so nothing changes. An agent with separate latent causes for acquisition and extinction could infer after a long gap that acquisition has returned; none of the agents here does.',
    },
    {
      agents: ['kalman-td'],
      signatures: ['spontaneous-recovery'],
      why: 'Its uncertainty grows during the rest, but this alone does not change values.',
    },
    {
      agents: ['td-belief'],
      why: 'It counts acquisition and extinction into the same probabilities, and has no separate state for extinction that a rest could end.',
    },
    {
      agents: ['td-quantile', 'anccr', 'td-sr', 'ret'],
      signatures: ['extinction'],
      why: 'They hardly show extinction here.',
    },
  ],
  summaries: [
    {
      id: 'course',
      title: 'Acquisition, extinction, test',
      x: 'stage',
      categories: ['acquisition, end', 'extinction, end', 'first test'],
      y: 'response (relative to the end of acquisition)',
      series: groups.map((group) => ({
        id: group,
        title: group === 'rested' ? 'test after rest' : 'immediate test',
        measure: (e) =>
          pointsOf(['acquired', 'extinguished', group], (condition) => respondingShare(e, condition, 'acquired')),
      })),
      recorded: {
        citation: digitised(paper),
        sources: [ccnlab],
        n: '2 groups of rats',
        series: groups.map((group) => ({
          id: group,
          title: group === 'rested' ? 'after rest' : 'immediate',
          points: [
            byRecorded(0, recorded.acquired),
            byRecorded(1, recorded.extinguished),
            byRecorded(2, recorded[group]),
          ],
        })),
      },
    },
  ],
});
