import type { Design } from '../../contracts/design.ts';
import { integer, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence } from '../../contracts/paradigm.ts';
import {
  byRank,
  digitised,
  expectedAtLast,
  itiOf,
  margin,
  phasesOf,
  pointsOf,
  probing,
  responding,
  respondingLeft,
  respondingShare,
  shapeParameters,
  shortenedShape,
  training,
  trialOf,
  trialSecondsOf,
  windowOf,
} from '../shared/worlds.ts';
import { shareOfLargest } from '../measures/numbers.ts';

const parameters = {
  acquisitionTrials: integer({
    default: 60,
    min: 2,
    max: 5000,
    unit: 'trials',
    help: 'of the cue with the outcome, in place K3; more than the paper’s (15 in ccnlab) so that slow learners learn',
  }),
  extinctionTrials: integer({
    default: 150,
    min: 2,
    max: 5000,
    unit: 'trials',
    help: 'of the cue without it, in place K1 or K2; more than the paper’s (20 in ccnlab) so that slow learners extinguish',
  }),
  probeTrials: integer({
    default: 10,
    min: 2,
    max: 500,
    unit: 'trials',
    help: 'of the cue alone in place K1; nothing is learned in them',
  }),
  ...shapeParameters({ itiSeconds: 15 }),
};
type P = Values<typeof parameters>;

const groups = ['same', 'other'] as const;
const titles = { same: 'place of extinction', other: 'other place' };
const lastTrials = 5;

function design(parameters: P): Design {
  const { acquisitionTrials, extinctionTrials, probeTrials } = parameters;
  const cueIn = (title: string, context: string, probability: number) =>
    trialOf(title, { cues: ['A'], probability, context }, parameters);
  return {
    cues: [{ id: 'A', title: 'A' }],
    contexts: ['K1', 'K2', 'K3'].map((id) => ({ id, title: `place ${id}` })),
    groups: groups.map((id) => ({ id, title: `tested in the ${titles[id]}` })),
    trialTypes: {
      outcome: cueIn('A, then the outcome, K3', 'K3', 1),
      'extinction-k1': cueIn('A, no outcome, K1', 'K1', 0),
      'extinction-k2': cueIn('A, no outcome, K2', 'K2', 0),
      test: cueIn('A alone, K1', 'K1', 0),
    },
    phases: groups.flatMap((group) =>
      phasesOf(group, [
        training('acquisition', acquisitionTrials, 'outcome'),
        training('extinction', extinctionTrials, group === 'same' ? 'extinction-k1' : 'extinction-k2'),
        probing('test', probeTrials, ['test']),
      ]),
    ),
    iti: itiOf(parameters),
    trialSeconds: trialSecondsOf(parameters),
  };
}

function conditions(parameters: P): Readonly<Record<string, Condition>> {
  const shared = { align: 'cue', window: windowOf(parameters) } as const;
  return {
    acquired: {
      title: 'end of acquisition',
      types: ['outcome'],
      phase: 'same-acquisition',
      last: lastTrials,
      ...shared,
    },
    extinguished: {
      title: 'end of extinction',
      types: ['extinction-k1'],
      phase: 'same-extinction',
      last: lastTrials,
      ...shared,
    },
    ...Object.fromEntries(
      groups.map((group) => [
        group,
        { title: `test, ${titles[group]}`, types: ['test'], phase: `${group}-test`, ...shared },
      ]),
    ),
  };
}

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
    'A cue is paired with an outcome in one place and extinguished in another. Tested where it was extinguished responding stays low; tested in a third place it comes back. What extinction teaches belongs to the place in which it was taught. The paper found this with shocks, which stand here as an outcome of positive value.',
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
      claim: 'At the end of acquisition the outcome is expected when it is due.',
      source: `${paper}; bound: half of the outcome, far from none and from all`,
      quantity: 'expected in the last step before the outcome / size of the outcome',
      expected: { above: 0.5 },
      measure: (e) => expectedAtLast(e, 'acquired'),
    },
    {
      id: 'extinction',
      role: 'control',
      claim: 'In the place of extinction responding goes away.',
      source: `${paper}; bound: half of the responding at the end of acquisition`,
      quantity: 'responding at the end of extinction / at the end of acquisition, or the larger of the two',
      expected: { below: 0.5 },
      measure: (e) => respondingLeft(e, 'extinguished', 'acquired'),
    },
    {
      id: 'renewal',
      claim: 'In another place it comes back.',
      source: `${paper}; recorded ${renewed.toFixed(2)} of the larger of the two (55 and 27 % freezing), and less of what was acquired; ${byRank}`,
      quantity:
        '(responding in another place - in the place of extinction) / the largest responding, mostly at the end of acquisition',
      expected: { above: margin },
      measure: renewal,
    },
  ],
  notes: [
    {
      agents: ['rescorla-wagner', 'rescorla-wagner-configural', 'pearce-hall', 'pearce-hall-hybrid'],
      signatures: ['renewal'],
      why: 'The place is to them one more cue, which becomes an inhibitor where extinction takes place and so protects the cue from losing all of its value: 1/4 is left in closed form.',
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
      why: 'The one weight of the place is there at every moment: it is raised when the cue comes on as much as it is lowered when the outcome stays away, ends near none, and the cue loses all.',
    },
    {
      agents: ['mackintosh'],
      signatures: ['renewal'],
      why: 'Each cue has an error of its own, so that no place can protect one.',
    },
  ],
  summaries: [
    {
      id: 'places',
      title: 'Responding in the test',
      x: 'place of the test',
      categories: ['place of extinction', 'other place'],
      y: 'share of other place',
      series: [
        {
          id: 'responding',
          title: 'responding',
          measure: (e) => pointsOf(groups, (group) => respondingShare(e, group, 'other')),
        },
      ],
      recorded: {
        citation: digitised(paper),
        n: '2 groups of rats',
        series: [
          {
            id: 'responding',
            title: 'freezing',
            points: pointsOf(groups, (group) => recorded[group as keyof typeof recorded] / recorded.other),
          },
        ],
      },
    },
  ],
});

function renewal(e: Evidence<P>): number {
  const [acquired, same, other] = ['acquired', ...groups].map((condition) => responding(e, condition)) as [
    number,
    number,
    number,
  ];
  return shareOfLargest(other - same, [acquired, same, other]);
}
