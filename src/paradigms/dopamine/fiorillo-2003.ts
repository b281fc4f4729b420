import { integer, real, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence, type SummaryPoint } from '../../contracts/paradigm.ts';
import type { Design } from '../../contracts/design.ts';
import { shareOfBoth } from '../measures/numbers.ts';
import { recordedTrials, rewardSize } from '../shared/parameters.ts';

const parameters = {
  acquisitionTrials: integer({
    default: 400,
    min: 0,
    max: 20_000,
    unit: 'trials per cue',
    help: 'trials of each cue before the recording',
  }),
  recordingTrials: recordedTrials(400, 'trials of each cue during the recording', { min: 20, unit: 'trials per cue' }),
  cueSeconds: real({
    default: 2,
    min: 0.6,
    max: 10,
    unit: 's',
    help: 'duration of the cue; the outcome occurs at its end',
  }),
  itiSeconds: real({
    default: 9,
    min: 6,
    max: 120,
    unit: 's',
    help: 'mean interval from an outcome to the next cue: a third of the mean plus an exponential interval (mean from the legend of figure 3 of Niv et al. 2005)',
  }),
  magnitude: rewardSize(),
};
type P = Values<typeof parameters>;

const probabilities = [0, 0.25, 0.5, 0.75, 1] as const;
const rewarded = probabilities.filter((p) => p > 0);
const unrewarded = probabilities.filter((p) => p < 1);
const afterOutcomeSeconds = 1;
const epsilon = 0.05;
// The ramp is read over the last half second before the outcome.
const rampSeconds = 0.5;

const cueOf = (p: number): string => `p${100 * p}`;

function design({ acquisitionTrials, recordingTrials, cueSeconds, itiSeconds, magnitude }: P): Design {
  const mixture = Object.fromEntries(probabilities.map((p) => [cueOf(p), 1]));
  const phase = (id: string, trials: number) =>
    ({ id, trials: probabilities.length * trials, plastic: true, mixture, order: 'balanced' }) as const;
  return {
    cues: probabilities.map((p) => ({ id: cueOf(p), title: `cue ${100 * p} %` })),
    trialTypes: Object.fromEntries(
      probabilities.map((p) => [
        cueOf(p),
        {
          title: `reward with probability ${p}`,
          cues: [{ cue: cueOf(p), onsetSeconds: 0, durationSeconds: cueSeconds }],
          rewards: [{ time: { kind: 'fixed', seconds: cueSeconds }, magnitude, probability: p }],
        },
      ]),
    ),
    phases: [phase('acquisition', acquisitionTrials), phase('recording', recordingTrials)],
    iti: {
      kind: 'exponential',
      meanSeconds: (2 / 3) * itiSeconds,
      minSeconds: itiSeconds / 3 - afterOutcomeSeconds,
      maxSeconds: 6 * itiSeconds,
    },
    trialSeconds: cueSeconds + afterOutcomeSeconds,
  };
}

function conditions({ cueSeconds }: P): Readonly<Record<string, Condition>> {
  const shared = { phase: 'recording', align: 'cue', window: [-1, cueSeconds + afterOutcomeSeconds] } as const;
  const percent = (p: number): string => `p = ${p}`;
  const all = probabilities.map((p) => [cueOf(p), { title: percent(p), types: [cueOf(p)], ...shared }]);
  const delivered = rewarded.map((p) => [
    `${cueOf(p)}-rewarded`,
    { title: `${percent(p)}, rewarded`, types: [cueOf(p)], outcome: 'delivered', ...shared },
  ]);
  const omitted = unrewarded.map((p) => [
    `${cueOf(p)}-unrewarded`,
    { title: `${percent(p)}, unrewarded`, types: [cueOf(p)], outcome: 'omitted', ...shared },
  ]);
  return Object.fromEntries([...all, ...delivered, ...omitted]);
}

const atCue = (e: Evidence<P>, p: number): number => e.at(cueOf(p), 'rpe', 0) / e.parameters.magnitude;
const atOutcome = (e: Evidence<P>, p: number, outcome: 'rewarded' | 'unrewarded'): number =>
  e.at(`${cueOf(p)}-${outcome}`, 'rpe', e.parameters.cueSeconds) / e.parameters.magnitude;

/** The recorded response above its baseline, averaged over both outcomes. */
function aboveBaseline(e: Evidence<P>, p: number, from: number, to: number): number {
  return e.mean(cueOf(p), 'rate', from, to) - e.mean(cueOf(p), 'rate', -1, 0);
}
const ramp = (e: Evidence<P>, p: number): number =>
  aboveBaseline(e, p, e.parameters.cueSeconds - rampSeconds, e.parameters.cueSeconds);
