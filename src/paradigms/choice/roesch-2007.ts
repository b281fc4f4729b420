import { real, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence, type SummaryPoint } from '../../contracts/paradigm.ts';
import type { ChoiceOption, Design, Phase, TrialType } from '../../contracts/design.ts';
import { average, contrast, contrastOf, shareOf, shareOfBoth } from '../measures/numbers.ts';
import { evenly, iti, recordedTrials, rewardSize } from '../shared/parameters.ts';

const parameters = {
  blockTrials: recordedTrials(200, 'trials of each of the four blocks (approximate)', {
    min: 30,
    max: 5000,
    unit: 'trials per block',
  }),
  shortSeconds: real({
    default: 0.6,
    min: 0.2,
    max: 2,
    unit: 's',
    help: 'from choice to the early reward (0.5 s, rounded to a step; approximate)',
  }),
  longSeconds: real({
    default: 4,
    min: 1,
    max: 7,
    unit: 's',
    help: 'from choice to the late reward (1 to 7 s; approximate)',
  }),
  itiSeconds: iti(4, ' (approximate)'),
  magnitude: rewardSize('size of one drop; the big reward is two'),
};
type P = Values<typeof parameters>;

/** Two wells, of which the better one changes from block to block; delay first, then size. */
const blocks = [
  { id: 'left-short', better: 'left', kind: 'delay' },
  { id: 'right-short', better: 'right', kind: 'delay' },
  { id: 'left-big', better: 'left', kind: 'size' },
  { id: 'right-big', better: 'right', kind: 'size' },
] as const;
type Block = (typeof blocks)[number];
const wells = ['left', 'right'] as const;
type Well = (typeof wells)[number];
const odours = ['forced-left', 'forced-right', 'free'] as const;
const titles = { 'forced-left': 'odour: left', 'forced-right': 'odour: right', free: 'odour: free choice' } as const;
const afterOutcomeSeconds = 0.6;
/** The last part of a block, when choices have settled. */
const lateShare = 0.6;

const typeId = (block: Block, odour: string): string => `${block.id}-${odour}`;
const lastOutcome = ({ shortSeconds, longSeconds }: Pick<P, 'shortSeconds' | 'longSeconds'>): number =>
  Math.max(shortSeconds, longSeconds);
const otherWell = (well: Well): Well => (well === 'left' ? 'right' : 'left');

function design({ blockTrials, shortSeconds, longSeconds, itiSeconds, magnitude }: P): Design {
  function option({ kind, better }: Block, well: Well): ChoiceOption {
    const isBetter = well === better;
    const seconds = kind === 'delay' && !isBetter ? longSeconds : shortSeconds;
    return {
      action: well,
      rewards: [
        {
          time: { kind: 'fixed', seconds },
          magnitude: kind === 'size' && isBetter ? 2 * magnitude : magnitude,
          probability: 1,
          amount: kind === 'size' && isBetter ? 'of two drops' : 'of one drop',
        },
      ],
    };
  }
  const open = (odour: (typeof odours)[number]): readonly Well[] =>
    odour === 'free' ? wells : odour === 'forced-left' ? ['left'] : ['right'];
  const types = blocks.flatMap((block) =>
    odours.map((odour): readonly [string, TrialType] => [
      typeId(block, odour),
      {
        title: `${block.id.replace('-', ' ')}, ${titles[odour]}`,
        cues: [],
        rewards: [],
        stages: [
          { id: 'odour', state: odour, onsetSeconds: 0, options: open(odour).map((well) => option(block, well)) },
        ],
      },
    ]),
  );
  return {
    cues: [],
    states: odours.map((id) => ({ id, title: titles[id] })),
    actions: wells.map((id) => ({ id, title: `${id} well` })),
    trialTypes: Object.fromEntries(types),
    phases: blocks.map((block): Phase => ({
      id: block.id,
      trials: blockTrials,
      plastic: true,
      mixture: Object.fromEntries(odours.map((odour) => [typeId(block, odour), 1])),
      order: 'balanced',
    })),
    iti: evenly(itiSeconds),
    trialSeconds: lastOutcome({ shortSeconds, longSeconds }) + afterOutcomeSeconds,
  };
}

