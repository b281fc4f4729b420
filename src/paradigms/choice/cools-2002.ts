import { integer, real, type Values } from '../../contracts/parameters.ts';
import {
  defineParadigm,
  type Condition,
  type Evidence,
  type SummaryPoint,
  type TrialEvidence,
} from '../../contracts/paradigm.ts';
import type { Design, TrialType } from '../../contracts/design.ts';
import { actionOf, stayShare, successions, wasRewarded } from '../measures/choices.ts';
import { average } from '../measures/numbers.ts';
import { evenly, iti, rewardSize } from '../shared/parameters.ts';

const parameters = {
  reversals: integer({
    default: 16,
    min: 2,
    max: 500,
    symbol: 'n',
    help: 'number of reversals in the session (approximate)',
  }),
  stageTrials: integer({
    default: 30,
    min: 10,
    max: 1000,
    unit: 'trials per stage',
    help: 'trials between reversals (approximate: participants proceeded once they had learned)',
  }),
  valid: real({
    default: 0.8,
    min: 0.6,
    max: 1,
    symbol: 'p',
    help: 'probability of positive feedback for the correct pattern; 1 - p for the other pattern',
  }),
  itiSeconds: iti(2, ' (approximate)'),
  magnitude: rewardSize('value of positive feedback'),
};
type P = Values<typeof parameters>;

const patterns = ['a', 'b'] as const;
const feedbackSeconds = 1;
const afterFeedbackSeconds = 1;
/** Trials just after a reversal, and at the end of a stage. */
const earlyTrials = 5;

function design({ reversals, stageTrials, valid, itiSeconds, magnitude }: P): Design {
  const stage = (good: (typeof patterns)[number]): TrialType => ({
    title: `pattern ${good} correct`,
    cues: [],
    rewards: [],
    stages: [
      {
        id: 'patterns',
        state: 'patterns',
        onsetSeconds: 0,
        options: patterns.map((action) => ({
          action,
          rewards: [
            {
              time: { kind: 'fixed', seconds: feedbackSeconds },
              magnitude,
              probability: action === good ? valid : 1 - valid,
            },
          ],
        })),
      },
    ],
  });
  return {
    cues: [],
    states: [{ id: 'patterns', title: 'two patterns' }],
    actions: patterns.map((id) => ({ id, title: `pattern ${id}` })),
    trialTypes: Object.fromEntries(patterns.map((good) => [good, stage(good)])),
    phases: [
      {
        id: 'session',
        trials: (reversals + 1) * stageTrials,
        plastic: true,
        mixture: Object.fromEntries(patterns.map((good) => [good, stageTrials])),
        order: 'cycle',
      },
    ],
    iti: evenly(itiSeconds),
    trialSeconds: feedbackSeconds + afterFeedbackSeconds,
  };
}

function conditions(): Readonly<Record<string, Condition>> {
  const shared = { types: patterns, align: 'cue', window: [-1, feedbackSeconds + afterFeedbackSeconds] } as const;
  return {
    rewarded: { title: 'positive feedback', outcome: 'delivered', ...shared },
    unrewarded: { title: 'negative feedback', outcome: 'omitted', ...shared },
    all: { title: 'all trials', ...shared },
  };
}

const trialOfStage = (e: Evidence<P>, { trial }: TrialEvidence): number => trial.index % e.parameters.stageTrials;
const isCorrect = (e: Evidence<P>, { trial }: TrialEvidence): boolean => actionOf(e.design, trial) === trial.type;
/** After the first reversal. */
const reversed = (e: Evidence<P>): readonly TrialEvidence[] =>
  e.trials('all').filter(({ trial }) => trial.index >= e.parameters.stageTrials);
const early = (e: Evidence<P>): readonly TrialEvidence[] =>
  reversed(e).filter((one) => trialOfStage(e, one) < earlyTrials);
const late = (e: Evidence<P>): readonly TrialEvidence[] =>
  e.trials('all').filter((one) => trialOfStage(e, one) >= e.parameters.stageTrials - earlyTrials);
const correctShare = (e: Evidence<P>, trials: readonly TrialEvidence[]): number =>
  average(trials.map((one) => (isCorrect(e, one) ? 1 : 0)));
const atFeedback = (e: Evidence<P>, trials: readonly TrialEvidence[]): number =>
  average(trials.map(({ at }) => at('rpe', feedbackSeconds))) / e.parameters.magnitude;

