import type { Design, Phase } from '../../contracts/design.ts';
import { integer, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence } from '../../contracts/paradigm.ts';
import {
  digitised,
  epsilon,
  itiOf,
  phasesOf,
  pointsOf,
  probing,
  responding,
  seriesOf,
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
  conditioningTrials: integer({
    default: 160,
    min: 2,
    max: 5000,
    unit: 'trials',
    help: 'of A with the outcome, in each group (approximate); half as many of C, in the group tested for inhibition',
  }),
  few: integer({
    default: 12,
    min: 2,
    max: 5000,
    unit: 'trials',
    help: 'B followed by A without the outcome, in the groups with few of them (approximate)',
  }),
  many: integer({
    default: 300,
    min: 2,
    max: 5000,
    unit: 'trials',
    help: 'the same in the groups with many (approximate; 85 to 1 in ccnlab)',
  }),
  probeTrials: integer({
    default: 4,
    min: 2,
    max: 500,
    unit: 'trials of each kind',
    help: 'B alone; in some groups also A, C, and B followed by C; nothing is learned in them',
  }),
  ...shapeParameters({
    cueHelp:
      'of each cue; shortened from seconds to tens of seconds (approximate), because TD carries value back by a step a trial',
  }),
};
type P = Values<typeof parameters>;

const groups = ['none', 'interspersed-few', 'sequential-few', 'interspersed-many', 'sequential-many'] as const;
type Group = (typeof groups)[number];
const titles = ['none', 'few, interspersed', 'few, afterwards', 'many, interspersed', 'many, afterwards'];

/**
 * Shown at the end. The group in which B becomes an inhibitor learns about C too, so that B's inhibition can be tested
 * on it.
 */
const testsOf = (group: Group): readonly string[] =>
  group === 'none' ? ['b', 'a-test'] : group === 'interspersed-many' ? ['b', 'c-test', 'bc'] : ['b'];
const testTitles: Readonly<Record<string, string>> = { b: 'B', 'a-test': 'A', 'c-test': 'C', bc: 'B then C' };

/** A group's training before the test. */
function trained(group: Group, { conditioningTrials, few, many }: P): readonly Omit<Phase, 'group'>[] {
  if (group === 'none') return [training('conditioning', conditioningTrials, 'a')];
  const pairings = group.endsWith('few') ? few : many;
  if (group.startsWith('sequential'))
    return [training('conditioning', conditioningTrials, 'a'), training('pairing', pairings, 'ba')];
  const ofC = group === 'interspersed-many' ? Math.ceil(conditioningTrials / 2) : 0;
  const mixture = { a: conditioningTrials, ba: pairings, ...(ofC === 0 ? {} : { c: ofC }) };
  return [training('conditioning', conditioningTrials + pairings + ofC, mixture)];
}

function design(parameters: P): Design {
  return {
    cues: ['A', 'B', 'C'].map((id) => ({ id, title: id })),
    groups: groups.map((id, i) => ({ id, title: `B with A: ${titles[i]}` })),
    trialTypes: {
      a: trialOf('A, then the outcome', { cues: ['A'], probability: 1 }, parameters),
      c: trialOf('C, then the outcome', { cues: ['C'], probability: 1 }, parameters),
      ba: seriesOf('B, then A, no outcome', { cues: ['B', 'A'], probability: 0 }, parameters),
      b: seriesOf('B alone', { cues: ['B'] }, parameters),
      'a-test': trialOf('A alone', { cues: ['A'], probability: 0 }, parameters),
      'c-test': trialOf('C alone', { cues: ['C'], probability: 0 }, parameters),
      bc: seriesOf('B, then C', { cues: ['B', 'C'], probability: 0 }, parameters),
    },
    phases: groups.flatMap((group) =>
      phasesOf(group, [...trained(group, parameters), probing('test', parameters.probeTrials, testsOf(group))]),
    ),
    iti: itiOf(parameters),
    trialSeconds: trialSecondsOf(parameters, 2),
  };
}

function conditions(parameters: P): Readonly<Record<string, Condition>> {
  const shared = { align: 'cue', window: windowOf(parameters, 2) } as const;
  const ofGroup = (group: Group, i: number): readonly [string, Condition][] =>
    testsOf(group).map((test) => [
      `${group}-${test}`,
      { title: `${testTitles[test]}, ${titles[i]}`, types: [test], phase: `${group}-test`, ...shared },
    ]);
  return Object.fromEntries(groups.flatMap(ofGroup));
}

const paper = 'Yin, Barnet & Miller 1994';
// Mean latencies, log s, as digitised in ccnlab (longer is more fear).
const recorded: Readonly<Record<Group, number>> = {
  none: 1,
  'interspersed-few': 1.9,
  'sequential-few': 1.73,
  'interspersed-many': 0.93,
  'sequential-many': 0.8,
};
const recordedShare = (group: Group): number =>
  (recorded[group] - recorded.none) / (recorded['interspersed-few'] - recorded.none);

const gain = (e: Evidence<P>, group: Group): number => responding(e, `${group}-b`) - responding(e, 'none-b');

/** The response to B after few pairings with A, relative to that to A. */
const excitation = (e: Evidence<P>, order: 'interspersed' | 'sequential'): number =>
  shareOfLargest(gain(e, `${order}-few`), [responding(e, 'none-a-test')]);

/** Responding during C after B, relative to that during C alone. */
function summation(e: Evidence<P>): number {
  const { cueSeconds, magnitude } = e.parameters;
  const after =
    e.response('interspersed-many-bc', cueSeconds, 2 * cueSeconds) - e.response('interspersed-many-bc', -1, 0);
  return shareOfLargest(after / magnitude, [responding(e, 'interspersed-many-c-test')]);
}

