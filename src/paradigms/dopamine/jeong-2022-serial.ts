import type { Design } from '../../contracts/design.ts';
import { integer, real, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence, type SummaryPoint } from '../../contracts/paradigm.ts';
import {
  blocksOf,
  chamber,
  citation,
  code,
  contested,
  epsilon,
  halfRise,
  memoryless,
  numbered,
  randomRewards,
  relative,
  secondWindow,
} from '../shared/jeong-chamber.ts';
import { contrast, contrastOf, shareOfLargest } from '../measures/numbers.ts';
import { responseAt } from '../measures/recorded.ts';
import { rewardSize } from '../shared/parameters.ts';
import { sensor } from '../shared/sensors.ts';

const parameters = {
  randomRewards: integer({
    default: 300,
    min: 0,
    max: 5000,
    unit: 'rewards',
    help: 'unpredicted rewards before conditioning, 12 s apart',
  }),
  blockTrials: integer({
    default: 25,
    min: 2,
    max: 2000,
    unit: 'trials per block',
    help: 'trials in each of 16 blocks (the paper simulated 400 and shows the first 200 of the recordings)',
  }),
  itiSeconds: real({
    default: 60,
    min: 5,
    max: 180,
    unit: 's',
    help: 'mean of the exponential interval between trials, before it is cut at three times the mean',
  }),
  magnitude: rewardSize(),
};
type P = Values<typeof parameters>;

const blocks = numbered(16);
const cueSeconds = 1;
const secondCueSeconds = 1.5;
const rewardSeconds = 3;
const trialSeconds = 4.5;

function design({ randomRewards: before, blockTrials, itiSeconds, magnitude }: P): Design {
  const random = randomRewards(before, trialSeconds, magnitude);
  return {
    cues: [
      { id: 'first', title: 'CS1' },
      { id: 'second', title: 'CS2' },
    ],
    contexts: chamber,
    trialTypes: {
      series: {
        title: 'CS1, CS2, then reward',
        context: 'chamber',
        cues: [
          { cue: 'first', onsetSeconds: 0, durationSeconds: cueSeconds },
          { cue: 'second', onsetSeconds: secondCueSeconds, durationSeconds: cueSeconds },
        ],
        rewards: [{ time: { kind: 'fixed', seconds: rewardSeconds }, magnitude, probability: 1 }],
      },
      ...random.trialTypes,
    },
    phases: [...random.phases, ...blocksOf('block', blocks.length, blockTrials, { series: 1 })],
    iti: memoryless(itiSeconds),
    trialSeconds,
  };
}

const conditions = (): Readonly<Record<string, Condition>> =>
  Object.fromEntries(
    blocks.map((block) => [
      `block-${block}`,
      { title: `block ${block}`, types: ['series'], phase: `block-${block}`, align: 'cue', window: [-1, 4] } as const,
    ]),
  );

/** The response to an event, block by block. */
const course = (e: Evidence<P>, seconds: number): readonly number[] =>
  blocks.map((block) => responseAt(e, `block-${block}`, seconds, secondWindow, e.parameters.magnitude));
const last = (curve: readonly number[]): number => curve.at(-1) ?? Number.NaN;

/** Blocks until CS1 reaches half of its last response; at least one. */
const learning = (e: Evidence<P>): number => Math.max(1, Math.ceil(halfRise(course(e, 0))));

/** Maximum lead of CS2 over CS1 while CS1 is learned, relative to the largest of that and the final CS1. */
function lead(e: Evidence<P>): number {
  const [first, second] = [course(e, 0), course(e, secondCueSeconds)];
  return shareOfLargest(
    Math.max(...first.slice(0, learning(e)).map((response, block) => (second[block] as number) - response)),
    [last(first)],
  );
}
const points = (e: Evidence<P>, seconds: number): readonly SummaryPoint[] =>
  course(e, seconds).map((y, i) => ({ x: i + 1, y }));

const windows = `windows of its ${code} (fig6/backpropagation_sequential.py), which subtracts nothing`;

