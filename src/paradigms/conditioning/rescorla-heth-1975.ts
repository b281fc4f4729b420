import type { Design } from '../../contracts/design.ts';
import { integer, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence } from '../../contracts/paradigm.ts';
import {
  byRank,
  expectedAtLast,
  itiOf,
  margin,
  phasesOf,
  pointsOf,
  probing,
  shapeParameters,
  share,
  shortenedShape,
  training,
  trialOf,
  trialSecondsOf,
  windowOf,
} from '../shared/worlds.ts';
import { shareOfLargest } from '../measures/numbers.ts';

const parameters = {
  acquisitionTrials: integer({ default: 100, min: 2, max: 5000, unit: 'trials', help: 'of the cue with the outcome' }),
  extinctionTrials: integer({
    default: 150,
    min: 2,
    max: 5000,
    unit: 'trials',
    help: 'of the cue without it; more than the paper’s (35 in ccnlab) so that slow learners extinguish',
  }),
  reinstatementTrials: integer({
    default: 40,
    min: 2,
    max: 5000,
    unit: 'trials',
    help: 'of the outcome alone, or of nothing, in the same place',
  }),
  probeTrials: integer({
    default: 10,
    min: 2,
    max: 500,
    unit: 'trials',
    help: 'of the cue alone; nothing is learned in them',
  }),
  ...shapeParameters({ itiSeconds: 15 }),
};
type P = Values<typeof parameters>;

const groups = ['nothing', 'outcome'] as const;
const titles = { nothing: 'nothing in between', outcome: 'outcome alone in between' };
const lastTrials = 5;

function design(parameters: P): Design {
  const { acquisitionTrials, extinctionTrials, reinstatementTrials, probeTrials } = parameters;
  const context = 'K1';
  return {
    cues: [{ id: 'A', title: 'A' }],
    contexts: [{ id: context, title: 'place' }],
    groups: groups.map((id) => ({ id, title: titles[id] })),
    trialTypes: {
      paired: trialOf('A, then the outcome', { cues: ['A'], probability: 1, context }, parameters),
      extinction: trialOf('A, no outcome', { cues: ['A'], probability: 0, context }, parameters),
      nothing: trialOf('the place alone', { cues: [], context }, parameters),
      outcome: trialOf('the outcome alone', { cues: [], probability: 1, context }, parameters),
      test: trialOf('A alone', { cues: ['A'], probability: 0, context }, parameters),
    },
    phases: groups.flatMap((group) =>
      phasesOf(group, [
        training('acquisition', acquisitionTrials, 'paired'),
        training('extinction', extinctionTrials, 'extinction'),
        training('reinstatement', reinstatementTrials, group),
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
      types: ['paired'],
      phase: 'outcome-acquisition',
      last: lastTrials,
      ...shared,
    },
    extinguished: {
      title: 'end of extinction',
      types: ['extinction'],
      phase: 'outcome-extinction',
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
  const [acquired, nothing, outcome] = ['acquired', ...groups].map((condition) => respondingInAll(e, condition)) as [
    number,
    number,
    number,
  ];
  return shareOfLargest(outcome - nothing, [acquired, nothing, outcome]);
}

export default defineParadigm({
  id: 'rescorla-heth-1975',
  version: 3,
  title: 'Rescorla & Heth 1975: reinstatement',
  summary:
    'A cue is paired with an outcome and then extinguished. If the outcome now comes a few times without the cue, the cue is responded to again, though it was not shown. Responding counts whole, that to the place with it: outcomes without the cue make the place foretell them, and that the place then adds to the cue is the account most often given (Bouton 1984). The paper found this with shocks, which stand here as an outcome of positive value.',
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
      claim: 'At the end of acquisition the outcome is expected when it is due.',
      source: `${paper}; bound: half of the outcome, far from none and from all`,
      quantity: 'expected in the last step before the outcome / size of the outcome',
      expected: { above: 0.5 },
      measure: (e) => expectedAtLast(e, 'acquired'),
    },
    {
      id: 'extinction',
      role: 'control',
      claim: 'Without the outcome responding goes away.',
      source: `${paper}; recorded suppression ratios 0.35 and 0.40, that is 0.2 to 0.3 of full fear; bound: 0.3`,
      quantity: 'responding at the end of extinction / at the end of acquisition, or the larger of the two',
      expected: { below: 0.3 },
      measure: (e) => shareOfLargest(respondingInAll(e, 'extinguished'), [respondingInAll(e, 'acquired')]),
    },
    {
      id: 'reinstatement',
      claim: 'Outcomes without the cue bring responding to the cue back.',
      source: `${paper}; recorded ${reinstated.toFixed(2)} of full fear (suppression ratios 0.40 and 0.21); ${byRank}`,
      quantity:
        '(responding in the test after outcomes alone - after nothing) / the largest responding, mostly at the end of acquisition',
      expected: { above: margin },
      measure: reinstatement,
    },
  ],
  notes: [
    {
      agents: [
        'rescorla-wagner',
        'rescorla-wagner-configural',
        'pearce-hall',
        'pearce-hall-hybrid',
        'td-lambda-csc',
        'td-presence',
      ],
      signatures: ['reinstatement'],
      why: 'What they show is the place: outcomes without the cue make it foretell them, and the cue adds nothing to that. As much is responded to the place without the cue, where rats pressed on before it came.',
    },
    {
      agents: ['td-semi-markov'],
      signatures: ['reinstatement'],
      why: 'Its states are those of the interval after a cue, and outcomes without the cue teach it nothing of them.',
    },
    {
      agents: ['ret'],
      signatures: ['extinction'],
      why: 'A rate that is counted over all time with the cue falls to less than half only when as much has been without the outcome.',
    },
  ],
  summaries: [
    {
      id: 'groups',
      title: 'Responding in the test',
      x: 'before the test',
      categories: ['nothing', 'outcomes alone'],
      y: 'share of full responding',
      series: [
        {
          id: 'responding',
          title: 'responding',
          measure: (e) => pointsOf(groups, (group) => share(respondingInAll(e, group), respondingInAll(e, 'acquired'))),
        },
      ],
      recorded: {
        citation,
        n: '2 groups of rats, suppression of bar pressing',
        series: [
          {
            id: 'responding',
            title: 'fear',
            points: pointsOf(groups, (group) => fear(group as keyof typeof suppression)),
          },
        ],
      },
    },
  ],
});
