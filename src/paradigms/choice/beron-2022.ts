import { integer, real, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence, type SummaryPoint } from '../../contracts/paradigm.ts';
import type { Design, TrialType } from '../../contracts/design.ts';
import { actionOf, stayShare, successions, wasRewarded } from '../measures/choices.ts';
import { aroundRecorded, average, contrast, contrastOf, timesWords } from '../measures/numbers.ts';
import { mouseBandit } from '../shared/data-sources.ts';
import { evenly, iti, recordedTrials, rewardSize } from '../shared/parameters.ts';

const parameters = {
  trials: recordedTrials(1200, 'trials of one long session', { min: 20 }),
  blockTrials: integer({
    default: 50,
    min: 5,
    max: 1000,
    unit: 'trials per block',
    help: 'trials after which the better port changes (approximate)',
  }),
  better: real({ default: 0.8, min: 0.5, max: 1, symbol: 'p', help: 'probability of reward at the better port' }),
  worse: real({ default: 0.2, min: 0, max: 0.5, symbol: 'q', help: 'probability of reward at the worse port' }),
  itiSeconds: iti(2, ' (approximate)'),
  magnitude: rewardSize(),
};
type P = Values<typeof parameters>;

const ports = ['left', 'right'] as const;
const outcomeSeconds = 0.4;
const afterOutcomeSeconds = 1;
/** Trials back over which rewards are counted. */
const historyTrials = 3;

function design({ trials, blockTrials, better, worse, itiSeconds, magnitude }: P): Design {
  const block = (good: (typeof ports)[number]): TrialType => ({
    title: `${good} port better`,
    cues: [],
    rewards: [],
    stages: [
      {
        id: 'ports',
        state: 'ports',
        onsetSeconds: 0,
        options: ports.map((action) => ({
          action,
          rewards: [
            {
              time: { kind: 'fixed', seconds: outcomeSeconds },
              magnitude,
              probability: action === good ? better : worse,
            },
          ],
        })),
      },
    ],
  });
  return {
    cues: [],
    states: [{ id: 'ports', title: 'two ports' }],
    actions: ports.map((id) => ({ id, title: `${id} port` })),
    trialTypes: Object.fromEntries(ports.map((good) => [good, block(good)])),
    phases: [
      {
        id: 'session',
        trials,
        plastic: true,
        mixture: Object.fromEntries(ports.map((good) => [good, blockTrials])),
        order: 'cycle',
      },
    ],
    iti: evenly(itiSeconds),
    trialSeconds: outcomeSeconds + afterOutcomeSeconds,
  };
}

function conditions(): Readonly<Record<string, Condition>> {
  const shared = { types: ports, align: 'cue', window: [-1, outcomeSeconds + afterOutcomeSeconds] } as const;
  return {
    rewarded: { title: 'rewarded', outcome: 'delivered', ...shared },
    unrewarded: { title: 'not rewarded', outcome: 'omitted', ...shared },
    all: { title: 'all trials', ...shared },
  };
}

const switchAfter = (e: Evidence<P>, rewarded: boolean): number =>
  1 -
  stayShare(
    e.design,
    successions(e, 'all').filter(({ before }) => wasRewarded(before.trial) === rewarded),
  );

/** RPE at a reward after each number of rewards in the trials before. */
function afterRewards(e: Evidence<P>): readonly SummaryPoint[] {
  const trials = e.trials('all');
  const seen = trials.slice(historyTrials).flatMap(({ trial, at }, i) => {
    const rewards = trials.slice(i, i + historyTrials).filter((earlier) => wasRewarded(earlier.trial)).length;
    return wasRewarded(trial) ? [{ rewards, rpe: at('rpe', outcomeSeconds) / e.parameters.magnitude }] : [];
  });
  return Array.from({ length: historyTrials + 1 }, (_, rewards) => ({
    x: rewards,
    y: average(seen.filter((one) => one.rewards === rewards).map(({ rpe }) => rpe)),
  })).filter(({ y }) => !Number.isNaN(y));
}

function fallAfterRewards(e: Evidence<P>): number {
  const after = (rewards: number): number => afterRewards(e).find(({ x }) => x === rewards)?.y ?? Number.NaN;
  return contrast(after(historyTrials), after(0));
}

/** Fraction of choices of the better port by trial of the block, in steps of five. */
function afterSwitch(e: Evidence<P>): readonly SummaryPoint[] {
  const { blockTrials } = e.parameters;
  const bin = 5;
  const chosen = e
    .trials('all')
    .map(({ trial }) => ({ at: trial.index % blockTrials, better: actionOf(e.design, trial) === trial.type ? 1 : 0 }));
  return Array.from({ length: Math.max(2, Math.floor(blockTrials / bin)) }, (_, k) => ({
    x: k * bin + bin / 2,
    y: average(chosen.filter(({ at }) => at >= k * bin && at < (k + 1) * bin).map(({ better }) => better)),
  })).filter(({ y }) => !Number.isNaN(y));
}

const paper = 'Beron et al. 2022';
/** P(switch) of mice, after a reward and after none. */
const recorded = { reward: 0.028, omission: 0.261 } as const;
/** The remaining fraction of the response to a reward after three rewards, in rats. */
const leftAfterRewards = 0.65 / 1.24;
const mice = '11 mice, 91 sessions, 49,755 trials with 80 and 20 %';

