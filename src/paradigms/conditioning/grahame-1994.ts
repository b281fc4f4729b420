import type { Design } from '../../contracts/design.ts';
import { integer, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence } from '../../contracts/paradigm.ts';
import {
  contrastByRank,
  contrastMargin,
  digitised,
  epsilon,
  expecting,
  itiOf,
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
import { contrast } from '../measures/numbers.ts';

const parameters = {
  exposureTrials: integer({
    default: 40,
    min: 2,
    max: 5000,
    unit: 'trials',
    help: 'of the cue, or of as much time in the place without it',
  }),
  acquisitionTrials: integer({ default: 10, min: 2, max: 5000, unit: 'trials', help: 'of the cue with the outcome' }),
  placeTrials: integer({
    default: 40,
    min: 2,
    max: 5000,
    unit: 'trials',
    help: 'of the place alone, after acquisition, in the groups that have them',
  }),
  probeTrials: integer({
    default: 3,
    min: 2,
    max: 500,
    unit: 'trials',
    help: 'the cue alone; nothing is learned in them',
  }),
  ...shapeParameters(),
};
type P = Values<typeof parameters>;

const groups = ['novel', 'exposed', 'novel-place', 'exposed-place'] as const;
type Group = (typeof groups)[number];
const titles: Readonly<Record<Group, string>> = {
  novel: 'new cue',
  exposed: 'known cue',
  'novel-place': 'new cue, then the place alone',
  'exposed-place': 'known cue, then the place alone',
};

function design(parameters: P): Design {
  const { exposureTrials, acquisitionTrials, placeTrials, probeTrials } = parameters;
  const context = 'K1';
  return {
    cues: [{ id: 'A', title: 'A' }],
    contexts: [{ id: context, title: 'place' }],
    groups: groups.map((id) => ({ id, title: titles[id] })),
    trialTypes: {
      nothing: trialOf('the place alone', { cues: [], context }, parameters),
      exposed: trialOf('A, no outcome', { cues: ['A'], context }, parameters),
      a: trialOf('A, then the outcome', { cues: ['A'], probability: 1, context }, parameters),
      test: trialOf('A alone', { cues: ['A'], probability: 0, context }, parameters),
    },
    phases: groups.flatMap((group) =>
      phasesOf(group, [
        training('exposure', exposureTrials, group.startsWith('exposed') ? 'exposed' : 'nothing'),
        training('acquisition', acquisitionTrials, 'a'),
        training('place', group.endsWith('place') ? placeTrials : 0, 'nothing'),
        probing('test', probeTrials, ['test']),
      ]),
    ),
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

const paper = 'Grahame, Barnet, Gunther & Miller 1994';
const citation = { text: `${paper}, Animal Learning & Behavior 22:395` };
/** Mean latencies, log s, as digitised in ccnlab (longer is more fear). */
const recorded: Readonly<Record<Group, number>> = {
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
    'A cue that was met without consequence is expected to bring less than a new one after the same pairings with an outcome. If the animal then spends time in the place alone, with neither cue nor outcome, the handicap disappears: what was learned was there but not shown. The paper found this with shocks, which stand here as an outcome of positive value.',
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
    'Agents with an attention to cues, an uncertainty about them, or a count of their failures show the handicap. Its release would take a comparison of cue and place at the time of the response, which no agent makes.',
  notes: [
    {
      agents: ['pearce-hall', 'pearce-hall-hybrid', 'ret', 'kalman-td'],
      signatures: ['release'],
      why: 'What is known of the place does not enter what is shown of the cue, so that time in the place alone releases nothing.',
    },
    {
      agents: [
        'rescorla-wagner',
        'rescorla-wagner-configural',
        'mackintosh',
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
      signatures: ['latent-inhibition'],
      why: 'Before any outcome there is nothing to learn: a known cue is as good as a new one.',
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
      why: 'To show the handicap and its release an agent has to compare the cue with the place when it responds.',
    },
  ],
  summaries: [
    {
      id: 'groups',
      title: 'What the cue is expected to bring',
      x: 'group',
      categories: groups.map((group) => titles[group]),
      y: 'share of new cue',
      series: [
        {
          id: 'expected',
          title: 'expectation',
          measure: (e) => pointsOf(groups, (group) => share(expecting(e, group), expecting(e, 'novel'))),
        },
      ],
      recorded: {
        citation: digitised(paper),
        n: '4 groups of rats, suppression of drinking',
        series: [
          {
            id: 'expected',
            title: 'fear',
            points: pointsOf(groups, (group) => recorded[group as Group] / recorded.novel),
          },
        ],
      },
    },
  ],
});
