import { integer, real, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence, type SummaryPoint } from '../../contracts/paradigm.ts';
import type { Design } from '../../contracts/design.ts';
import { smallestRise } from '../measures/numbers.ts';
import { evenly, iti, recordedTrials, rewardSize } from '../shared/parameters.ts';

const parameters = {
  acquisitionTrials: integer({
    default: 140,
    min: 2,
    max: 20_000,
    unit: 'trials per cue',
    help: 'trials of each cue before the recording',
  }),
  recordingTrials: recordedTrials(70, 'trials of each cue during the recording', { min: 4, unit: 'trials per cue' }),
  cueSeconds: real({
    default: 1.5,
    min: 0.6,
    max: 10,
    unit: 's',
    help: 'duration of the cue; the outcome occurs at its end (approximate)',
  }),
  itiSeconds: iti(4, ' (approximate)', { min: 3, max: 120 }),
  magnitude: rewardSize('value of the juice'),
  puffRatio: real({
    default: 0.6,
    min: 0.05,
    max: 5,
    symbol: 'R',
    help: 'aversiveness of an air puff, relative to the value of the juice (chosen; not known)',
  }),
};
type P = Values<typeof parameters>;

const outcomes = ['juice', 'puff'] as const;
type Outcome = (typeof outcomes)[number];
const probabilities = [0, 0.5, 1] as const;
const afterOutcomeSeconds = 1;
const epsilon = 0.05;

const cueOf = (outcome: Outcome, p: number): string => `${outcome}-${100 * p}`;
const names = { juice: 'juice', puff: 'air puff' } as const;

/** Juice and puff come in separate blocks, each first to learn and then to record. */
function design({ acquisitionTrials, recordingTrials, cueSeconds, itiSeconds, magnitude, puffRatio }: P): Design {
  const worth = { juice: magnitude, puff: -puffRatio * magnitude };
  const all = outcomes.flatMap((outcome) =>
    probabilities.map((p) => ({ outcome, p, id: cueOf(outcome, p), title: `${names[outcome]} ${100 * p} %` })),
  );
  const block = (stage: 'acquisition' | 'recording', outcome: Outcome, trials: number) =>
    ({
      id: `${stage}-${outcome}`,
      trials: probabilities.length * trials,
      plastic: true,
      mixture: Object.fromEntries(probabilities.map((p) => [cueOf(outcome, p), 1])),
      order: 'balanced',
    }) as const;
  return {
    cues: all.map(({ id, title }) => ({ id, title: `cue ${title}` })),
    trialTypes: Object.fromEntries(
      all.map(({ outcome, p, id, title }) => [
        id,
        {
          title,
          cues: [{ cue: id, onsetSeconds: 0, durationSeconds: cueSeconds }],
          rewards: [
            {
              time: { kind: 'fixed', seconds: cueSeconds },
              magnitude: worth[outcome],
              probability: p,
              name: names[outcome],
            },
          ],
        },
      ]),
    ),
    phases: [
      ...outcomes.map((outcome) => block('acquisition', outcome, acquisitionTrials)),
      ...outcomes.map((outcome) => block('recording', outcome, recordingTrials)),
    ],
    iti: evenly(itiSeconds),
    trialSeconds: cueSeconds + afterOutcomeSeconds,
  };
}

function conditions({ cueSeconds }: P): Readonly<Record<string, Condition>> {
  const shared = { align: 'cue', window: [-1, cueSeconds + afterOutcomeSeconds] } as const;
  return Object.fromEntries(
    outcomes.flatMap((outcome) => {
      const phase = `recording-${outcome}`;
      const all = probabilities.map((p): [string, Condition] => [
        cueOf(outcome, p),
        { title: `${names[outcome]} ${100 * p} %`, types: [cueOf(outcome, p)], phase, ...shared },
      ]);
      const delivered = ([0.5, 1] as const).map((p): [string, Condition] => [
        `${cueOf(outcome, p)}-delivered`,
        {
          title: `${names[outcome]} ${100 * p} %, delivered`,
          types: [cueOf(outcome, p)],
          outcome: 'delivered',
          phase,
          ...shared,
        },
      ]);
      return [...all, ...delivered];
    }),
  );
}