function conditions({ blockTrials, shortSeconds, longSeconds }: P): Readonly<Record<string, Condition>> {
  const shared = {
    align: 'cue',
    window: [-1, lastOutcome({ shortSeconds, longSeconds }) + afterOutcomeSeconds],
  } as const;
  const late = Math.max(2, Math.round((lateShare * blockTrials) / odours.length));
  const of = (block: Block): readonly [string, Condition][] => {
    const types = [typeId(block, 'free')];
    const named = block.id.replace('-', ' ');
    return [
      [
        `${block.id}-better-forced`,
        {
          title: `${named}, ${block.better} forced`,
          types: [typeId(block, `forced-${block.better}`)],
          last: late,
          ...shared,
        },
      ],
      [
        `${block.id}-worse-forced`,
        {
          title: `${named}, ${otherWell(block.better)} forced`,
          types: [typeId(block, `forced-${otherWell(block.better)}`)],
          last: late,
          ...shared,
        },
      ],
      [`${block.id}-free`, { title: `${named}, free`, types, last: late, ...shared }],
    ];
  };
  const free = blocks.map((block) => typeId(block, 'free'));
  return {
    ...Object.fromEntries(blocks.flatMap(of)),
    'better-forced': {
      title: 'better well, forced',
      types: blocks.map((block) => typeId(block, `forced-${block.better}`)),
      ...shared,
    },
    'worse-forced': {
      title: 'worse well, forced',
      types: blocks.map((block) => typeId(block, `forced-${otherWell(block.better)}`)),
      ...shared,
    },
    free: { title: 'free choice', types: free, ...shared },
  };
}

interface Free {
  readonly choseWorse: boolean;
  /** RPE at the odour. */
  readonly rpe: number;
}

const freeChoices = (e: Evidence<P>, block: Block): readonly Free[] =>
  e.trials(`${block.id}-free`).map(({ trial, at }) => ({
    choseWorse: wells[trial.choices?.[0]?.option ?? 0] !== block.better,
    rpe: at('rpe', 0) / e.parameters.magnitude,
  }));

const forced = (e: Evidence<P>, block: Block, which: 'better' | 'worse'): number =>
  e.at(`${block.id}-${which}-forced`, 'rpe', 0) / e.parameters.magnitude;

/**
 * Mean over the choices of the worse well, each of which counts once, of a number computed from its response and its
 * block.
 */
const overWorse = (e: Evidence<P>, read: (rpe: number, block: Block) => number): number =>
  average(
    blocks.flatMap((block) =>
      freeChoices(e, block)
        .filter(({ choseWorse }) => choseWorse)
        .map(({ rpe }) => read(rpe, block)),
    ),
  );

/** Difference between the responses to the odours of the better and the worse well, over the same choices. */
const betterOverWorse = (e: Evidence<P>): number =>
  overWorse(e, (_, block) => forced(e, block, 'better') - forced(e, block, 'worse'));

/** Mean response of a block before the better well was chosen. */
const beforeBetter = (e: Evidence<P>, block: Block): number =>
  average(
    freeChoices(e, block)
      .filter(({ choseWorse }) => !choseWorse)
      .map(({ rpe }) => rpe),
  );

const forcedDifference = (e: Evidence<P>, kind: Block['kind']): number =>
  average(
    blocks
      .filter((block) => block.kind === kind)
      .map((block) => forced(e, block, 'better') - forced(e, block, 'worse')),
  );

const points = (e: Evidence<P>, choseWorse: boolean | undefined, which: 'better' | 'worse'): readonly SummaryPoint[] =>
  (['delay', 'size'] as const).map((kind, x) => ({
    x,
    y: average(
      blocks
        .filter((block) => block.kind === kind)
        .flatMap((block) =>
          choseWorse === undefined
            ? [forced(e, block, which)]
            : freeChoices(e, block)
                .filter((one) => one.choseWorse === choseWorse)
                .map(({ rpe }) => rpe),
        ),
    ),
  }));

const paper = 'Roesch, Calu & Schoenbaum 2007';

