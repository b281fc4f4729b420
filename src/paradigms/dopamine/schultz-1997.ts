import { integer, real, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence } from '../../contracts/paradigm.ts';
import type { Design } from '../../contracts/design.ts';
import { contrast, shareOf, shareOfBoth } from '../measures/numbers.ts';
import { evenly, iti, probes, rewardSize } from '../shared/parameters.ts';

const parameters = {
  trainingTrials: integer({
    default: 300,
    min: 10,
    max: 20_000,
    unit: 'trials',
    help: 'training trials with cue and reward, before the probes',
  }),
  probeTrials: probes(20, 'probe trials of each of the three kinds'),
  cueRewardSeconds: real({
    default: 1,
    min: 0.4,
    max: 10,
    unit: 's',
    help: 'from cue onset to reward (1 s is approximate)',
  }),
  traceSeconds: real({
    default: 0,
    min: 0,
    max: 10,
    unit: 's',
    help: 'interval between cue offset and reward (trace conditioning); 0 keeps the cue on until the reward, and the cue lasts at least one step',
  }),
  itiSeconds: iti(5, ' (approximate)', { min: 3, max: 120 }),
  magnitude: rewardSize(),
};
type P = Values<typeof parameters>;

const afterRewardSeconds = 2;
// The tolerance ε: an RPE below this fraction of that of an unpredicted reward counts as no response.
const epsilon = 0.05;

function design({ trainingTrials, probeTrials, cueRewardSeconds, traceSeconds, itiSeconds, magnitude }: P): Design {
  const cue = { cue: 'light', onsetSeconds: 0, durationSeconds: Math.max(0, cueRewardSeconds - traceSeconds) };
  const reward = { time: { kind: 'fixed', seconds: cueRewardSeconds }, magnitude, probability: 1 } as const;
  return {
    cues: [{ id: 'light', title: 'light' }],
    trialTypes: {
      predicted: { title: 'light, then reward', cues: [cue], rewards: [reward] },
      omitted: { title: 'light, reward omitted', cues: [cue], rewards: [{ ...reward, probability: 0 }] },
      unpredicted: { title: 'reward without light', cues: [], rewards: [reward] },
    },
    phases: [
      { id: 'training', trials: trainingTrials, plastic: true, mixture: { predicted: 1 }, order: 'balanced' },
      {
        id: 'probe',
        trials: 3 * probeTrials,
        plastic: false,
        mixture: { predicted: 1, omitted: 1, unpredicted: 1 },
        order: 'balanced',
      },
    ],
    iti: evenly(itiSeconds),
    trialSeconds: cueRewardSeconds + afterRewardSeconds,
  };
}

function conditions({ cueRewardSeconds }: P): Readonly<Record<string, Condition>> {
  // Time zero of an unpredicted reward is where its cue would have been, so all conditions share one axis.
  const shared = { align: 'cue', window: [-1, cueRewardSeconds + 1.5] } as const;
  const fromReward = { phase: 'probe', align: 'reward', window: [-1, 1.5] } as const;
  return {
    predicted: { title: 'predicted', types: ['predicted'], phase: 'probe', ...shared },
    omitted: { title: 'omitted', types: ['omitted'], phase: 'probe', ...shared },
    unpredicted: { title: 'unpredicted', types: ['unpredicted'], phase: 'probe', ...shared },
    'predicted-at-reward': { title: 'predicted, from reward', types: ['predicted'], ...fromReward },
    'omitted-at-reward': { title: 'omitted, from the time of reward', types: ['omitted'], ...fromReward },
    'unpredicted-at-reward': { title: 'unpredicted, from reward', types: ['unpredicted'], ...fromReward },
    naive: { title: 'first trial', types: ['predicted'], phase: 'training', first: 1, ...shared },
    trained: { title: 'last training trials', types: ['predicted'], phase: 'training', last: 20, ...shared },
  };
}

const paper = 'Schultz, Dayan & Montague 1997, figure 1';
const atCue = (e: Evidence<P>, condition: string): number => e.at(condition, 'rpe', 0);
const atReward = (e: Evidence<P>, condition: string): number => e.at(condition, 'rpe', e.parameters.cueRewardSeconds);

/** Largest |RPE| of omission trials from the cue on, outside the cue's and the expected reward's own step. */
function largestElsewhere(e: Evidence<P>): number {
  const omitted = e.averages['omitted'];
  const step = (seconds: number): number => Math.round(seconds / e.design.stepSeconds);
  const expected = step(e.parameters.cueRewardSeconds);
  const elsewhere = (omitted?.rpe.mean ?? []).filter((_, i) => {
    const at = step(omitted?.t[i] as number);
    return at > 0 && at !== expected;
  });
  return Math.max(...elsewhere.map(Math.abs));
}

