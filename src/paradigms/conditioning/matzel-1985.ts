import type { Design } from '../../contracts/design.ts';
import { integer, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition } from '../../contracts/paradigm.ts';
import {
  contrastByRank,
  contrastMargin,
  digitised,
  itiOf,
  phasesOf,
  pointsOf,
  probing,
  respondingContrast,
  respondingShare,
  shapeParameters,
  shortenedShape,
  training,
  trialOf,
  trialSecondsOf,
  windowOf,
} from '../shared/worlds.ts';
import { contrast } from '../measures/numbers.ts';

const parameters = {
  trainingTrials: integer({
    default: 80,
    min: 2,
    max: 5000,
    unit: 'trials',
    help: 'with the outcome; more than the paper’s (10 in ccnlab) so that slow learners learn',
  }),
  extinctionTrials: integer({
    default: 80,
    min: 2,
    max: 5000,
    unit: 'trials',
    help: 'of B alone, or of as much time without it; more than the paper’s (10 in ccnlab)',
  }),
  probeTrials: integer({ default: 4, min: 2, max: 500, unit: 'trials', help: 'A alone; nothing is learned in them' }),
  ...shapeParameters(),
};
type P = Values<typeof parameters>;

const groups = ['control', 'overshadowing', 'recovery'] as const;
const history = { control: ['a', 'nothing'], overshadowing: ['ab', 'nothing'], recovery: ['ab', 'b'] } as const;
const titles = { control: 'A trained alone', overshadowing: 'A overshadowed', recovery: 'B extinguished' };

function design(parameters: P): Design {
  const { trainingTrials, extinctionTrials, probeTrials } = parameters;
  return {
    cues: ['A', 'B'].map((id) => ({ id, title: id })),
    groups: groups.map((id) => ({ id, title: titles[id] })),
    trialTypes: {
      nothing: trialOf('nothing', { cues: [] }, parameters),
      a: trialOf('A, then the outcome', { cues: ['A'], probability: 1 }, parameters),
      ab: trialOf('A and B, then the outcome', { cues: ['A', 'B'], probability: 1 }, parameters),
      b: trialOf('B, no outcome', { cues: ['B'], probability: 0 }, parameters),
      test: trialOf('A alone', { cues: ['A'], probability: 0 }, parameters),
    },
    phases: groups.flatMap((group) => {
      const [first, second] = history[group];
      return phasesOf(group, [
        training('training', trainingTrials, first),
        training('extinction', extinctionTrials, second),
        probing('test', probeTrials, ['test']),
      ]);
    }),
    iti: itiOf(parameters),
    trialSeconds: trialSecondsOf(parameters),
  };
}

function conditions(parameters: P): Readonly<Record<string, Condition>> {
  const shared = { align: 'cue', window: windowOf(parameters) } as const;
  return Object.fromEntries(
    groups.map((group) => [group, { title: titles[group], types: ['test'], phase: `${group}-test`, ...shared }]),
  );
}

const paper = 'Matzel, Schachtman & Miller 1985';
const citation = { text: `${paper}, Learning and Motivation 16:398` };
/** Mean latencies, log s, as digitised in ccnlab (longer is more fear). */
const recorded = { control: 1.95, overshadowing: 1.05, recovery: 1.55 };
const overshadowed = contrast(recorded.overshadowing, recorded.control);
const recovered = contrast(recorded.recovery, recorded.overshadowing);

export default defineParadigm({
  id: 'matzel-1985',
  version: 3,
  title: 'Matzel et al. 1985: recovery from overshadowing',
  summary:
    'A is overshadowed by B, with which it was paired with the outcome. Then B is shown alone, and nothing follows. Afterwards A is responded to more than before, though A itself was not shown: what was hidden was not unlearned, or it is revised when the rival explanation fails. The paper found this with shocks, which stand here as an outcome of positive value.',
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
      id: 'overshadowing',
      role: 'control',
      claim: 'A cue that was trained together with another is responded to less than one that was alone.',
      source: `${paper}; recorded ${overshadowed.toFixed(2)}; ${contrastByRank}`,
      quantity: 'responding to A, (overshadowing - control) / sum of both groups',
      expected: { below: -contrastMargin },
      measure: (e) => respondingContrast(e, 'overshadowing', 'control'),
    },
    {
      id: 'recovery',
      claim: 'When B is extinguished, responding to A recovers.',
      source: `${paper}; recorded ${recovered.toFixed(2)}; ${contrastByRank}`,
      quantity: 'responding to A, (B extinguished - not) / sum of both groups',
      expected: { above: contrastMargin },
      measure: (e) => respondingContrast(e, 'recovery', 'overshadowing'),
    },
  ],
  notes: [
    {
      agents: ['kalman-td', 'ret'],
      signatures: ['recovery'],
      why: 'They show it: after AB the values of A and B are known by their sum, and what B loses A gains.',
    },
    {
      agents: [
        'rescorla-wagner',
        'rescorla-wagner-configural',
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
      ],
      signatures: ['recovery'],
      why: 'They learn only of cues that are there.',
    },
    {
      agents: ['mackintosh'],
      signatures: ['overshadowing'],
      why: 'Each cue has an error of its own, so that A learns beside B all there is.',
    },
    {
      agents: ['td-belief', 'td-semi-markov'],
      why: 'A alone is another state than AB, and was never met before the test.',
    },
  ],
  summaries: [
    {
      id: 'groups',
      title: 'Responding to A',
      x: 'group',
      categories: ['A alone', 'A overshadowed', 'B extinguished'],
      y: 'share of alone',
      series: [
        {
          id: 'responding',
          title: 'responding',
          measure: (e) => pointsOf(groups, (group) => respondingShare(e, group, 'control')),
        },
      ],
      recorded: {
        citation: digitised(paper),
        n: '3 groups of rats, suppression of drinking',
        series: [
          {
            id: 'responding',
            title: 'fear',
            points: pointsOf(groups, (group) => recorded[group as keyof typeof recorded] / recorded.control),
          },
        ],
      },
    },
  ],
});
