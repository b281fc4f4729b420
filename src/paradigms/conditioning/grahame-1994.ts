import type { Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Evidence } from '../../contracts/paradigm.ts';
import { contrast } from '../measures/numbers.ts';
import { across } from '../shared/across.ts';
import { cueTd, pearceHall, rescorlaWagner, trialLevel } from '../shared/agents.ts';
import { probes, trials } from '../shared/parameters.ts';
import { aligned, testsOf, written } from '../shared/written.ts';
import {
  contrastByRank,
  contrastMargin,
  digitised,
  epsilon,
  expecting,
  shapeParameters,
  share,
  shortenedShape,
} from '../shared/worlds.ts';

const parameters = {
  exposureTrials: trials(40, 'trials of the cue, or of equal time in the context without the cue'),
  acquisitionTrials: trials(10, 'trials of the cue with the outcome'),
  placeTrials: trials(40, 'trials of the context alone, after acquisition, in the groups that receive them'),
  probeTrials: probes(3, 'probe trials of the cue alone'),
  ...shapeParameters(),
};
type P = Values<typeof parameters>;

const groups = {
  novel: 'new cue',
  exposed: 'known cue',
  'novel-place': 'new cue, then the place alone',
  'exposed-place': 'known cue, then the place alone',
};

function design(p: P) {
  const [time, cue] = [`rand ${p.exposureTrials}/K1:-`, `rand ${p.exposureTrials}/K1:A-`];
  const acquisition = `rand ${p.acquisitionTrials}/K1:A+`;
  const place = `rand ${p.placeTrials}/K1:-`;
  const test = `rand ${p.probeTrials}/#K1:A+p0`;
  return written(
    {
      groups,
      cues: { A: 'A' },
      contexts: { K1: 'place' },
      kinds: {
        nothing: ['K1:-', 'the place alone'],
        exposed: ['K1:A-', 'A, no outcome'],
        a: ['K1:A+', 'A, then the outcome'],
        test: ['#K1:A+p0', 'A alone'],
      },
      phases: ['exposure', 'acquisition', 'place', 'test'],
      lines: `
        novel         | ${time} | ${acquisition} | -        | ${test}
        exposed       | ${cue}  | ${acquisition} | -        | ${test}
        novel-place   | ${time} | ${acquisition} | ${place} | ${test}
        exposed-place | ${cue}  | ${acquisition} | ${place} | ${test}`,
    },
    p,
  );
}

const conditions = (p: P) => aligned(testsOf(groups), p);

const paper = 'Grahame, Barnet, Gunther & Miller 1994';
const citation = { text: `${paper}, Animal Learning & Behavior 22:395` };
/** Mean latencies, log s, as digitised in ccnlab (longer is more fear). */
const recorded = {
  novel: 2.2,
  exposed: 1.6,
  'novel-place': 1.9,
  'exposed-place': 1.9,
};
const inhibited = contrast(recorded.exposed, recorded.novel);
const inhibitedAfterPlace = contrast(recorded['exposed-place'], recorded['novel-place']);

/** Expectation of the known cue against the new one. */
const exposedContrast = (e: Evidence<P>, suffix: '' | '-place'): number =>
  contrast(expecting(e, `exposed${suffix}`), expecting(e, `novel${suffix}`));

export default defineParadigm({
  id: 'grahame-1994',
  version: 3,
  title: 'Grahame et al. 1994: release from latent inhibition',
  summary:
    'After the same pairings with an outcome, a cue that was pre-exposed without consequence is responded to less than a new cue. If the animal then spends time in the context alone, without cue or outcome, this deficit disappears: the association was learned but not expressed. The paper used shocks, which are represented here as an outcome of positive value.',
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
      id: 'acquisition',
      role: 'control',
      claim: 'After the pairings a new cue is expected to bring the outcome.',
      source: `${paper}; bound: ε = ${epsilon} of the outcome`,
      quantity: 'expected during the new cue, test / size of the outcome',
      expected: { above: epsilon },
      measure: (e) => expecting(e, 'novel'),
    },
    {
      id: 'latent-inhibition',
      claim: 'A known cue is expected to bring less than a new one after the same pairings.',
      source: `${paper}; recorded ${inhibited.toFixed(2)}; ${contrastByRank}`,
      quantity: 'expected during the cue in the test, (known - new) / sum of both',
      expected: { below: -contrastMargin },
      measure: (e) => exposedContrast(e, ''),
    },
    {
      id: 'release',
      claim: 'Time in the place alone, after the pairings, releases the known cue from its handicap.',
      source: `${paper}; recorded ${(inhibitedAfterPlace - inhibited).toFixed(2)}; ${contrastByRank}`,
      quantity: 'the same contrast after time in the place alone, minus that without',
      expected: { above: contrastMargin },
      measure: (e) => exposedContrast(e, '-place') - exposedContrast(e, ''),
    },
  ],
  nonePasses:
    'Agents with attention to cues, uncertainty about them, or counts of their omissions show the deficit. Its release requires a comparison of cue and context at the time of the response, which no agent makes.',
  notes: [
    {
      agents: [...pearceHall, 'ret', 'kalman-td'],
      signatures: ['release'],
      why: 'What they know about the context does not affect the response to the cue, so exposure to the context alone releases nothing.',
    },
    {
      agents: [...rescorlaWagner, 'mackintosh', ...cueTd],
      signatures: ['latent-inhibition'],
      why: 'Before any outcome there is no error to learn from, so a pre-exposed cue is learned like a new one.',
    },
    {
      agents: [...trialLevel, ...cueTd, 'kalman-td', 'ret'],
      why: 'To show the deficit and its release, an agent must compare the cue with the context when it responds.',
    },
  ],
  summaries: [
    across({
      id: 'groups',
      title: 'Responding to the cue',
      x: 'group',
      y: 'share of that to the new cue',
      categories: groups,
      model: {
        id: 'expected',
        title: 'expectation',
        measure: (e: Evidence<P>, group) => share(expecting(e, group), expecting(e, 'novel')),
      },
      recorded: {
        citation: digitised(paper),
        n: '4 groups of rats, suppression of drinking',
        title: 'fear',
        of: (group) => recorded[group] / recorded.novel,
      },
    }),
  ],
});
