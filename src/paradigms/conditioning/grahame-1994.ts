import type { Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Evidence } from '../../contracts/paradigm.ts';
import { contrast } from '../measures/numbers.ts';
import { across } from '../shared/across.ts';
import { cueTd, pearceHall, rescorlaWagner, trialLevel } from '../shared/agents.ts';
import { ccnlab } from '../shared/data-sources.ts';
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
  novel: 'novel cue',
  exposed: 'pre-exposed cue',
  'novel-place': 'novel cue, then context alone',
  'exposed-place': 'pre-exposed cue, then context alone',
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
      contexts: { K1: 'context' },
      kinds: {
        nothing: ['K1:-', 'context alone'],
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
    'After the same pairings with an outcome, animals respond less to a cue that was pre-exposed without consequence than to a novel cue. If the animal then spends time in the context alone, without cue or outcome, this deficit disappears: the association was learned but not expressed. The paper used shocks, which are represented here as an outcome of positive value.',
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
      claim: 'After conditioning, a novel cue predicts the outcome.',
      source: `${paper}; bound: ε = ${epsilon} of the outcome`,
      quantity: 'value during the novel cue in the test / size of the outcome',
      expected: { above: epsilon },
      measure: (e) => expecting(e, 'novel'),
    },
    {
      id: 'latent-inhibition',
      claim: 'After the same conditioning, a pre-exposed cue has less value than a novel cue.',
      source: `${paper}; recorded ${inhibited.toFixed(2)}; ${contrastByRank}`,
      quantity:
        'contrast (a - b) / (|a| + |b|); a: value during the pre-exposed cue in the test, b: value during the novel cue in the test',
      expected: { below: -contrastMargin },
      measure: (e) => exposedContrast(e, ''),
    },
    {
      id: 'release',
      claim: 'Exposure to the context alone after conditioning removes this deficit.',
      source: `${paper}; recorded ${(inhibitedAfterPlace - inhibited).toFixed(2)}; ${contrastByRank}`,
      quantity:
        'contrast (a - b) / (|a| + |b|) after exposure to the context alone minus that without; a: value during the pre-exposed cue in the test, b: value during the novel cue in the test',
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
      y: 'response (relative to the novel cue)',
      categories: groups,
      model: {
        id: 'expected',
        title: 'value',
        measure: (e: Evidence<P>, group) => share(expecting(e, group), expecting(e, 'novel')),
      },
      recorded: {
        citation: digitised(paper),
        sources: [ccnlab],
        n: '4 groups of rats, suppression of drinking',
        title: 'fear',
        of: (group) => recorded[group] / recorded.novel,
      },
    }),
  ],
});