/** RPE at the cue, in juices. */
const atCue = (e: Evidence<P>, outcome: Outcome, p: number): number =>
  e.at(cueOf(outcome, p), 'rpe', 0) / e.parameters.magnitude;
const overProbability = (e: Evidence<P>, outcome: Outcome): readonly number[] =>
  probabilities.map((p) => atCue(e, outcome, p));
const atOutcome = (e: Evidence<P>, outcome: Outcome, p: number): number =>
  e.at(`${cueOf(outcome, p)}-delivered`, 'rpe', e.parameters.cueSeconds) / e.parameters.magnitude;

/** Each channel's RPE at the cues, as a function of the probability that they predict, in juices. */
function channelsAtCues(e: Evidence<P>): readonly Readonly<Record<Outcome, readonly number[]>>[] {
  const at = (outcome: Outcome) =>
    probabilities.map((p) =>
      e.channels(cueOf(outcome, p), 0, e.design.stepSeconds).map(({ rpe }) => rpe / e.parameters.magnitude),
    );
  const [juice, puff] = [at('juice'), at('puff')];
  return (juice[0] ?? []).map((_, channel) => ({
    juice: juice.map((all) => all[channel] as number),
    puff: puff.map((all) => all[channel] as number),
  }));
}

const curve =
  (outcome: Outcome, read: (rpe: number) => number) =>
  (e: Evidence<P>): readonly SummaryPoint[] =>
    probabilities.map((p) => ({ x: p, y: read(atCue(e, outcome, p)) }));
const itself = (rpe: number): number => rpe;

const paper = 'Matsumoto & Hikosaka 2009';

