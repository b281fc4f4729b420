import { flag, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Evidence } from '../../contracts/paradigm.ts';
import { contrast } from '../measures/numbers.ts';
import { across } from '../shared/across.ts';
import { cueTd, pearceHall, rescorlaWagner, trialLevel } from '../shared/agents.ts';
import { ccnlab } from '../shared/data-sources.ts';
import { trials } from '../shared/parameters.ts';
import { aligned, written } from '../shared/written.ts';
import {
  contrastByRank,
  contrastMargin,
  epsilon,
  expecting,
  shapeParameters,
  share,
  shortenedShape,
} from '../shared/worlds.ts';

const parameters = {
  exposureTrials: trials(20, 'trials of the later target odour, or of another odour, without reward', { min: 0 }),
  acquisitionTrials: trials(10, 'trials of the odour with reward; value is averaged over them'),
  contexts: flag({
    default: true,
    help: 'whether the context is an additional cue; without it the groups in the same and in the other context do not differ',
  }),
  ...shapeParameters(),
};
type P = Values<typeof parameters>;

const groups = {
  'same-novel': 'novel odour, same context',
  'same-exposed': 'pre-exposed odour, same context',
  'other-novel': 'novel odour, other context',
  'other-exposed': 'pre-exposed odour, other context',
};

function design(p: P) {
  const exposure = (odour: string): string => (p.exposureTrials === 0 ? '-' : `rand ${p.exposureTrials}/K1:${odour}-`);
  const acquisition = (place: string): string => `rand ${p.acquisitionTrials}/${place}:A+`;
  return written(
    {
      groups,
      cues: { A: 'odour A', B: 'odour B' },
      ...(p.contexts ? { contexts: { K1: 'context K1', K2: 'context K2' } } : {}),
      kinds: {
        exposed: ['K1:A-', 'A, no reward'],
        novel: ['K1:B-', 'B, no reward'],
        same: ['K1:A+', 'A, then reward, same context'],
        other: ['K2:A+', 'A, then reward, other context'],
      },
      phases: ['exposure', 'acquisition'],
      lines: `
        same-novel    | ${exposure('B')} | ${acquisition('K1')}
        same-exposed  | ${exposure('A')} | ${acquisition('K1')}
        other-novel   | ${exposure('B')} | ${acquisition('K2')}
        other-exposed | ${exposure('A')} | ${acquisition('K2')}`,
    },
    p,
  );
}

const conditions = (p: P) =>
  aligned(
    Object.fromEntries(
      Object.entries(groups).map(([group, title]) => [
        group,
        { title, types: [group.split('-')[0] as string], phase: `${group}-acquisition` },
      ]),
    ),
    p,
  );

const paper = 'Lubow, Rifkin & Alek 1976';
const citation = {
  text: `${paper}, Journal of Experimental Psychology: Animal Behavior Processes 2:38`,
  doi: '10.1037/0097-7403.2.1.38',
};
/** 1 - mean errors, as digitised in ccnlab. */
const recorded = {
  'same-novel': 0.67,
  'same-exposed': 0.09,
  'other-novel': 0.31,
  'other-exposed': 0.72,
};
const recordedSame = contrast(recorded['same-exposed'], recorded['same-novel']);
const recordedOther = contrast(recorded['other-exposed'], recorded['other-novel']);

/** Expectation of a known odour against a new one. */
const exposedContrast = (e: Evidence<P>, place: 'same' | 'other'): number =>
  contrast(expecting(e, `${place}-exposed`), expecting(e, `${place}-novel`));

export default defineParadigm({
  id: 'lubow-1976',
  version: 3,
  title: 'Lubow et al. 1976: latent inhibition',
  summary:
    'Rats that were pre-exposed to an odour without consequence are slow to learn that it now predicts food: latent inhibition. The deficit is absent if they learn in a different context. No reward was given or expected in the first phase, so a model that learns only from prediction errors learns nothing in it.',
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
      claim: 'A novel odour comes to predict reward.',
      source: `${paper}; bound: ε = ${epsilon} of the reward, on average over acquisition`,
      quantity: 'value during the novel odour in the same context, mean over acquisition / reward size',
      expected: { above: epsilon },
      measure: (e) => expecting(e, 'same-novel'),
    },
    {
      id: 'latent-inhibition',
      claim: 'In the same context, a pre-exposed odour is learned more slowly than a novel odour.',
      source: `${paper}; recorded ${recordedSame.toFixed(2)}; ${contrastByRank}`,
      quantity:
        'contrast (a - b) / (|a| + |b|); a: value during the pre-exposed odour in the same context, mean over acquisition, b: value during the novel odour',
      expected: { below: -contrastMargin },
      measure: (e) => exposedContrast(e, 'same'),
    },
    {
      id: 'context-change',
      claim: 'In another context, this deficit disappears.',
      source: `${paper}; recorded ${(recordedOther - recordedSame).toFixed(2)}; ${contrastByRank}`,
      quantity:
        'contrast (a - b) / (|a| + |b|) in another context minus that in the same context; a: value during the pre-exposed odour, mean over acquisition, b: value during the novel odour',
      expected: { above: contrastMargin },
      measure: (e) => exposedContrast(e, 'other') - exposedContrast(e, 'same'),
    },
  ],
  nonePasses:
    'Agents with attention to cues, or uncertainty about them, learn a pre-exposed cue more slowly, but also in another context: none of them makes the effect of pre-exposure specific to the context.',
  notes: [
    {
      agents: [...pearceHall, 'ret', 'kalman-td'],
      signatures: ['context-change'],
      why: 'Their associability, learning rate or uncertainty belongs to the cue in every context, so a change of context does not restore it.',
    },
    {
      agents: ['mackintosh'],
      signatures: ['latent-inhibition'],
      why: 'Associability changes only if a cue predicts better or worse than the others, and without an outcome no cue does.',
    },
    {
      agents: [...rescorlaWagner, ...cueTd],
      signatures: ['latent-inhibition', 'context-change'],
      why: 'Before any reward there is no error to learn from, so a pre-exposed cue is learned like a new one.',
    },
    {
      agents: ['td-belief', 'td-sr', 'td-quantile', 'anccr'],
      signatures: ['acquisition'],
      why: 'They show no acquisition in this number of trials, so pre-exposure cannot delay it.',
    },
    {
      agents: [...trialLevel, ...cueTd, 'kalman-td', 'ret'],
      why: 'No agent here shows both. To do so, it would have to make the effect of pre-exposure specific to the context.',
    },
  ],
  summaries: [
    across({
      id: 'groups',
      title: 'Learning about pre-exposed and novel odours',
      x: 'odour and context',
      y: 'response (relative to the novel odour, same context)',
      categories: {
        'same-novel': 'novel, same context',
        'same-exposed': 'pre-exposed, same context',
        'other-novel': 'novel, other context',
        'other-exposed': 'pre-exposed, other context',
      },
      model: {
        id: 'expected',
        title: 'value',
        measure: (e: Evidence<P>, group) => share(expecting(e, group), expecting(e, 'same-novel')),
      },
      recorded: {
        citation,
        sources: [ccnlab],
        n: '4 groups of rats',
        title: 'correct',
        of: (group) => recorded[group] / recorded['same-novel'],
      },
    }),
  ],
});
