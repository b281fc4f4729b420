import type { Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Evidence } from '../../contracts/paradigm.ts';
import { shareOfLargest } from '../measures/numbers.ts';
import { across } from '../shared/across.ts';
import { pearceHall, rescorlaWagner } from '../shared/agents.ts';
import { ccnlab } from '../shared/data-sources.ts';
import { probes, trials } from '../shared/parameters.ts';
import { aligned, testsOf, written } from '../shared/written.ts';
import { byRank, expectedAtLast, margin, shapeParameters, share, shortenedShape } from '../shared/worlds.ts';

const parameters = {
  acquisitionTrials: trials(100, 'trials of the cue with the outcome'),
  extinctionTrials: trials(
    150,
    'trials of the cue without the outcome; more than the paper’s (35 in ccnlab) so that slow learners extinguish',
  ),
  reinstatementTrials: trials(40, 'trials of the outcome alone, or of no event, in the same context'),
  probeTrials: probes(10, 'probe trials of the cue alone'),
  ...shapeParameters({ itiSeconds: 15 }),
};
type P = Values<typeof parameters>;

const groups = { nothing: 'no event', outcome: 'outcomes alone' };

function design(p: P) {
  const acquisition = `rand ${p.acquisitionTrials}/K1:A+`;
  const extinction = `rand ${p.extinctionTrials}/K1:A+p0`;
  const test = `rand ${p.probeTrials}/#K1:A+p0`;
  return written(
    {
      groups,
      cues: { A: 'A' },
      contexts: { K1: 'context' },
      kinds: {
        paired: ['K1:A+', 'A, then the outcome'],
        extinction: ['K1:A+p0', 'A, no outcome'],
        nothing: ['K1:-', 'context alone'],
        outcome: ['K1:+', 'the outcome alone'],
        test: ['#K1:A+p0', 'A alone'],
      },
      phases: ['acquisition', 'extinction', 'reinstatement', 'test'],
      lines: `
        nothing | ${acquisition} | ${extinction} | rand ${p.reinstatementTrials}/K1:- | ${test}
        outcome | ${acquisition} | ${extinction} | rand ${p.reinstatementTrials}/K1:+ | ${test}`,
    },
    p,
  );
}

const conditions = (p: P) =>
  aligned(
    {
      acquired: { title: 'end of acquisition', types: ['paired'], phase: 'outcome-acquisition', last: 5 },
      extinguished: { title: 'end of extinction', types: ['extinction'], phase: 'outcome-extinction', last: 5 },
      ...testsOf(groups, (title) => `test after ${title}`),
    },
    p,
  );

const paper = 'Rescorla & Heth 1975';
const citation = {
  text: `${paper}, Journal of Experimental Psychology: Animal Behavior Processes 1:88`,
  doi: '10.1037/0097-7403.1.1.88',
};
/** Suppression ratios of the first test as digitised in ccnlab; 0.5 is no fear, 0 full fear. */
const suppression = { nothing: 0.4, outcome: 0.21 };
const fear = (group: keyof typeof suppression): number => (0.5 - suppression[group]) / 0.5;
const reinstated = fear('outcome') - fear('nothing');

/** Conditioned responding during the cue, including the response to the context; reward sizes. */
const respondingInAll = (e: Evidence<P>, condition: string): number =>
  e.response(condition, 0, e.parameters.cueSeconds) / e.parameters.magnitude;

function reinstatement(e: Evidence<P>): number {
  const [acquired, nothing, outcome] = ['acquired', 'nothing', 'outcome'].map((condition) =>
    respondingInAll(e, condition),
  ) as [number, number, number];
  return shareOfLargest(outcome - nothing, [acquired, nothing, outcome]);
}

export default defineParadigm({
  id: 'rescorla-heth-1975',
  version: 3,
  title: 'Rescorla & Heth 1975: reinstatement',
  summary:
    'A cue is paired with an outcome and then extinguished. If the outcome then occurs a few times alone, responding to the cue returns although it was not presented. Responding to the context is included in the measure: outcomes without the cue make the context predict them, and the usual explanation is that the context then adds to the cue (Bouton 1984). The paper used shocks, which are represented here as an outcome of positive value.',
  citation,
  approximate: { changed: shortenedShape },
  parameters,
  agent: 'td-csc',
  recording: { id: 'spikes', parameters: {} },
  design,
  conditions,
  shown: ['acquired', 'extinguished', 'nothing', 'outcome'],
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
      claim: 'Without the outcome, responding falls.',
      source: `${paper}; recorded suppression ratios 0.35 and 0.40, that is 0.2 to 0.3 of full fear; bound: 0.3`,
      quantity:
        'ratio a / max(|a|, |b|); a: responding at the end of extinction, b: responding at the end of acquisition',
      expected: { below: 0.3 },
      measure: (e) => shareOfLargest(respondingInAll(e, 'extinguished'), [respondingInAll(e, 'acquired')]),
    },
    {
      id: 'reinstatement',
      claim: 'Outcomes without the cue reinstate responding to the cue.',
      source: `${paper}; recorded ${reinstated.toFixed(2)} of full fear (suppression ratios 0.40 and 0.21); ${byRank}`,
      quantity:
        'ratio a / max(|a|, |b|); a: responding in the test after outcomes alone - after no event, b: largest responding, usually at the end of acquisition',
      expected: { above: margin },
      measure: reinstatement,
    },
  ],
  notes: [
    {
      agents: [...rescorlaWagner, ...pearceHall, 'td-lambda-csc', 'td-presence'],
      signatures: ['reinstatement'],
      why: 'Their response is to the context: outcomes without the cue make it predict them, and the cue adds nothing. They respond equally to the context without the cue, whereas rats continued to press before the cue.',
    },
    {
      agents: ['td-semi-markov'],
      signatures: ['reinstatement'],
      why: 'Its states are those of the interval after a cue, and outcomes without the cue do not change them.',
    },
    {
      agents: ['ret'],
      signatures: ['extinction'],
      why: 'The rate is an average over all time with the cue, so it falls below half only after an equal time without the outcome.',
    },
  ],
  summaries: [
    across({
      id: 'groups',
      title: 'Responding in the test',
      x: 'before the test',
      y: 'response (relative to the end of acquisition)',
      categories: groups,
      model: {
        id: 'responding',
        title: 'responding',
        measure: (e: Evidence<P>, group) => share(respondingInAll(e, group), respondingInAll(e, 'acquired')),
      },
      recorded: {
        citation,
        sources: [ccnlab],
        n: '2 groups of rats, suppression of bar pressing',
        title: 'fear',
        of: fear,
      },
    }),
  ],
});