export default defineParadigm({
  id: 'matsumoto-2009',
  version: 3,
  title: 'Matsumoto & Hikosaka 2009: value and salience',
  summary:
    'In one block cues predict juice with probability 1, 0.5 or 0, in another an air puff. One group of dopamine neurons is excited by cues of juice and inhibited by cues of the puff, like a signed error. A second group is excited by both, more by more certain outcomes, like an unsigned error. Here, both kinds are sought among the agent’s own channels. The aversiveness of a puff and the times are not known.',
  citation: { text: 'Matsumoto & Hikosaka 2009, Nature 459:837', doi: '10.1038/nature08028' },
  approximate: {
    unchecked: ['cueSeconds', 'itiSeconds'],
    changed: { puffRatio: 'chosen: the aversiveness of an air puff to a monkey is not known' },
  },
  parameters,
  agent: 'td-csc',
  recording: { id: 'spikes', parameters: {} },
  design,
  conditions,
  shown: outcomes.flatMap((outcome) => probabilities.map((p) => cueOf(outcome, p))),
  heatMapTypes: [cueOf('juice', 1), cueOf('puff', 1)],
  signatures: [
    {
      id: 'value-juice-order',
      claim: 'Value group: the cue response grows with the probability of juice.',
      source: `${paper}; bound: ε = ${epsilon} of the value of juice for each increase`,
      quantity: 'smallest increase in RPE at cue from one probability of juice to the next / value of juice',
      expected: { above: epsilon },
      measure: (e) => smallestRise(overProbability(e, 'juice')),
    },
    {
      id: 'value-puff-inhibits',
      claim: 'Value group: the cue of a certain air puff lowers firing.',
      source: `${paper}; bound: ε = ${epsilon} of the value of juice`,
      quantity: 'RPE at the cue of a certain puff / value of juice',
      expected: { below: -epsilon },
      measure: (e) => atCue(e, 'puff', 1),
    },
    {
      id: 'value-puff-order-reversed',
      claim: 'Value group: the cue response falls with the probability of the air puff.',
      source: `${paper}; bound: ε = ${epsilon} of the value of juice for each decrease`,
      quantity: 'smallest decrease in RPE at cue from one probability of puff to the next / value of juice',
      expected: { above: epsilon },
      measure: (e) => smallestRise(overProbability(e, 'puff').map((rpe) => -rpe)),
    },
    {
      id: 'value-outcome-surprise',
      role: 'control',
      claim: 'Value group: uncertain juice evokes a larger response than certain juice.',
      source: `${paper}; bound: ε = ${epsilon} of the value of juice`,
      quantity: '(RPE at juice with p = 0.5 - with p = 1) / value of juice',
      expected: { above: epsilon },
      measure: (e) => atOutcome(e, 'juice', 0.5) - atOutcome(e, 'juice', 1),
    },
    {
      id: 'salience-both-excite',
      claim: 'Salience group: cues of juice and of the air puff excite the same neurons.',
      source: `${paper}; bound: ε = ${epsilon} of the value of juice, in any channel of the agent; a model with a single error has one channel`,
      quantity:
        'smaller of the RPEs at the cues of certain juice and of certain puff / value of juice, in the channel with the largest result',
      expected: { above: epsilon },
      measure: (e) =>
        Math.max(
          ...channelsAtCues(e).map(({ juice, puff }) => Math.min(juice.at(-1) as number, puff.at(-1) as number)),
        ),
    },
    {
      id: 'salience-puff-order',
      claim: 'Salience group: the cue response grows with the probability of the air puff.',
      source: `${paper}; bound: ε = ${epsilon} of the value of juice for each increase, in any channel of the agent; a model with a single error has one channel`,
      quantity:
        'smallest increase in RPE at cue from one probability of puff to the next / value of juice, in the channel with the largest result',
      expected: { above: epsilon },
      measure: (e) => Math.max(...channelsAtCues(e).map(({ puff }) => smallestRise(puff))),
    },
  ],
  nonePasses:
    'One group of neurons shows a signed value error. The other group responds to unsigned value, and no agent has channels for salience.',
  notes: [
    {
      agents: [
        'kalman-td',
        'td-average-reward',
        'td-csc',
        'td-csc-reset',
        'td-expectile',
        'td-lambda-csc',
        'td-multi-timescale',
        'td-presence',
        'td-quantile',
        'td-range-normalised',
        'td-sr',
        'td-state-uncertainty',
        'td-semi-markov',
      ],
      signatures: ['salience-both-excite', 'salience-puff-order'],
      why: 'The value group shows a signed value error, and all channels of these agents have the sign of the outcome: no agent here has channels for salience.',
    },
    {
      agents: ['mackintosh', 'pearce-hall', 'pearce-hall-hybrid', 'rescorla-wagner', 'rescorla-wagner-configural'],
      why: 'They learn once per trial: they have no response at the cue, where all findings are measured.',
    },
    {
      agents: ['td-belief'],
      signatures: ['value-juice-order', 'value-puff-order-reversed'],
      why: 'It learns too slowly to order its cues in this number of trials.',
    },
    {
      agents: ['anccr-slow-base-rates'],
      signatures: ['value-puff-order-reversed'],
      why: 'It orders the cues of juice correctly, but hardly those of the puff.',
    },
  ],
  summaries: [
    {
      id: 'value',
      title: 'Value group: RPE at cue',
      x: 'probability',
      y: 'RPE / value of juice',
      series: outcomes.map((outcome) => ({ id: outcome, title: names[outcome], measure: curve(outcome, itself) })),
    },
    {
      id: 'salience',
      title: 'Salience group: size of the RPE at cue',
      x: 'probability',
      y: '|RPE| / value of juice',
      series: outcomes.map((outcome) => ({ id: outcome, title: names[outcome], measure: curve(outcome, Math.abs) })),
    },
  ],
});
