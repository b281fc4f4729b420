import { integer, real, type Values } from '../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence, type SummaryPoint } from '../contracts/paradigm.ts';
import type { Design } from '../contracts/design.ts';
import { ratio } from './measures/numbers.ts';

const parameters = {
  acquisitionTrials: integer({ default: 400, min: 0, max: 20_000, unit: 'trials per cue', help: 'trials of each cue before the recording' }),
  recordingTrials: integer({ default: 400, min: 20, max: 20_000, unit: 'trials per cue', help: 'trials of each cue during the recording; learning stays on' }),
  cueSeconds: real({ default: 2, min: 0.6, max: 10, unit: 's', help: 'the cue lasts this long and the outcome comes at its end' }),
  itiSeconds: real({
    default: 9,
    min: 6,
    max: 120,
    unit: 's',
    help: 'mean interval from an outcome to the next cue, at least a third of it and beyond that memoryless (mean from the legend of figure 3 of Niv et al. 2005, distribution approximate)',
  }),
  magnitude: real({ default: 1, min: 0.05, max: 10, unit: 'reward units', symbol: 'r', help: 'size of the reward' }),
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
  const phase = (id: string, trials: number) => ({ id, trials: probabilities.length * trials, plastic: true, mixture, order: 'balanced' }) as const;
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
  const delivered = rewarded.map((p) => [`${cueOf(p)}-rewarded`, { title: `${percent(p)}, rewarded`, types: [cueOf(p)], outcome: 'delivered', ...shared }]);
  const omitted = unrewarded.map((p) => [`${cueOf(p)}-unrewarded`, { title: `${percent(p)}, unrewarded`, types: [cueOf(p)], outcome: 'omitted', ...shared }]);
  return Object.fromEntries([...all, ...delivered, ...omitted]);
}

const atCue = (e: Evidence<P>, p: number): number => e.at(cueOf(p), 'rpe', 0) / e.parameters.magnitude;
const atOutcome = (e: Evidence<P>, p: number, outcome: 'rewarded' | 'unrewarded'): number =>
  e.at(`${cueOf(p)}-${outcome}`, 'rpe', e.parameters.cueSeconds) / e.parameters.magnitude;

/** What the recording shows above its baseline, averaged over both outcomes. */
function aboveBaseline(e: Evidence<P>, p: number, from: number, to: number): number {
  return e.mean(cueOf(p), 'rate', from, to) - e.mean(cueOf(p), 'rate', -1, 0);
}
const ramp = (e: Evidence<P>, p: number): number => aboveBaseline(e, p, e.parameters.cueSeconds - rampSeconds, e.parameters.cueSeconds);
/** The recorded response to the cue of certain reward, as a yardstick in the recording's own unit. */
const cueResponse = (e: Evidence<P>): number => aboveBaseline(e, 1, 0, e.design.stepSeconds);

/** Smallest rise from one number to the next. */
function smallestRise(values: readonly number[]): number {
  return Math.min(...values.slice(1).map((value, i) => value - (values[i] as number)));
}

const points = (ps: readonly number[], y: (p: number) => number): readonly SummaryPoint[] => ps.map((p) => ({ x: p, y: y(p) }));

// Who shows what, as found by running: the ramp grows with the learning rate and is above ε from about 0.4 on with TD(0)
// and a serial compound, at 0.8 (Niv et al.) with all three signs of it; at 0.1 it is there in the right order but small.
// A belief state learns the rarer cues slowly, since an update counts by the square of the belief in it: the order of its
// cue responses needs a few thousand trials a cue. Certain reward is never quite silent with presence or microstimuli.
const paper = 'Fiorillo, Tobler & Schultz 2003';
const niv = 'Niv, Duff & Dayan 2005';

