import type { Design } from '../../contracts/design.ts';
import { flag, integer, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence } from '../../contracts/paradigm.ts';
import {
  contrastByRank,
  contrastMargin,
  epsilon,
  expecting,
  itiOf,
  phasesOf,
  pointsOf,
  shapeParameters,
  share,
  shortenedShape,
  training,
  trialOf,
  trialSecondsOf,
  windowOf,
} from '../shared/worlds.ts';
import { contrast } from '../measures/numbers.ts';

const parameters = {
  exposureTrials: integer({
    default: 20,
    min: 0,
    max: 5000,
    unit: 'trials',
    help: 'of the odour to come, or of another one, without reward',
  }),
  acquisitionTrials: integer({
    default: 10,
    min: 2,
    max: 5000,
    unit: 'trials',
    help: 'of the odour with reward; expectation is averaged over them',
  }),
  contexts: flag({
    default: true,
    help: 'the animal perceives the place as one more cue; without it the groups with the same and another place are alike',
  }),
  ...shapeParameters(),
};
type P = Values<typeof parameters>;

const groups = ['same-novel', 'same-exposed', 'other-novel', 'other-exposed'] as const;
type Group = (typeof groups)[number];
const titles: Readonly<Record<Group, string>> = {
  'same-novel': 'new odour, same place',
  'same-exposed': 'known odour, same place',
  'other-novel': 'new odour, other place',
  'other-exposed': 'known odour, other place',
};

function design(parameters: P): Design {
  const { exposureTrials, acquisitionTrials, contexts } = parameters;
  const placed = (context: string) => (contexts ? { context } : {});
  return {
    cues: [
      { id: 'A', title: 'odour A' },
      { id: 'B', title: 'odour B' },
    ],
    ...(contexts ? { contexts: ['K1', 'K2'].map((id) => ({ id, title: `place ${id}` })) } : {}),
    groups: groups.map((id) => ({ id, title: titles[id] })),
    trialTypes: {
      exposed: trialOf('A, no reward', { cues: ['A'], ...placed('K1') }, parameters),
      novel: trialOf('B, no reward', { cues: ['B'], ...placed('K1') }, parameters),
      same: trialOf('A, then reward, same place', { cues: ['A'], probability: 1, ...placed('K1') }, parameters),
      other: trialOf('A, then reward, other place', { cues: ['A'], probability: 1, ...placed('K2') }, parameters),
    },
    phases: groups.flatMap((group) => {
      const [place, odour] = group.split('-') as [string, string];
      return phasesOf(group, [
        training('exposure', exposureTrials, odour),
        training('acquisition', acquisitionTrials, place),
      ]);
    }),
    iti: itiOf(parameters),
    trialSeconds: trialSecondsOf(parameters),
  };
}

function conditions(parameters: P): Readonly<Record<string, Condition>> {
  const shared = { align: 'cue', window: windowOf(parameters) } as const;
  return Object.fromEntries(
    groups.map((group) => [
      group,
      { title: titles[group], types: [group.split('-')[0] as string], phase: `${group}-acquisition`, ...shared },
    ]),
  );
}

