import type { Design } from '../../contracts/design.ts';
import { integer, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition } from '../../contracts/paradigm.ts';
import {
  contrastByRank,
  contrastMargin,
  epsilon,
  itiOf,
  phasesOf,
  pointsOf,
  probing,
  responding,
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
  phaseTrials: integer({
    default: 80,
    min: 2,
    max: 5000,
    unit: 'trials',
    help: 'of each of two phases before the test; more than the paper’s (20 a phase in ccnlab) so that slow learners learn',
  }),
  probeTrials: integer({ default: 4, min: 2, max: 500, unit: 'trials', help: 'A alone; nothing is learned in them' }),
  ...shapeParameters(),
};
type P = Values<typeof parameters>;

const groups = ['control', 'overshadowing', 'blocking'] as const;
const history = { control: ['nothing', 'a'], overshadowing: ['c', 'ab'], blocking: ['b', 'ab'] } as const;

function design(parameters: P): Design {
  const { phaseTrials, probeTrials } = parameters;
  const rewarded = (...cues: string[]) =>
    trialOf(`${cues.join(' and ')}, then reward`, { cues, probability: 1 }, parameters);
  return {
    cues: ['A', 'B', 'C'].map((id) => ({ id, title: id })),
    groups: groups.map((id) => ({ id, title: id })),
    trialTypes: {
      nothing: trialOf('nothing', { cues: [] }, parameters),
      a: rewarded('A'),
      b: rewarded('B'),
      c: rewarded('C'),
      ab: rewarded('A', 'B'),
      test: trialOf('A alone', { cues: ['A'], probability: 0 }, parameters),
    },
    phases: groups.flatMap((group) => {
      const [first, second] = history[group];
      return phasesOf(group, [
        training('first', phaseTrials, first),
        training('second', phaseTrials, second),
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
    groups.map((group) => [group, { title: `A after ${group}`, types: ['test'], phase: `${group}-test`, ...shared }]),
  );
}

const paper = 'Holland & Fox 2003';
const citation = { text: 'Holland & Fox 2003, Behavioral Neuroscience 117:650', doi: '10.1037/0735-7044.117.3.650' };
/** Elevation scores as digitised in ccnlab. */
const recorded = { control: 65, overshadowing: 40, blocking: 12 };
const overshadowed = contrast(recorded.overshadowing, recorded.control);
const blocked = contrast(recorded.blocking, recorded.overshadowing);

export default defineParadigm({
  id: 'holland-fox-2003',
  version: 3,
  title: 'Holland & Fox 2003: overshadowing and blocking',
  summary:
    'How much is learned about A depends on what else is there. Alone with reward A comes to be responded to most; with B beside it less, for B overshadows it; and if B was paired with reward before, hardly at all, for B blocks it. Three groups of animals, tested with A alone.',
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
      id: 'conditioned',
      role: 'control',
      claim: 'Without a competitor A is responded to.',
      source: `${paper}; bound: ε = ${epsilon} of the reward`,
      quantity: 'responding to A in the control group / reward size',
      expected: { above: epsilon },
      measure: (e) => responding(e, 'control'),
    },
    {
      id: 'overshadowing',
      claim: 'A cue that was rewarded together with another is responded to less than one that was alone.',
      source: `${paper}; recorded ${overshadowed.toFixed(2)}; ${contrastByRank}`,
      quantity: 'responding to A, (overshadowing - control) / sum of both groups',
      expected: { below: -contrastMargin },
      measure: (e) => respondingContrast(e, 'overshadowing', 'control'),
    },
    {
      id: 'blocking',
      claim: 'It is responded to still less if the other had been rewarded before.',
      source: `${paper}; recorded ${blocked.toFixed(2)}; ${contrastByRank}`,
      quantity: 'responding to A, (blocking - overshadowing) / sum of both groups',
      expected: { below: -contrastMargin },
      measure: (e) => respondingContrast(e, 'blocking', 'overshadowing'),
    },
  ],
  notes: [
    {
      agents: ['mackintosh'],
      why: 'Each cue has an error of its own, and in so many trials learns all there is.',
    },
    {
      agents: ['td-belief', 'td-semi-markov'],
      signatures: ['overshadowing', 'blocking'],
      why: 'A alone is another state than AB: it is overshadowed wholly, and there is nothing left to block.',
    },
    {
      agents: ['anccr', 'anccr-slow-base-rates'],
      signatures: ['blocking'],
      why: 'A cue is explained away by another only while that is the better cause; why A beside a trained B is not was not pursued.',
    },
  ],
  summaries: [
    {
      id: 'groups',
      title: 'Responding to A',
      x: 'group',
      categories: ['control', 'overshadowing', 'blocking'],
      y: 'share of control',
      series: [
        {
          id: 'responding',
          title: 'responding',
          measure: (e) => pointsOf(groups, (group) => respondingShare(e, group, 'control')),
        },
      ],
      recorded: {
        citation,
        n: '3 groups of rats',
        series: [
          {
            id: 'responding',
            title: 'food-cup entries',
            points: pointsOf(groups, (group) => recorded[group as keyof typeof recorded] / recorded.control),
          },
        ],
      },
    },
  ],
});
