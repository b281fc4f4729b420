import { integer, real, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence, type SummaryPoint } from '../../contracts/paradigm.ts';
import type { ChoiceOption, Design, TrialType } from '../../contracts/design.ts';
import { average, pairs, shareOfBoth } from '../measures/numbers.ts';
import { evenly, iti, recordedTrials, rewardSize } from '../shared/parameters.ts';

const parameters = {
  trainingTrials: integer({
    default: 120,
    min: 2,
    max: 5000,
    unit: 'trials per cue or pair',
    help: 'trials of each single cue and each pair before the recording',
  }),
  recordingTrials: recordedTrials(60, 'trials of each single cue and each pair during the recording', {
    min: 4,
    max: 5000,
    unit: 'trials per cue or pair',
  }),
  delaySeconds: real({
    default: 1,
    min: 0.4,
    max: 10,
    unit: 's',
    help: 'from the cue, when the choice is made, to the outcome (approximate)',
  }),
  itiSeconds: iti(2, ' (approximate)'),
  magnitude: rewardSize(),
};
type P = Values<typeof parameters>;

const chances = [25, 50, 75, 100] as const;
const couples = chances.flatMap((low, i) => chances.slice(i + 1).map((high) => ({ low, high, id: `${low}-${high}` })));
const afterOutcomeSeconds = 1;
const single = (chance: number): string => `only-${chance}`;

/** Every cue is shown alone, as the only option, and in pairs, of which one is chosen. */
function design({ trainingTrials, recordingTrials, delaySeconds, itiSeconds, magnitude }: P): Design {
  const option = (chance: number): ChoiceOption => ({
    action: `take-${chance}`,
    rewards: [{ time: { kind: 'fixed', seconds: delaySeconds }, magnitude, probability: chance / 100 }],
  });
  const shown = (id: string, title: string, open: readonly number[]): readonly [string, TrialType] => [
    id,
    { title, cues: [], rewards: [], stages: [{ id: 'cue', state: id, onsetSeconds: 0, options: open.map(option) }] },
  ];
  const types = Object.fromEntries([
    ...chances.map((chance) => shown(single(chance), `${chance} % alone`, [chance])),
    ...couples.map(({ low, high, id }) => shown(id, `${low} % or ${high} %`, [low, high])),
  ]);
  const phase = (id: string, trials: number) =>
    ({
      id,
      trials: Object.keys(types).length * trials,
      plastic: true,
      mixture: Object.fromEntries(Object.keys(types).map((type) => [type, 1])),
      order: 'balanced',
    }) as const;
  return {
    cues: [],
    states: Object.entries(types).map(([id, { title }]) => ({ id, title })),
    actions: chances.map((chance) => ({ id: `take-${chance}`, title: `${chance} %`, isThing: true })),
    trialTypes: types,
    phases: [phase('training', trainingTrials), phase('recording', recordingTrials)],
    iti: evenly(itiSeconds),
    trialSeconds: delaySeconds + afterOutcomeSeconds,
  };
}

function conditions({ delaySeconds }: P): Readonly<Record<string, Condition>> {
  const shared = { phase: 'recording', align: 'cue', window: [-1, delaySeconds + afterOutcomeSeconds] } as const;
  const types = couples.map(({ id }) => id);
  return {
    ...Object.fromEntries(
      chances.map((chance) => [single(chance), { title: `${chance} % alone`, types: [single(chance)], ...shared }]),
    ),
    decisions: { title: 'pairs', types, ...shared },
    ...Object.fromEntries(
      chances.map((chance) => [
        `chose-${chance}`,
        {
          title: `pairs, ${chance} % chosen`,
          types: couples.filter(({ low, high }) => low === chance || high === chance).map(({ id }) => id),
          chose: `take-${chance}`,
          ...shared,
        },
      ]),
    ),
  };
}

/** RPE at the cue, pair by pair, for trials in which the worse or the better option was chosen. */
interface Decision {
  readonly low: number;
  readonly high: number;
  readonly choseLow: boolean;
  readonly rpe: number;
}

const decisions = (e: Evidence<P>): readonly Decision[] =>
  e.trials('decisions').map(({ trial, at }) => {
    const { low, high } = couples.find(({ id }) => id === trial.type) as (typeof couples)[number];
    return { low, high, choseLow: trial.choices?.[0]?.option === 0, rpe: at('rpe', 0) / e.parameters.magnitude };
  });

/** RPE at a cue that is alone: the response to its value. */
const alone = (e: Evidence<P>, chance: number): number => e.at(single(chance), 'rpe', 0) / e.parameters.magnitude;

/**
 * The excess of the response on worse-choice trials over that to the chosen cue alone, a, relative to the excess of the
 * better cue, b: a / (|a| + |b|), which is 0 if responses equal those to the chosen cue and 1/2 if they equal those to
 * the better cue.
 */
function shareOfBest(e: Evidence<P>): number {
  const lower = decisions(e).filter(({ choseLow }) => choseLow);
  const excess = lower.map(({ low, rpe }) => rpe - alone(e, low));
  const better = lower.map(({ low, high }) => alone(e, high) - alone(e, low));
  return shareOfBoth(average(excess), average(better));
}

/** Mean RPE at the cue of decision trials as a function of the chosen option's probability. */
const overChosen = (e: Evidence<P>): readonly SummaryPoint[] =>
  chances.map((chance) => ({ x: chance / 100, y: e.at(`chose-${chance}`, 'rpe', 0) / e.parameters.magnitude }));