// Recorded numbers for this test are not available, so the bounds come from theory.
export default defineParadigm({
  id: 'jeong-2022-serial',
  version: 6,
  title: 'Jeong et al. 2022: two cues in series',
  summary: `CS1 is always followed by CS2, and CS2 by reward. In temporal-difference learning the response to the reward moves first to CS2 and then to CS1, so CS2 has a transient response of its own. In the recordings the responses to both grew together, and diverged later. ${contested}`,
  citation,
  approximate: { unchecked: ['blockTrials'] },
  parameters,
  agent: 'anccr',
  bench: { randomRewards: 100 },
  recording: sensor('dlight'),
  design,
  conditions,
  shown: ['block-1', 'block-2', 'block-3', 'block-4', 'block-6', 'block-10'],
  signatures: [
    {
      id: 'first-cue-burst',
      role: 'control',
      claim: 'After learning, CS1 evokes a burst.',
      source: `Jeong et al. 2022, figure 6, ${windows}; bound: ε = ${epsilon} of the response to the reward`,
      quantity: `dLight in the second after CS1 minus the second before, last block, ${relative}`,
      expected: { above: epsilon },
      measure: (e) => last(course(e, 0)),
    },
    {
      id: 'first-cue-learned',
      role: 'control',
      claim: 'The response to CS1 grows during learning.',
      source: `Jeong et al. 2022, figure 6, ${windows}; bound: ε = ${epsilon} of the response to the reward`,
      quantity: `dLight in the second after CS1 minus the second before, last block - first block, ${relative}`,
      expected: { above: epsilon },
      measure: (e) => last(course(e, 0)) - (course(e, 0)[0] as number),
    },
    {
      id: 'second-cue-less',
      role: 'control',
      claim: 'After learning, CS2, which CS1 predicts, evokes a smaller response than CS1.',
      source: `Jeong et al. 2022, figure 6, ${windows}; bound: half of the response to CS1`,
      quantity:
        'contrast (a - b) / (|a| + |b|); a: dLight in the second after CS2 minus the second before CS1, last block, b: the same of CS1',
      expected: { below: contrastOf(0.5) },
      measure: (e) => contrast(last(course(e, secondCueSeconds)), last(course(e, 0))),
    },
    {
      id: 'cues-rise-together',
      claim: 'During learning, the response to CS2 does not lead the response to CS1.',
      source: `Jeong et al. 2022, test 10 and figure 6D, first 50 of 200 trials, "increased together" (its size is not given), ${windows}; bound: 0.125, half of the lead of the RPE of TD(0) at its step`,
      quantity:
        'ratio a / max(|a|, |b|); a: largest difference in a block of dLight in the second after CS2 - after CS1, until CS1 reaches half of its last response, b: dLight in the second after CS1 minus the second before, last block',
      expected: { below: 0.125 },
      measure: lead,
    },
  ],
  notes: [
    {
      agents: ['td-csc', 'td-csc-reset', 'td-average-reward', 'td-block-belief'],
      signatures: ['cues-rise-together'],
      why: 'Value propagates back by one step per trial, so the response passes through CS2 before it reaches CS1: in the windows of a second CS2 is ahead by more than the final response to CS1, the largest possible share, 1.00.',
      numbers: [{ text: '1.00', agent: 'td-csc', signature: 'cues-rise-together' }],
    },
    {
      agents: ['td-lambda-csc', 'td-microstimuli', 'td-semi-markov'],
      why: 'They pass without causal learning: traces update both cues at once from the reward, and no response passes through CS2. The finding distinguishes ANCCR from TD(0), not from all TD models.',
    },
    {
      agents: ['td-range-normalised'],
      signatures: ['cues-rise-together'],
      why: 'At the steps of the cues its RPE hardly leads, but in the second after CS2 there is more of it than in the second after CS1.',
    },
    {
      agents: ['td-presence'],
      why: 'It represents whether a cue is present but not for how long, so its response to CS2 stays larger than that to CS1, by a contrast of 0.19.',
      numbers: [{ text: '0.19', agent: 'td-presence', signature: 'second-cue-less' }],
    },
  ],
  summaries: [
    {
      id: 'course',
      title: 'Responses while the series is learned',
      x: 'block',
      y: 'dLight (1: unpredicted reward)',
      series: [
        { id: 'first', title: 'at CS1', measure: (e) => points(e, 0) },
        { id: 'second', title: 'at CS2', measure: (e) => points(e, secondCueSeconds) },
        { id: 'reward', title: 'at reward', measure: (e) => points(e, rewardSeconds) },
      ],
    },
  ],
});