export default defineParadigm({
  id: 'beron-2022',
  version: 3,
  title: 'Beron et al. 2022: a bandit for mice',
  summary:
    'One of two ports gives water in 80 % of trials, the other in 20 %, and these probabilities swap now and then. Mice almost never switch ports after a reward, and switch in a quarter of trials after an omission. The block lengths are approximate.',
  citation: { text: 'Beron, Neufeld, Linderman & Sabatini 2022, PNAS 119:e2113961119', doi: '10.1073/pnas.2113961119' },
  approximate: { unchecked: ['blockTrials', 'itiSeconds', 'time from choice to outcome'] },
  parameters,
  agent: 'q-learning',
  recording: { id: 'identity', parameters: {} },
  design,
  conditions,
  shown: ['rewarded', 'unrewarded'],
  signatures: [
    {
      id: 'better-port',
      role: 'control',
      claim: 'Mice choose the better port more often.',
      source: `${paper}; bound: 0.6, a little above chance`,
      quantity: 'fraction of choices of the better port',
      expected: { above: 0.6 },
      measure: (e) => average(e.trials('all').map(({ trial }) => (actionOf(e.design, trial) === trial.type ? 1 : 0))),
    },
    {
      id: 'stays-after-reward',
      claim: 'After a reward, mice hardly ever switch.',
      source: `${paper}; recorded ${recorded.reward} (${mice}); bound: ${timesWords}`,
      quantity: 'probability of switching after a reward',
      expected: aroundRecorded(recorded.reward),
      // A subject that chooses the ports at random, or always the same one, switches for no reason.
      controls: ['better-port'],
      measure: (e) => switchAfter(e, true),
    },
    {
      id: 'switches-after-omission',
      claim: 'After an omission, mice switch in about a quarter of trials.',
      source: `${paper}; recorded ${recorded.omission} (${mice}); bound: within 0.1 of the recorded value`,
      quantity: 'probability of switching after an omission',
      expected: { about: recorded.omission, within: 0.1 },
      // As after a reward.
      controls: ['better-port'],
      measure: (e) => switchAfter(e, false),
    },
    {
      id: 'reward-response-and-history',
      claim: 'The response to reward falls with the number of recent rewards.',
      source: `Roshgadol et al. 2025, dopamine of rats in a similar task, doi:10.21203/rs.3.rs-7313638/v1: recorded 1.24 after no reward in three trials and 0.65 after three rewards, which is ${(1 - leftAfterRewards).toFixed(2)} less; bound: half to twice this reduction`,
      quantity:
        'contrast (a - b) / (|a| + |b|); a: RPE at reward after three rewarded trials, b: RPE at reward after three unrewarded trials',
      expected: {
        above: contrastOf(1 - 2 * (1 - leftAfterRewards)),
        below: contrastOf(1 - (1 - leftAfterRewards) / 2),
      },
      // The chosen ports are irrelevant: the claim is only about rewards.
      controls: [],
      measure: fallAfterRewards,
    },
  ],
  nonePasses:
    'With default parameters, agents switch too often after a reward or after an omission. This depends on two parameters: Q-learning with learning rate 0.3 and inverse temperature 8 shows all findings.',
  noneFails:
    'In every agent that learns from an error, the response to a reward is smaller after previous rewards. Each agent shows at least this finding.',
  notes: [
    {
      agents: ['q-learning', 'sarsa', 'expected-sarsa', 'belief-q', 'model-based'],
      signatures: ['stays-after-reward'],
      why: 'At their default learning rate and inverse temperature they switch too often after a reward. Q-learning with learning rate 0.3 and inverse temperature 8 shows all findings, so the cause is the parameters, not the model.',
    },
    {
      agents: ['actor-critic', 'opal'],
      signatures: ['stays-after-reward', 'switches-after-omission'],
      why: 'Their action preferences keep growing through a block and must be unlearned before the agents follow the swap.',
    },
  ],
  summaries: [
    {
      id: 'switching',
      title: 'Probability of switching',
      x: 'previous trial',
      categories: ['rewarded', 'not rewarded'],
      y: 'P(switch)',
      series: [
        {
          id: 'model',
          title: 'model',
          measure: (e) => [true, false].map((rewarded, x) => ({ x, y: switchAfter(e, rewarded) })),
        },
      ],
      recorded: {
        citation: { text: 'Beron et al. 2022, PNAS 119:e2113961119', doi: '10.1073/pnas.2113961119' },
        sources: [mouseBandit],
        n: mice,
        series: [
          {
            id: 'model',
            title: 'mice',
            points: [
              { x: 0, y: recorded.reward },
              { x: 1, y: recorded.omission },
            ],
          },
        ],
      },
    },
    {
      id: 'history',
      title: 'RPE at reward',
      x: 'rewards in the last three trials',
      y: 'RPE (reward sizes)',
      series: [{ id: 'rpe', title: 'RPE at reward', measure: afterRewards }],
    },
    {
      id: 'block',
      title: 'Choice of the better port after a block change',
      x: 'trial of the block',
      y: 'fraction of choices',
      series: [{ id: 'better', title: 'better port', measure: afterSwitch }],
    },
  ],
});