/** The recorded response to the cue of certain reward, as a reference in the recording's own unit. */
const cueResponse = (e: Evidence<P>): number => aboveBaseline(e, 1, 0, e.design.stepSeconds);
const besideCue = (e: Evidence<P>, recorded: number): number => shareOfBoth(recorded, cueResponse(e));
/** Minimum difference between ramps: noise is smaller, and the theory of Niv et al. predicts four times as much. */
const minExcess = 0.01;

/** Smallest rise from one number to the next. */
function smallestRise(values: readonly number[]): number {
  return Math.min(...values.slice(1).map((value, i) => value - (values[i] as number)));
}

const points = (ps: readonly number[], y: (p: number) => number): readonly SummaryPoint[] =>
  ps.map((p) => ({ x: p, y: y(p) }));

const paper = 'Fiorillo, Tobler & Schultz 2003';
const niv = 'Niv, Duff & Dayan 2005';

export default defineParadigm({
  id: 'fiorillo-2003',
  version: 3,
  title: 'Fiorillo, Tobler & Schultz 2003: probability and uncertainty',
  summary:
    'Five cues predict reward with probabilities 0, 0.25, 0.5, 0.75 and 1. The response to the cue grows with probability, and the response to the reward shrinks. Averaged over trials, activity ramps up before the outcome, most for the most uncertain reward. If the learning rate is high, a TD error that is recorded asymmetrically shows such a ramp in the average, although no single trial has one.',
  citation: { text: 'Fiorillo, Tobler & Schultz 2003, Science 299:1898', doi: '10.1126/science.1077349' },
  approximate: { unchecked: ['distribution of the intervals (the mean is as published)'] },
  parameters,
  agent: 'td-csc',
  bench: { recordingTrials: 60 },
  recording: { id: 'asymmetric', parameters: {} },
  design,
  conditions,
  shown: probabilities.map(cueOf),
  heatMapTypes: [cueOf(0.5)],
  signatures: [
    {
      id: 'cue-grows',
      claim: 'The cue response grows with reward probability.',
      source: `${paper}; bound: ε = ${epsilon} of the reward size for each increase (theory: 0.2)`,
      quantity: 'smallest increase in RPE at cue from one probability to the next / reward size',
      expected: { above: epsilon },
      measure: (e) => smallestRise(probabilities.map((p) => atCue(e, p))),
    },
    {
      id: 'reward-shrinks',
      claim: 'The response to reward shrinks with its probability.',
      source: `${paper}; bound: ε = ${epsilon} of the reward size for each decrease (theory: 0.25)`,
      quantity: 'smallest decrease in RPE at reward from one probability to the next / reward size',
      expected: { above: epsilon },
      measure: (e) => smallestRise(rewarded.map((p) => -atOutcome(e, p, 'rewarded'))),
    },
    {
      id: 'certain-reward-silent',
      claim: 'A certain reward evokes no response.',
      source: `${paper}; bound: ε = ${epsilon} of the reward size`,
      quantity: 'RPE at reward with p = 1 / reward size',
      expected: { about: 0, within: epsilon },
      measure: (e) => atOutcome(e, 1, 'rewarded'),
    },
    {
      id: 'omission-never-excites',
      role: 'control',
      claim: 'An unrewarded outcome never raises firing.',
      source: `${paper}; bound: ε = ${epsilon} of the reward size`,
      quantity: 'largest RPE at an unrewarded outcome over all probabilities / reward size',
      expected: { below: epsilon },
      measure: (e) => Math.max(...unrewarded.map((p) => atOutcome(e, p, 'unrewarded'))),
    },
    {
      id: 'omission-deepens',
      claim: 'Omission lowers firing more if the reward was more probable.',
      source: `${paper}; bound: ε = ${epsilon} of the reward size for each decrease (theory: 0.25)`,
      byConstruction:
        'The error at an omission is the error at the reward minus the reward size, so `reward-shrinks` already tests this.',
      quantity: 'smallest decrease in RPE at unrewarded outcomes from one probability to the next / reward size',
      expected: { above: epsilon },
      measure: (e) => smallestRise(unrewarded.map((p) => -atOutcome(e, p, 'unrewarded'))),
    },
    {
      id: 'ramp-present',
      claim: 'Activity ramps up before an uncertain outcome.',
      source: `${paper}; explained as a mean of asymmetrically recorded errors, proportional to the learning rate: ${niv}; bound: ε = ${epsilon}`,
      quantity:
        'ratio a / (|a| + |b|); a: ramp (recorded signal above baseline in the last 0.5 s before the outcome) at p = 0.5, b: recorded signal at the cue of p = 1',
      expected: { above: epsilon },
      measure: (e) => besideCue(e, ramp(e, 0.5)),
    },
    {
      id: 'ramp-peaks-at-half',
      claim: 'The ramp is highest at p = 0.5, where the outcome is most uncertain.',
      source: `${paper}; ${niv}; bound: ${minExcess}`,
      quantity:
        'ratio a / (|a| + |b|); a: ramp at p = 0.5 - higher ramp of p = 0.25 and 0.75, b: recorded signal at the cue of p = 1',
      expected: { above: minExcess },
      measure: (e) => besideCue(e, ramp(e, 0.5) - Math.max(ramp(e, 0.25), ramp(e, 0.75))),
    },
    {
      id: 'ramp-absent-when-certain',
      claim: 'The ramp is lower if the outcome is certain.',
      source: `${paper}; ${niv}; bound: ${minExcess}`,
      quantity:
        'ratio a / (|a| + |b|); a: lower ramp of p = 0.25 and 0.75 - higher ramp of p = 0 and 1, b: recorded signal at the cue of p = 1',
      expected: { above: minExcess },
      measure: (e) => besideCue(e, Math.min(ramp(e, 0.25), ramp(e, 0.75)) - Math.max(ramp(e, 0), ramp(e, 1))),
    },
  ],
  nonePasses:
    'The ramp is proportional to the learning rate, which is 0.1 in these agents. With 0.8, as in Niv et al., TD(0) with a serial compound shows all findings.',
  notes: [
    {
      agents: ['td-csc', 'td-csc-reset', 'td-average-reward', 'td-block-belief'],
      signatures: ['ramp-present', 'ramp-peaks-at-half', 'ramp-absent-when-certain'],
      why: 'The ramp is proportional to the learning rate: at 0.1, the value of these agents, it has the right order but is small. With 0.8, as in Niv et al., TD(0) with a serial compound shows all three findings about the ramp.',
    },
    {
      agents: ['mackintosh', 'pearce-hall', 'pearce-hall-hybrid', 'rescorla-wagner', 'rescorla-wagner-configural'],
      signatures: ['cue-grows', 'ramp-present', 'ramp-peaks-at-half', 'ramp-absent-when-certain'],
      why: 'They learn once per trial: they have no response at the cue, and no time steps before the outcome in which a ramp could occur.',
    },
    {
      agents: ['td-lambda-csc'],
      signatures: ['ramp-present', 'ramp-peaks-at-half', 'ramp-absent-when-certain'],
      why: 'A trace propagates most of the error at the outcome back at once, so hardly any error remains to propagate step by step.',
    },
    {
      agents: ['td-belief'],
      signatures: ['cue-grows'],
      why: 'It learns the rarer rewards slowly, because an update is weighted by the square of the belief: the correct order of its cues takes a few thousand trials per cue.',
    },
    {
      agents: ['td-microstimuli', 'td-presence'],
      signatures: ['certain-reward-silent'],
      why: 'Without precise timing the response to a certain reward never vanishes completely.',
    },
    {
      agents: ['anccr', 'anccr-slow-base-rates', 'ret'],
      why: 'Omissions are not events for them, and the contingency of a cue depends too little on its reward probability.',
    },
  ],
  summaries: [
    {
      id: 'phasic',
      title: 'Responses against reward probability',
      x: 'reward probability',
      y: 'RPE (reward sizes)',
      series: [
        { id: 'cue', title: 'cue', measure: (e) => points(probabilities, (p) => atCue(e, p)) },
        { id: 'rewarded', title: 'reward', measure: (e) => points(rewarded, (p) => atOutcome(e, p, 'rewarded')) },
        {
          id: 'unrewarded',
          title: 'no reward',
          measure: (e) => points(unrewarded, (p) => atOutcome(e, p, 'unrewarded')),
        },
      ],
    },
    {
      id: 'ramp',
      title: 'Ramp before the outcome',
      x: 'reward probability',
      y: 'ramp / (|ramp| + |cue response at p = 1|)',
      series: [
        { id: 'ramp', title: 'before outcome', measure: (e) => points(probabilities, (p) => besideCue(e, ramp(e, p))) },
      ],
    },
  ],
});
