import { integer, real, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence, type SummaryPoint } from '../../contracts/paradigm.ts';
import type { Design, TrialType } from '../../contracts/design.ts';
import { contrast, contrastOf, shareOf, shareOfBoth, smallestRise } from '../measures/numbers.ts';
import { evenly, iti, recordedTrials, rewardSize } from '../shared/parameters.ts';

const parameters = {
  acquisitionTrials: integer({
    default: 260,
    min: 2,
    max: 20_000,
    unit: 'trials per odour',
    help: 'trials of each odour before the recording',
  }),
  recordingTrials: recordedTrials(160, 'trials of each odour, and of unexpected water, during the recording', {
    min: 20,
    unit: 'trials per odour',
  }),
  delaySeconds: real({
    default: 1,
    min: 0.4,
    max: 10,
    unit: 's',
    help: 'from the end of the odour, which lasts 1 s, to the outcome (approximate)',
  }),
  itiSeconds: iti(4, ' (approximate)', { min: 3, max: 120 }),
  probability: real({
    default: 0.9,
    min: 0.2,
    max: 0.98,
    symbol: 'p',
    help: 'probability of the predicted outcome (approximate)',
  }),
  magnitude: rewardSize('value of the big drop of water'),
  smallRatio: real({
    default: 0.4,
    min: 0.05,
    max: 0.9,
    symbol: 'R',
    help: 'value of the small drop, relative to the big one (approximate)',
  }),
  puffRatio: real({
    default: 0.4,
    min: 0,
    max: 5,
    symbol: 'P',
    help: 'aversiveness of an air puff, relative to the value of the big drop (chosen; not known)',
  }),
};
type P = Values<typeof parameters>;

const odourSeconds = 1;
const afterOutcomeSeconds = 1;
const epsilon = 0.05;
/** Seconds over which the value just after the odour’s onset, before the outcome and after it is read. */
const readSeconds = 0.4;

const odours = ['big', 'small', 'nothing', 'puff'] as const;
type Odour = (typeof odours)[number];
const names = { big: 'big water', small: 'small water', nothing: 'nothing', puff: 'air puff' } as const;

const outcomeAt = ({ delaySeconds }: P): number => odourSeconds + delaySeconds;

function design(parameters: P): Design {
  const { acquisitionTrials, recordingTrials, itiSeconds, probability, magnitude, smallRatio, puffRatio } = parameters;
  const worth: Readonly<Record<Odour, number>> = {
    big: magnitude,
    small: smallRatio * magnitude,
    nothing: 0,
    puff: -puffRatio * magnitude,
  };
  const outcome = (odour: Odour, chance: number) =>
    ({
      time: { kind: 'fixed', seconds: outcomeAt(parameters) },
      magnitude: worth[odour],
      probability: chance,
      name: names[odour],
    }) as const;
  const trialType = (odour: Odour): TrialType => ({
    title: `odour of ${names[odour]}`,
    cues: [{ cue: odour, onsetSeconds: 0, durationSeconds: odourSeconds }],
    rewards: odour === 'nothing' ? [] : [outcome(odour, probability)],
  });
  const each = Object.fromEntries(odours.map((odour) => [odour, 1]));
  return {
    cues: odours.map((odour) => ({ id: odour, title: `odour of ${names[odour]}` })),
    trialTypes: {
      ...Object.fromEntries(odours.map((odour) => [odour, trialType(odour)])),
      unexpected: { title: 'big water without odour', cues: [], rewards: [outcome('big', 1)] },
    },
    phases: [
      { id: 'acquisition', trials: odours.length * acquisitionTrials, plastic: true, mixture: each, order: 'balanced' },
      {
        id: 'recording',
        trials: (odours.length + 1) * recordingTrials,
        plastic: true,
        mixture: { ...each, unexpected: 1 },
        order: 'balanced',
      },
    ],
    iti: evenly(itiSeconds),
    trialSeconds: outcomeAt(parameters) + afterOutcomeSeconds,
  };
}

function conditions(parameters: P): Readonly<Record<string, Condition>> {
  const shared = {
    phase: 'recording',
    align: 'cue',
    window: [-1, outcomeAt(parameters) + afterOutcomeSeconds],
  } as const;
  return {
    ...Object.fromEntries(odours.map((odour) => [odour, { title: names[odour], types: [odour], ...shared }])),
    unexpected: { title: 'unexpected big water', types: ['unexpected'], ...shared },
    'big-delivered': { title: 'big water, delivered', types: ['big'], outcome: 'delivered', ...shared },
    'big-omitted': { title: 'big water, omitted', types: ['big'], outcome: 'omitted', ...shared },
  };
}