export default defineParadigm({
  id: 'fiorillo-2003',
  version: 2,
  title: 'Fiorillo, Tobler & Schultz 2003: probability and uncertainty',
  summary:
    'Five cues foretell reward with probabilities 0, 0.25, 0.5, 0.75 and 1. The response to the cue grows with probability and the response to the reward shrinks. Averaged over trials, activity ramps up before the outcome, most where it is least certain. A TD error that is recorded asymmetrically shows such a ramp in the average though no single trial has one, if the learning rate is high.',
  citation: { text: 'Fiorillo, Tobler & Schultz 2003, Science 299:1898', doi: '10.1126/science.1077349' },
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
      source: `${paper}; bound: every step is a rise`,
      quantity: 'smallest rise in RPE at cue from one probability to the next / reward size',
      expected: { above: 0 },
      measure: (e) => smallestRise(probabilities.map((p) => atCue(e, p))),
    },
    {
      id: 'reward-shrinks',
      claim: 'The response to the reward shrinks with its probability.',
      source: `${paper}; bound: every step is a fall`,
      quantity: 'smallest fall in RPE at reward from one probability to the next / reward size',
      expected: { above: 0 },
      measure: (e) => smallestRise(rewarded.map((p) => -atOutcome(e, p, 'rewarded'))),
    },
    {
      id: 'certain-reward-silent',
      claim: 'A certain reward evokes nothing.',
      source: `${paper}; bound: ε = ${epsilon} of the response to the least likely reward`,
      quantity: 'RPE at reward, p = 1 / p = 0.25',
      expected: { about: 0, within: epsilon },
      measure: (e) => ratio(atOutcome(e, 1, 'rewarded'), atOutcome(e, 0.25, 'rewarded')),
    },
    {
      id: 'omission-never-excites',
      role: 'control',
      claim: 'No omission raises firing.',
      source: `${paper}; bound: ε = ${epsilon} of the reward size`,
      quantity: 'largest RPE at unrewarded outcome over probabilities / reward size',
      expected: { below: epsilon },
      measure: (e) => Math.max(...unrewarded.map((p) => atOutcome(e, p, 'unrewarded'))),
    },
    {
      id: 'omission-deepens',
      claim: 'Firing falls more at an omission, the likelier the reward was.',
      source: `${paper}; bound: every step is a fall`,
      quantity: 'smallest fall in RPE at unrewarded outcome from one probability to the next / reward size',
      expected: { above: 0 },
      measure: (e) => smallestRise(unrewarded.map((p) => -atOutcome(e, p, 'unrewarded'))),
    },
    {
      id: 'ramp-present',
      claim: 'Activity has risen before the outcome when reward is uncertain.',
      source: `${paper}; as an average over trials of asymmetric errors, in proportion to the learning rate: ${niv}; bound: ε = ${epsilon} of the cue response`,
      quantity: 'recorded signal in the last 0.5 s before the outcome, p = 0.5 / at cue, p = 1',
      expected: { above: epsilon },
      measure: (e) => ratio(ramp(e, 0.5), cueResponse(e)),
    },
    {
      id: 'ramp-peaks-at-half',
      claim: 'The ramp is steepest at p = 0.5, where the outcome is least certain.',
      source: `${paper}; ${niv}; bound: any excess`,
      quantity: '(ramp at p = 0.5 - larger of those at 0.25 and 0.75) / cue response, p = 1',
      expected: { above: 0 },
      measure: (e) => ratio(ramp(e, 0.5) - Math.max(ramp(e, 0.25), ramp(e, 0.75)), cueResponse(e)),
    },
    {
      id: 'ramp-absent-when-certain',
      claim: 'There is less of a ramp where the outcome is certain.',
      source: `${paper}; ${niv}; bound: any excess`,
      quantity: '(smaller ramp of p = 0.25, 0.75 - larger of p = 0, 1) / cue response, p = 1',
      expected: { above: 0 },
      measure: (e) => ratio(Math.min(ramp(e, 0.25), ramp(e, 0.75)) - Math.max(ramp(e, 0), ramp(e, 1)), cueResponse(e)),
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
        { id: 'unrewarded', title: 'no reward', measure: (e) => points(unrewarded, (p) => atOutcome(e, p, 'unrewarded')) },
      ],
    },
    {
      id: 'ramp',
      title: 'Ramp before the outcome',
      x: 'reward probability',
      y: 'recorded signal, last 0.5 s (cue responses at p = 1)',
      series: [{ id: 'ramp', title: 'before outcome', measure: (e) => points(probabilities, (p) => ratio(ramp(e, p), cueResponse(e))) }],
    },
  ],
});