const overAlone = (e: Evidence<P>): readonly SummaryPoint[] =>
  chances.map((chance) => ({ x: chance / 100, y: alone(e, chance) }));

const betterShare = (e: Evidence<P>): number => average(decisions(e).map(({ choseLow }) => (choseLow ? 0 : 1)));

const paper = 'Morris et al. 2006';

export default defineParadigm({
  id: 'morris-2006',
  version: 3,
  title: 'Morris et al. 2006: the value of the chosen option',
  summary:
    'Monkeys see one of four cues that predict juice with a probability of 25 to 100 %, or two of them and choose one. When a pair appears, dopamine neurons respond with the value of the cue that will be chosen, even if it is the worse one. The error of SARSA does this, the error of Q-learning does not. Times are approximate.',
  citation: {
    text: 'Morris, Nevet, Arkadir, Vaadia & Bergman 2006, Nature Neuroscience 9:1057',
    doi: '10.1038/nn1743',
  },
  approximate: { unchecked: ['delaySeconds', 'itiSeconds'] },
  parameters,
  agent: 'sarsa',
  recording: { id: 'spikes', parameters: {} },
  design,
  conditions,
  shown: [single(25), single(100), 'chose-25', 'chose-100'],
  signatures: [
    {
      id: 'cue-follows-chance',
      role: 'control',
      claim: 'The response to a single cue grows with its reward probability.',
      source: `${paper}; bound: half of the slope of the expected reward, which is 1`,
      quantity: 'slope of RPE at the cue on reward probability / reward size',
      expected: { above: 0.5 },
      measure: (e) => e.fit(overAlone(e)).slope,
    },
    {
      id: 'better-is-chosen',
      role: 'control',
      claim: 'Monkeys choose the better cue of a pair more often.',
      source: `${paper}; bound: 0.5 is chance`,
      quantity: 'fraction of choices of the better cue',
      expected: { above: 0.5 },
      measure: betterShare,
    },
    {
      id: 'cue-follows-choice',
      claim: 'When the worse cue is chosen, the response reflects the chosen cue, not the better one.',
      source: `${paper}; bound: 0.2, a quarter of the difference between the cues (theory: 0 for the chosen cue, SARSA; 0.5 for the better cue, Q-learning)`,
      quantity:
        'ratio a / (|a| + |b|); a: RPE at the pair - RPE at the chosen cue alone, b: RPE at the better cue alone - at the chosen cue alone; trials with the worse choice',
      expected: { about: 0, within: 0.2 },
      measure: shareOfBest,
    },
    {
      id: 'choice-shows-in-response',
      claim: 'The response to the same pair depends on the choice that follows.',
      source: `${paper}; bound: half of the difference between the two cues alone, which is 1/3 in this ratio (theory: SARSA 0.5, Q-learning and values of states 0)`,
      quantity:
        'ratio a / (|a| + |b|); a: RPE at the pair before the better - before the worse choice, mean over pairs, b: difference in RPE between the two cues alone',
      expected: { above: Number((1 / 3).toFixed(3)) },
      measure(e) {
        const all = decisions(e);
        const met = couples.flatMap(({ low, high }) => {
          const of = (choseLow: boolean): number =>
            average(
              all
                .filter((one) => one.low === low && one.high === high && one.choseLow === choseLow)
                .map(({ rpe }) => rpe),
            );
          const difference = of(false) - of(true);
          return Number.isNaN(difference) ? [] : [{ difference, apart: alone(e, high) - alone(e, low) }];
        });
        return shareOfBoth(average(met.map(({ difference }) => difference)), average(met.map(({ apart }) => apart)));
      },
    },
  ],
  notes: [
    {
      agents: ['q-learning', 'model-based'],
      signatures: ['cue-follows-choice', 'choice-shows-in-response'],
      why: 'They respond with the value of the better cue, whichever cue is then chosen.',
    },
    {
      agents: ['expected-sarsa', 'actor-critic', 'opal'],
      signatures: ['cue-follows-choice', 'choice-shows-in-response'],
      why: 'They respond with the value of the pair, which is close to that of the better cue because they usually choose it, whichever cue is then chosen.',
    },
    {
      agents: ['sarsa', 'belief-q'],
      why: 'They pass; belief-q passes because without noise it equals SARSA. With a learning rate of 0.3 or more they fail: they then choose the worse cue mainly when its value has just been overestimated.',
    },
  ],
  summaries: [
    {
      id: 'cue-response',
      title: 'RPE at the cue',
      x: 'probability of reward of the chosen cue',
      y: 'RPE (reward sizes)',
      series: [
        { id: 'alone', title: 'alone', measure: overAlone },
        { id: 'chosen', title: 'chosen from a pair', measure: overChosen },
      ],
    },
    {
      id: 'choices',
      title: 'Choices',
      x: 'difference in probability of reward',
      y: 'fraction of choices of the better cue',
      series: [
        {
          id: 'better',
          title: 'better cue chosen',
          measure(e) {
            const all = decisions(e);
            const steps = [25, 50, 75] as const;
            const shares = steps.map((step) =>
              average(all.filter(({ low, high }) => high - low === step).map(({ choseLow }) => (choseLow ? 0 : 1))),
            );
            return pairs(
              steps.map((step) => step / 100),
              shares,
            );
          },
        },
      ],
    },
  ],
});