export default defineParadigm({
  id: 'roesch-2007',
  version: 3,
  title: 'Roesch, Calu & Schoenbaum 2007: the value of the best option',
  summary:
    'An odour instructs a rat to go left, to go right, or to choose. In each block one of the two wells gives an earlier or a bigger reward. At the free-choice odour dopamine neurons respond with the value of the better well, even if the rat goes to the worse one. The error of Q-learning does this, the error of SARSA does not. Times and numbers of trials are approximate.',
  citation: { text: 'Roesch, Calu & Schoenbaum 2007, Nature Neuroscience 10:1615', doi: '10.1038/nn2013' },
  approximate: {
    unchecked: ['blockTrials', 'itiSeconds'],
    changed: {
      shortSeconds: '0.6 s instead of 0.5 s, to be a whole number of steps',
      longSeconds: 'fixed here; in the experiment it was titrated between 1 and 7 s',
    },
  },
  parameters,
  agent: 'q-learning',
  recording: { id: 'spikes', parameters: {} },
  design,
  conditions,
  shown: ['better-forced', 'worse-forced', 'free'],
  heatMapTypes: blocks.slice(0, 2).flatMap((block) => odours.map((odour) => typeId(block, odour))),
  signatures: [
    {
      id: 'sooner-evokes-more',
      role: 'control',
      claim: 'The odour of an earlier reward evokes a larger response than that of a later reward.',
      source: `${paper}; bound: 0.05 of a drop`,
      quantity: '(RPE at the forced-choice odour, short - long delay) / one drop',
      expected: { above: 0.05 },
      measure: (e) => forcedDifference(e, 'delay'),
    },
    {
      id: 'bigger-evokes-more',
      role: 'control',
      claim: 'The odour of a bigger reward evokes a larger response than that of a smaller reward.',
      source: `${paper}; bound: 0.05 of a drop`,
      quantity: '(RPE at the forced-choice odour, two drops - one drop) / one drop',
      expected: { above: 0.05 },
      measure: (e) => forcedDifference(e, 'size'),
    },
    {
      id: 'better-is-chosen',
      role: 'control',
      claim: 'Rats choose the better well more often.',
      source: `${paper}; bound: 0.5 is chance`,
      quantity: 'fraction of free choices of the better well, late in blocks',
      expected: { above: 0.5 },
      measure: (e) =>
        average(blocks.flatMap((block) => freeChoices(e, block).map(({ choseWorse }) => (choseWorse ? 0 : 1)))),
    },
    {
      id: 'cue-follows-best',
      claim: 'When rats freely choose the worse well, the response reflects the better well.',
      source: `${paper}; bound: a between 0.75 and 1.25 times b (theory: Q-learning 0, SARSA -1)`,
      quantity:
        'contrast (a - b) / (|a| + |b|); a: RPE at the free-choice odour before the worse choice - at the forced odour of the worse well, b: RPE at the forced odour of the better well - of the worse well',
      expected: { above: contrastOf(0.75), below: contrastOf(1.25) },
      measure: (e) =>
        contrast(
          overWorse(e, (rpe, block) => rpe - forced(e, block, 'worse')),
          betterOverWorse(e),
        ),
    },
    {
      id: 'choice-does-not-show',
      claim: 'The response to the free-choice odour does not depend on the choice that follows.',
      source: `${paper}; bound: a quarter of the difference between the forced odours, which is 1/5 in this ratio (theory: 0; SARSA 1/2)`,
      quantity:
        'ratio a / (|a| + |b|); a: RPE at the free-choice odour before the better - before the worse choice in the same block, b: difference in RPE between the forced odours',
      expected: { about: 0, within: shareOf(0.25) },
      measure: (e) =>
        shareOfBoth(
          overWorse(e, (rpe, block) => beforeBetter(e, block) - rpe),
          betterOverWorse(e),
        ),
    },
  ],
  notes: [
    {
      agents: ['sarsa', 'belief-q'],
      signatures: ['cue-follows-best', 'choice-does-not-show'],
      why: 'They respond with the value of the chosen well.',
    },
    {
      agents: ['actor-critic', 'opal'],
      signatures: ['cue-follows-best'],
      why: 'The value of a state lies between those of its two wells, and is the same whichever well is then chosen.',
    },
    {
      agents: ['model-based'],
      why: 'It responds with the value of the better well, like Q-learning. But it learns so fast that it sometimes stays with the worse well for a whole block, and the interval over seeds exceeds the bounds.',
    },
    {
      agents: ['expected-sarsa'],
      why: 'It passes because it chooses the better well often enough for the mean value to be close to the best one.',
    },
  ],
  summaries: [
    {
      id: 'odour-response',
      title: 'RPE at the odour, late in blocks',
      x: 'what differs between the wells',
      categories: ['delay', 'size'],
      y: 'RPE (drops)',
      series: [
        { id: 'forced-better', title: 'better, forced', measure: (e) => points(e, undefined, 'better') },
        { id: 'forced-worse', title: 'worse, forced', measure: (e) => points(e, undefined, 'worse') },
        { id: 'free-better', title: 'free, better chosen', measure: (e) => points(e, false, 'better') },
        { id: 'free-worse', title: 'free, worse chosen', measure: (e) => points(e, true, 'worse') },
      ],
    },
    {
      id: 'choices',
      title: 'Free choices, late in blocks',
      x: 'better well of the block',
      categories: ['left, sooner', 'right, sooner', 'left, bigger', 'right, bigger'],
      y: 'fraction of choices of the better well',
      series: [
        {
          id: 'better',
          title: 'better well chosen',
          measure: (e) =>
            blocks.map((block, x) => ({
              x,
              y: average(freeChoices(e, block).map(({ choseWorse }) => (choseWorse ? 0 : 1))),
            })),
        },
      ],
    },
  ],
});