const atOdour = (e: Evidence<P>, odour: Odour): number => e.at(odour, 'rpe', 0) / e.parameters.magnitude;
const atOutcome = (e: Evidence<P>, condition: string): number =>
  e.at(condition, 'rpe', outcomeAt(e.parameters)) / e.parameters.magnitude;

/** Value in the last moments before the outcome, compared with the activity of the GABA neurons. */
const beforeOutcome = (e: Evidence<P>, condition: string): number =>
  e.mean(condition, 'value', outcomeAt(e.parameters) - readSeconds, outcomeAt(e.parameters));
const afterOdourOnset = (e: Evidence<P>, condition: string): number =>
  e.mean(condition, 'value', e.design.stepSeconds, readSeconds + e.design.stepSeconds);
const duringDelay = (e: Evidence<P>, condition: string): number =>
  e.mean(condition, 'value', odourSeconds, outcomeAt(e.parameters));

/**
 * Sum of the RPE over the steps of the delay: an error's size does not depend on the step length, so a mean over steps
 * would shrink with the grid.
 */
const duringDelayInAll = (e: Evidence<P>): number =>
  (e.mean('big', 'rpe', odourSeconds, outcomeAt(e.parameters)) * e.parameters.delaySeconds) / e.design.stepSeconds;

/** Value just after the outcome or its omission. */
const afterOutcome = (e: Evidence<P>, condition: string): number =>
  e.mean(
    condition,
    'value',
    outcomeAt(e.parameters) + e.design.stepSeconds,
    outcomeAt(e.parameters) + readSeconds + e.design.stepSeconds,
  );

const order = (read: (odour: Odour) => number): readonly SummaryPoint[] =>
  (['nothing', 'small', 'big'] as const).map((odour, i) => ({ x: i, y: read(odour) }));

const paper = 'Cohen et al. 2012';