export default defineParadigm({
  id: 'schultz-1997',
  version: 3,
  title: 'Schultz, Dayan & Montague 1997: transfer and omission',
  summary:
    'A light is followed by a drop of juice. Before learning, dopamine neurons respond to the juice; after learning they respond to the light and no longer to the juice; and when the juice is omitted they pause at its usual time. Probe trials after training: predicted, omitted and unpredicted reward.',
  citation: { text: 'Schultz, Dayan & Montague 1997, Science 275:1593', doi: '10.1126/science.275.5306.1593' },
  approximate: { unchecked: ['cueRewardSeconds', 'itiSeconds'] },
  parameters,
  agent: 'td-csc',
  recording: { id: 'spikes', parameters: {} },
  design,
  conditions,
  shown: ['predicted', 'omitted', 'unpredicted'],
  heatMapTypes: ['predicted'],
  signatures: [
    {
      id: 'naive-reward-burst',
      role: 'control',
      claim: 'Before learning, reward evokes a burst.',
      source: `${paper}; bound: ε = ${epsilon} of the reward size, the error of an animal without any expectation`,
      quantity: 'RPE at reward in the first trial / reward size',
      expected: { about: 1, within: epsilon },
      measure: (e) => atReward(e, 'naive') / e.parameters.magnitude,
    },
    {
      id: 'naive-cue-silent',
      role: 'control',
      claim: 'Before learning, the cue evokes no response.',
      source: `${paper}; bound: ε = ${epsilon} of the RPE of an unpredicted reward`,
      quantity: 'RPE at cue in the first trial / reward size',
      expected: { about: 0, within: epsilon },
      measure: (e) => atCue(e, 'naive') / e.parameters.magnitude,
    },
    {
      id: 'trained-cue-burst',
      claim: 'After learning, the cue evokes a burst.',
      source: `${paper}; bound: ε = ${epsilon} of the RPE of an unpredicted reward`,
      quantity: 'RPE at cue / reward size',
      expected: { above: epsilon },
      // A response to the cue indicates learning only if it was not there from the start.
      controls: ['naive-cue-silent'],
      measure: (e) => atCue(e, 'predicted') / e.parameters.magnitude,
    },
    {
      id: 'trained-reward-silent',
      claim: 'After learning, the predicted reward evokes no response.',
      source: `${paper}; bound: ε = ${epsilon} of the RPE of an unpredicted reward`,
      quantity: 'RPE at predicted reward / reward size',
      expected: { about: 0, within: epsilon },
      // The absence of a response indicates prediction only if the same reward evokes a burst when it is not predicted.
      controls: ['naive-reward-burst', 'unpredicted-reward-burst'],
      measure: (e) => atReward(e, 'predicted') / e.parameters.magnitude,
    },
    {
      id: 'omission-dip',
      claim: 'When the predicted reward is omitted, firing falls at the usual time of reward.',
      source: `${paper}; bound: ε = ${epsilon} of the RPE of an unpredicted reward (theory: -1)`,
      quantity: 'RPE at the usual time of the omitted reward / reward size',
      expected: { below: -epsilon },
      // Trials with and without reward must not differ before the time of reward, or the dip is not a response to the
      // omission.
      controls: ['omission-cue-unchanged'],
      measure: (e) => atReward(e, 'omitted') / e.parameters.magnitude,
    },
    {
      id: 'omission-timed',
      claim: 'The depression at omission is confined to the usual time of reward.',
      source: `${paper}; bound: ε = ${epsilon} of the depression, which is ε / (1 + ε) in this ratio`,
      quantity:
        'ratio a / (|a| + |b|); a: largest |RPE| at any other time after the cue, b: RPE at the usual time of the omitted reward',
      expected: { below: shareOf(epsilon) },
      // As for the dip.
      controls: ['omission-cue-unchanged'],
      measure: (e) => shareOfBoth(largestElsewhere(e), Math.abs(atReward(e, 'omitted')), e.parameters.magnitude),
    },
    {
      id: 'omission-cue-unchanged',
      role: 'control',
      claim: 'The cue response does not depend on whether the reward will be delivered.',
      source: `${paper}; bound: ε = ${epsilon} of the cue response, which is ε / 2 in this contrast`,
      quantity:
        'contrast (a - b) / (|a| + |b|); a: RPE at cue in trials with omitted reward, b: in trials with predicted reward',
      expected: { about: 0, within: epsilon / 2 },
      measure: (e) => contrast(atCue(e, 'omitted'), atCue(e, 'predicted'), e.parameters.magnitude),
    },
    {
      id: 'unpredicted-reward-burst',
      role: 'control',
      claim: 'After learning, an unpredicted reward still evokes a burst.',
      source: `${paper}; bound: half of the reward size (theory: 1)`,
      quantity: 'RPE at unpredicted reward / reward size',
      expected: { above: 0.5 },
      measure: (e) => atReward(e, 'unpredicted') / e.parameters.magnitude,
    },
  ],
  noneFails:
    'In every agent that learns from an error, a predicted reward evokes no response, with or without a representation of time. An agent without timing lacks the burst at the cue, and its omissions are not judged.',
  notes: [
    {
      agents: ['mackintosh', 'pearce-hall', 'pearce-hall-hybrid', 'rescorla-wagner', 'rescorla-wagner-configural'],
      signatures: ['trained-cue-burst'],
      why: 'They learn once per trial and have no response at the cue. Their errors at the outcome are as reported.',
    },
    {
      agents: ['td-microstimuli'],
      signatures: ['trained-reward-silent', 'omission-timed'],
      why: 'They transfer the burst but keep much of the reward response, and their dip is late and broad.',
    },
    {
      agents: ['td-presence'],
      why: 'It has no timing, but the cue stays on until the reward, so cue offset signals the time of the reward. In trace conditioning (traceSeconds) it loses the dip.',
    },
    {
      agents: ['anccr'],
      why: 'Omissions are not events for it, its first rewards evoke almost no response, and with rewards 8 s apart the contingency of the cue does not cancel the response to the reward.',
    },
  ],
});