/** Few pairings of B with A make B excitatory; the pairings were interspersed or came afterwards. */
const fewExcites = (order: 'interspersed' | 'sequential', words: string) =>
  ({
    id: `${order}-few-excites`,
    claim: `After few pairings of B with A, ${words}, B is responded to.`,
    source: `${paper}; bound: ε = ${epsilon}, here of the responding to A`,
    quantity: 'responding to B beyond that without pairings / responding to A, or the larger of the two',
    expected: { above: epsilon },
    measure: (e: Evidence<P>) => excitation(e, order),
  }) as const;

const manyDoesNot = (order: 'interspersed' | 'sequential', words: string) => {
  const recordedGain = recordedShare(`${order}-many`);
  return {
    id: `${order}-many-does-not`,
    claim: `After many pairings of B with A, ${words}, B is no longer responded to.`,
    source: `${paper}; recorded ${recordedGain.toFixed(2)} of the gain after few interspersed; bound: half of that gain`,
    quantity:
      'responding to B beyond that without pairings, after many / after few, or the larger of the two; undefined where few do not excite',
    expected: { below: 0.5 },
    measure: (e: Evidence<P>) =>
      excitation(e, order) > epsilon ? shareOfLargest(gain(e, `${order}-many`), [gain(e, `${order}-few`)]) : Number.NaN,
  } as const;
};

export default defineParadigm({
  id: 'yin-1994',
  version: 3,
  title: 'Yin et al. 1994: second-order conditioning',
  summary:
    'A is followed by an outcome, and on some trials B is followed by A and no outcome. After few such pairings B is responded to, though it was never paired with the outcome: second-order conditioning. After many it is not, and where A has kept its meaning B has become an inhibitor. The paper found this with shocks, which stand here as an outcome of positive value, as models with one value treat both alike.',
  citation: { text: 'Yin, Barnet & Miller 1994, Journal of Experimental Psychology: Animal Behavior Processes 20:419' },
  approximate: { unchecked: ['conditioningTrials', 'few', 'many'], changed: shortenedShape },
  parameters,
  agent: 'td-lambda-csc',
  recording: { id: 'spikes', parameters: {} },
  design,
  conditions,
  shown: groups.map((group) => `${group}-b`),
  heatMapTypes: ['ba'],
  signatures: [
    {
      id: 'conditioned',
      role: 'control',
      claim: 'A, which was followed by the outcome, is responded to.',
      source: `${paper}; bound: ε = ${epsilon} of the outcome`,
      quantity: 'responding to A / size of the outcome',
      expected: { above: epsilon },
      measure: (e) => responding(e, 'none-a-test'),
    },
    fewExcites('interspersed', 'interspersed with the conditioning of A'),
    fewExcites('sequential', 'after the conditioning of A'),
    manyDoesNot('interspersed', 'interspersed with the conditioning of A'),
    manyDoesNot('sequential', 'after the conditioning of A'),
    {
      id: 'many-inhibits',
      claim: 'After many interspersed pairings, B takes responding away from C.',
      source: `${paper}, experiment 2; bound: half of C alone, between no and full inhibition`,
      quantity: 'responding to C after B / to C alone, or the larger of the two; many interspersed',
      expected: { below: 0.5 },
      measure: summation,
    },
  ],
  notes: [
    {
      agents: ['td-lambda-csc', 'td-multi-timescale', 'td-sr'],
      why: 'They show all of it: at the onset of A the error is positive, and B learns from it; at the outcome that stays away it is negative, and in the long run B takes back all that A promises.',
    },
    {
      agents: ['td-csc', 'td-csc-reset', 'td-average-reward', 'td-block-belief', 'td-range-normalised', 'td-expectile'],
      signatures: ['interspersed-few-excites', 'sequential-few-excites'],
      why: 'Value is carried back by one step a trial, and twelve pairings hardly reach into a cue of many steps.',
    },
    {
      agents: ['rescorla-wagner', 'rescorla-wagner-configural', 'pearce-hall', 'pearce-hall-hybrid', 'td-semi-markov'],
      signatures: ['interspersed-few-excites', 'sequential-few-excites'],
      why: 'They see B and A as one compound without an outcome: B becomes an inhibitor from the first pairing on, and never excites.',
    },
    {
      agents: ['kalman-td'],
      signatures: ['sequential-few-excites'],
      why: 'What is known of A and of B goes together, so that the outcome that stays away is held against B at once; after few pairings it hardly excites.',
    },
    {
      agents: ['mackintosh'],
      why: 'Each cue has an error of its own, and B was never followed by the outcome.',
    },
    {
      agents: ['td-belief'],
      why: 'B followed by A is an interval of its own, which is never rewarded.',
    },
  ],
  summaries: [
    {
      id: 'pairings',
      title: 'Responding to B',
      x: 'pairings',
      categories: titles,
      y: 'gain over none, share of few interspersed',
      series: [
        {
          id: 'responding',
          title: 'responding',
          measure: (e) => pointsOf(groups, (group) => share(gain(e, group as Group), gain(e, 'interspersed-few'))),
        },
      ],
      recorded: {
        citation: digitised(paper),
        n: '5 groups of rats, suppression of drinking',
        series: [
          { id: 'responding', title: 'fear', points: pointsOf(groups, (group) => recordedShare(group as Group)) },
        ],
      },
    },
  ],
});