const paper = 'Lubow, Rifkin & Alek 1976';
const citation = {
  text: `${paper}, Journal of Experimental Psychology: Animal Behavior Processes 2:38`,
  doi: '10.1037/0097-7403.2.1.38',
};
/** 1 - mean errors, as digitised in ccnlab. */
const recorded: Readonly<Record<Group, number>> = {
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
    'Rats that have met an odour without consequence are slow to learn that it now means food: latent inhibition. If they learn in another place than the one in which they met it, the handicap is gone. Nothing was rewarded or disappointed in the first phase, so a model that learns from prediction errors alone has nothing to learn there.',
  citation,
  approximate: { changed: shortenedShape },
  parameters,
  agent: 'td-csc',
  recording: { id: 'spikes', parameters: {} },
  design,
  conditions,
  shown: groups,
  signatures: [
    {
      id: 'acquisition',
      role: 'control',
      claim: 'A new odour comes to be expected to bring reward.',
      source: `${paper}; bound: ε = ${epsilon} of the reward, on average over acquisition`,
      quantity: 'expected during a new odour, same place / reward size',
      expected: { above: epsilon },
      measure: (e) => expecting(e, 'same-novel'),
    },
    {
      id: 'latent-inhibition',
      claim: 'In the same place a known odour is learned about more slowly than a new one.',
      source: `${paper}; recorded ${recordedSame.toFixed(2)}; ${contrastByRank}`,
      quantity: 'expected during an odour in the same place, mean over acquisition, (known - new) / sum of both',
      expected: { below: -contrastMargin },
      measure: (e) => exposedContrast(e, 'same'),
    },
    {
      id: 'context-change',
      claim: 'In another place the handicap of the known odour is gone.',
      source: `${paper}; recorded ${(recordedOther - recordedSame).toFixed(2)}; ${contrastByRank}`,
      quantity: 'the same contrast in another place, minus that in the same place',
      expected: { above: contrastMargin },
      measure: (e) => exposedContrast(e, 'other') - exposedContrast(e, 'same'),
    },
  ],
  nonePasses:
    'Agents with an attention to cues, or an uncertainty about them, learn a pre-exposed cue more slowly, and in another place as well: none ties what it has learned of a cue’s worthlessness to where it was.',
  notes: [
    {
      agents: ['pearce-hall', 'pearce-hall-hybrid', 'ret', 'kalman-td'],
      signatures: ['context-change'],
      why: 'Their associability, rate or uncertainty is of the cue wherever it is, so that another place does not give it back.',
    },
    {
      agents: ['mackintosh'],
      signatures: ['latent-inhibition'],
      why: 'Associability changes only where a cue predicts better or worse than the others, and without any outcome none does.',
    },
    {
      agents: [
        'rescorla-wagner',
        'rescorla-wagner-configural',
        'td-csc',
        'td-csc-reset',
        'td-average-reward',
        'td-block-belief',
        'td-lambda-csc',
        'td-microstimuli',
        'td-presence',
        'td-expectile',
        'td-multi-timescale',
        'td-range-normalised',
        'td-state-uncertainty',
      ],
      signatures: ['latent-inhibition', 'context-change'],
      why: 'Before any reward there is no error to learn from, so that a known cue is as good as a new one.',
    },
    {
      agents: ['td-belief', 'td-sr', 'td-quantile', 'anccr'],
      signatures: ['acquisition'],
      why: 'They show no acquisition in so few trials, so that there is nothing that exposure could delay.',
    },
    {
      agents: [
        'rescorla-wagner',
        'rescorla-wagner-configural',
        'mackintosh',
        'pearce-hall',
        'pearce-hall-hybrid',
        'td-csc',
        'td-csc-reset',
        'td-average-reward',
        'td-block-belief',
        'td-lambda-csc',
        'td-microstimuli',
        'td-presence',
        'td-expectile',
        'td-multi-timescale',
        'td-range-normalised',
        'td-state-uncertainty',
        'kalman-td',
        'ret',
      ],
      why: 'No agent is known here that shows both: it would have to tie what it learns of a cue without consequence to the place.',
    },
  ],
  summaries: [
    {
      id: 'groups',
      title: 'Learning about a known and a new odour',
      x: 'odour and place',
      categories: ['new, same place', 'known, same place', 'new, other place', 'known, other place'],
      y: 'share of new, same place',
      series: [
        {
          id: 'expected',
          title: 'expectation',
          measure: (e) => pointsOf(groups, (group) => share(expecting(e, group), expecting(e, 'same-novel'))),
        },
      ],
      recorded: {
        citation,
        n: '4 groups of rats',
        series: [
          {
            id: 'expected',
            title: 'correct',
            points: pointsOf(groups, (group) => recorded[group as Group] / recorded['same-novel']),
          },
        ],
      },
    },
  ],
});