export default defineParadigm({
  id: 'cohen-2012',
  version: 4,
  title: 'Cohen et al. 2012: dopamine and GABA neurons',
  summary:
    'Odours predict a big drop of water, a small one, nothing or an air puff, one second after odour offset. Identified dopamine neurons respond to the odour in proportion to its value, and to water only if it is unexpected. Neighbouring GABA neurons, whose activity is compared here with the value V(t), rise with the odour, stay elevated until the outcome in proportion to the expected reward, and do not signal whether it was delivered. Sizes, probabilities and times are approximate.',
  citation: { text: 'Cohen et al. 2012, Nature 482:85', doi: '10.1038/nature10754' },
  approximate: {
    unchecked: ['delaySeconds', 'itiSeconds', 'probability', 'smallRatio'],
    changed: { puffRatio: 'chosen: the aversiveness of an air puff to a mouse is not known' },
  },
  parameters,
  agent: 'td-csc',
  recording: { id: 'spikes', parameters: {} },
  design,
  conditions,
  shown: [...odours, 'unexpected'],
  heatMapTypes: ['big'],
  signatures: [
    {
      id: 'dopamine-odour-order',
      claim: 'The dopamine response to the odour grows from nothing to small to big water.',
      source: `${paper}; bound: ε = ${epsilon} of the value of the big drop for each increase`,
      quantity: 'smaller increase in RPE at odour, from nothing to small and from small to big / value of the big drop',
      expected: { above: epsilon },
      measure: (e) => smallestRise([atOdour(e, 'nothing'), atOdour(e, 'small'), atOdour(e, 'big')]),
    },
    {
      id: 'dopamine-phasic',
      claim: 'The dopamine response to the odour is brief and absent during the delay.',
      source: `${paper}; bound: ε = ${epsilon} of the response to the odour, which is ε / (1 + ε) in this ratio`,
      quantity: 'ratio a / (|a| + |b|); a: RPE summed over the delay between odour and big water, b: RPE at the odour',
      expected: { about: 0, within: shareOf(epsilon) },
      measure: (e) => shareOfBoth(duringDelayInAll(e), e.at('big', 'rpe', 0), e.parameters.magnitude),
    },
    {
      id: 'dopamine-unexpected-water',
      role: 'control',
      claim: 'Unexpected water excites dopamine neurons.',
      source: `${paper}; bound: ε = ${epsilon} of the value of the big drop`,
      quantity: 'RPE at unexpected big water / value of the big drop',
      expected: { above: epsilon },
      measure: (e) => atOutcome(e, 'unexpected'),
    },
    {
      id: 'dopamine-expected-less',
      role: 'control',
      claim: 'Expected water evokes less than half of the response to unexpected water.',
      source: `${paper}; bound: half of the response (theory: 1 - p, which is 0.1 at p = 0.9)`,
      quantity: 'contrast (a - b) / (|a| + |b|); a: RPE at expected big water, b: RPE at unexpected big water',
      expected: { below: contrastOf(0.5) },
      measure: (e) => contrast(atOutcome(e, 'big-delivered'), atOutcome(e, 'unexpected')),
    },
    {
      id: 'gaba-plateau',
      claim: 'GABA neurons stay active from the odour until the outcome.',
      source: `${paper}; GABA = V(t); bound: half of the activity after odour onset (above 0 for a value that rises towards reward)`,
      byConstruction:
        'GABA activity is compared with the predicted value, which stays elevated until the reward in every agent that remembers the odour.',
      quantity:
        'contrast (a - b) / (|a| + |b|); a: mean value in the last 0.4 s before big water, b: mean value in the 0.4 s after odour onset',
      expected: { above: contrastOf(0.5) },
      measure: (e) => contrast(beforeOutcome(e, 'big'), afterOdourOnset(e, 'big'), e.parameters.magnitude),
    },
    {
      id: 'gaba-scales-with-value',
      claim: 'GABA activity during the delay grows with the expected reward.',
      source: `${paper}; GABA = V(t); bound: ε = ${epsilon} of the value of the big drop for each increase`,
      quantity:
        'smaller increase in mean value during the delay, from nothing to small and from small to big / value of the big drop',
      expected: { above: epsilon },
      measure: (e) =>
        smallestRise((['nothing', 'small', 'big'] as const).map((odour) => duringDelay(e, odour))) /
        e.parameters.magnitude,
    },
    {
      id: 'gaba-blind-to-outcome',
      claim: 'GABA activity does not depend on whether water is delivered.',
      source: `${paper}; GABA = V(t); bound: 0.16, about a fifth of the activity before the outcome`,
      quantity:
        'ratio a / (|a| + |b|); a: value after delivered - after omitted big water, b: value before the outcome',
      expected: { about: 0, within: 0.16 },
      measure: (e) =>
        shareOfBoth(
          afterOutcome(e, 'big-delivered') - afterOutcome(e, 'big-omitted'),
          beforeOutcome(e, 'big'),
          e.parameters.magnitude,
        ),
    },
  ],
  noneFails:
    'In every agent that learns what the odours predict, value grows with the expected reward and does not depend on the delivered one. An agent that does not distinguish expected from unexpected water fails a control.',
  notes: [
    {
      agents: ['mackintosh', 'pearce-hall', 'pearce-hall-hybrid', 'rescorla-wagner', 'rescorla-wagner-configural'],
      signatures: ['dopamine-odour-order', 'dopamine-phasic'],
      why: 'Their value has no time course, and they have no response at the odour to compare the delay with.',
    },
    {
      agents: ['td-belief'],
      signatures: ['dopamine-odour-order', 'dopamine-phasic'],
      why: 'It learns so slowly that after this amount of training a small error remains during the delay.',
    },
    {
      agents: ['td-microstimuli', 'anccr', 'anccr-slow-base-rates', 'ret'],
      why: 'Expected water evokes nearly as large a response as unexpected water: with imprecise timing, or with rates only, the response to a predicted reward does not vanish.',
    },
    {
      agents: ['td-expectile', 'td-quantile'],
      signatures: ['dopamine-phasic'],
      why: 'Channels that bootstrap on one another still produce noise during the delay.',
    },
    {
      agents: ['td-presence'],
      signatures: ['gaba-plateau', 'gaba-blind-to-outcome'],
      why: 'Its representation of the odour has ended before the water.',
    },
    {
      agents: ['td-range-normalised'],
      why: 'An error relative to its spread stays large if outcomes hardly vary.',
    },
  ],
  summaries: [
    {
      id: 'dopamine',
      title: 'Dopamine: RPE at odour',
      x: 'odour that predicts',
      categories: ['nothing', 'a small drop', 'a big drop'],
      y: 'RPE / value of the big drop',
      series: [{ id: 'odour', title: 'odour', measure: (e) => order((odour) => atOdour(e, odour)) }],
    },
    {
      id: 'gaba',
      title: 'GABA: value during the delay',
      x: 'odour that predicts',
      categories: ['nothing', 'a small drop', 'a big drop'],
      y: 'value (reward units)',
      series: [{ id: 'delay', title: 'delay', measure: (e) => order((odour) => duringDelay(e, odour)) }],
    },
  ],
});