const overStage = (e: Evidence<P>, read: (trials: readonly TrialEvidence[]) => number): readonly SummaryPoint[] =>
  Array.from({ length: Math.floor(e.parameters.stageTrials / earlyTrials) }, (_, bin) => {
    const inside = reversed(e).filter((one) => Math.floor(trialOfStage(e, one) / earlyTrials) === bin);
    return { x: (bin + 0.5) * earlyTrials, y: read(inside) };
  }).filter(({ y }) => !Number.isNaN(y));

const paper = 'Cools et al. 2002';

export default defineParadigm({
  id: 'cools-2002',
  version: 2,
  title: 'Cools et al. 2002: probabilistic reversal',
  summary:
    'One of two patterns is correct in 80 % of trials. Once it has been learned, the rule reverses without notice, several times. People persist for a few trials with the pattern that is now wrong, each time with a negative error, and then shift. They mostly ignore single misleading errors. Here stages have a fixed length, and times are approximate.',
  citation: {
    text: 'Cools, Clark, Owen & Robbins 2002, Journal of Neuroscience 22:4563',
    doi: '10.1523/JNEUROSCI.22-11-04563.2002',
  },
  approximate: {
    unchecked: ['reversals', 'itiSeconds', 'time from choice to feedback'],
    changed: { stageTrials: 'fixed length; in the experiment, participants proceeded once they had learned' },
  },
  parameters,
  agent: 'q-learning',
  recording: { id: 'identity', parameters: {} },
  design,
  conditions,
  shown: ['rewarded', 'unrewarded'],
  signatures: [
    {
      id: 'learns-each-rule',
      role: 'control',
      claim: 'At the end of a stage, people choose the correct pattern.',
      source: `${paper}; bound: 0.7, well above the chance of 0.5`,
      quantity: 'fraction of correct choices in the last five trials of a stage',
      expected: { above: 0.7 },
      measure: (e) => correctShare(e, late(e)),
    },
    {
      id: 'perseveres',
      claim: 'Just after a reversal, people still choose the old pattern.',
      source: `${paper}; bound: 0.5 is chance; how often people chose it is not known here`,
      quantity: 'fraction of correct choices in the first five trials after a reversal',
      expected: { below: 0.5 },
      measure: (e) => correctShare(e, early(e)),
    },
    {
      id: 'reversal-errors-dip',
      claim: 'After a reversal, feedback is worse than expected.',
      source: `theory: Schultz, Dayan & Montague 1997; in ${paper} the last such error before people shift activates the ventral striatum; bound: 0.1 of the value of positive feedback, chosen: an fMRI signal cannot be converted to reward units`,
      quantity: 'mean RPE at feedback in the first five trials after a reversal / value of positive feedback',
      expected: { below: -0.1 },
      measure: (e) => atFeedback(e, early(e)),
    },
    {
      id: 'ignores-misleading-errors',
      claim: 'Late in a stage, a single misleading error does not make people shift.',
      source: `${paper}; bound: 0.5, shifting in less than half of the cases; how often people shifted is not known here`,
      quantity:
        'probability of staying after negative feedback for the correct pattern, after the first ten trials of a stage',
      expected: { above: 0.5 },
      measure: (e) =>
        stayShare(
          e.design,
          successions(e, 'all').filter(
            ({ before, after }) =>
              trialOfStage(e, before) >= 2 * earlyTrials &&
              before.trial.type === after.trial.type &&
              isCorrect(e, before) &&
              !wasRewarded(before.trial),
          ),
        ),
    },
  ],
  noneFails:
    'An agent that has learned a rule persists with it after a reversal, which produces the errors that were reported. Agents that do not learn the rules are not judged.',
  notes: [
    {
      agents: ['model-based'],
      signatures: ['reversal-errors-dip'],
      why: 'With its learning rate it adapts to a reversal so fast that the mean error of the first five trials hardly dips.',
    },
    {
      agents: ['actor-critic', 'opal'],
      why: 'They unlearn their action preferences too slowly to learn each new rule well.',
    },
  ],
  summaries: [
    {
      id: 'accuracy',
      title: 'Choices after a reversal',
      x: 'trial after the reversal',
      y: 'fraction correct',
      series: [{ id: 'correct', title: 'correct', measure: (e) => overStage(e, (trials) => correctShare(e, trials)) }],
    },
    {
      id: 'feedback',
      title: 'RPE at feedback after a reversal',
      x: 'trial after the reversal',
      y: 'RPE / value of positive feedback',
      series: [
        { id: 'all', title: 'all trials', measure: (e) => overStage(e, (trials) => atFeedback(e, trials)) },
        {
          id: 'negative',
          title: 'negative feedback',
          measure: (e) =>
            overStage(e, (trials) =>
              atFeedback(
                e,
                trials.filter(({ trial }) => !wasRewarded(trial)),
              ),
            ),
        },
      ],
    },
  ],
});
