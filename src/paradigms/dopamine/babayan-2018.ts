import type { Design, Phase } from '../../contracts/design.ts';
import { integer, real, type Values } from '../../contracts/parameters.ts';
import { defineParadigm, type Condition, type Evidence, type SummaryPoint } from '../../contracts/paradigm.ts';
import { average, contrast, contrastOf, smallestRise } from '../measures/numbers.ts';
import { evenly, iti, rewardSize } from '../shared/parameters.ts';

const parameters = {
  trainingTrials: integer({
    default: 400,
    min: 10,
    max: 20_000,
    unit: 'trials',
    help: 'alternating small and big blocks before the first block of intermediate size',
  }),
  blockTrials: integer({ default: 5, min: 3, max: 50, unit: 'trials of each block', help: 'trials per block' }),
  repeats: integer({
    default: 6,
    min: 1,
    max: 100,
    unit: 'blocks',
    help: 'blocks of each intermediate size, each after a small and a big block',
  }),
  odourSeconds: real({ default: 1, min: 0.2, max: 1.2, unit: 's', help: 'duration of the odour (approximate)' }),
  delaySeconds: real({ default: 1.6, min: 1.2, max: 10, unit: 's', help: 'from odour onset to reward (approximate)' }),
  itiSeconds: iti(4, ' (approximate, shortened)', { min: 2.5 }),
  magnitude: rewardSize('size of the big reward; the small one is a tenth of it (approximate)'),
};
type P = Values<typeof parameters>;

/** In tenths of the big reward (sizes approximate). */
const sizes = [1, 2, 4, 6, 8, 10] as const;
const between = sizes.slice(1, -1);
/** Position of a trial in its block: the first, the second, or a later one. Trial types differ in nothing else. */
const places = ['first', 'second', 'later'] as const;
type Place = (typeof places)[number];
const afterRewardSeconds = 1;
const epsilon = 0.05;

const typeOf = (size: number, place: Place): string => `${place}-${size}`;

/** A block of one size, as the mixture of a phase in cycles. */
const blockOf = (size: number, { blockTrials }: P): Readonly<Record<string, number>> => ({
  [typeOf(size, 'first')]: 1,
  [typeOf(size, 'second')]: 1,
  [typeOf(size, 'later')]: blockTrials - 2,
});

/** Small and big blocks alternate; each block of an intermediate size follows both. */
function phases(parameters: P): readonly Phase[] {
  const { trainingTrials, blockTrials, repeats } = parameters;
  const cycle = (id: string, trials: number, mixture: Phase['mixture']): Phase => ({
    id,
    trials,
    plastic: true,
    mixture,
    order: 'cycle',
  });
  const [small, big] = [blockOf(1, parameters), blockOf(10, parameters)];
  const test = Array.from({ length: repeats * between.length }, (_, i) => {
    // Each size follows big blocks as often as small ones, so that carry-over averages out.
    const usual = (i + Math.floor(i / between.length)) % 2 === 0 ? { ...small, ...big } : { ...big, ...small };
    return [
      cycle(`usual-${i + 1}`, 2 * blockTrials, usual),
      cycle(`between-${i + 1}`, blockTrials, blockOf(between[i % between.length] as number, parameters)),
    ];
  });
  return [cycle('training', trainingTrials, { ...small, ...big }), ...test.flat()];
}

function design(parameters: P): Design {
  const { odourSeconds, delaySeconds, itiSeconds, magnitude } = parameters;
  return {
    cues: [{ id: 'odour', title: 'odour' }],
    trialTypes: Object.fromEntries(
      sizes.flatMap((size) =>
        places.map((place) => [
          typeOf(size, place),
          {
            title: `${place} trial of a block of size ${size}`,
            cues: [{ cue: 'odour', onsetSeconds: 0, durationSeconds: odourSeconds }],
            rewards: [
              {
                time: { kind: 'fixed', seconds: delaySeconds },
                magnitude: (size / 10) * magnitude,
                probability: 1,
                amount: `of size ${size}`,
              } as const,
            ],
          },
        ]),
      ),
    ),
    phases: phases(parameters),
    iti: evenly(itiSeconds),
    trialSeconds: delaySeconds + afterRewardSeconds,
  };
}

function conditions({ delaySeconds, repeats }: P): Readonly<Record<string, Condition>> {
  // Small and big blocks of the test alone: there are as many of each as blocks between them.
  const last = repeats * between.length;
  return Object.fromEntries(
    (['first', 'second'] as const).flatMap((place) =>
      sizes.map((size) => [
        typeOf(size, place),
        {
          title: `${place} trial, size ${size}`,
          types: [typeOf(size, place)],
          last,
          align: 'reward',
          window: [-delaySeconds, afterRewardSeconds],
        } as const,
      ]),
    ),
  );
}

const response = (e: Evidence<P>, place: Place, size: number): number =>
  e.at(typeOf(size, place), 'rpe', 0) / e.parameters.magnitude;
const curve = (e: Evidence<P>, place: Place): readonly SummaryPoint[] =>
  sizes.map((size) => ({ x: size, y: response(e, place, size) }));
const meanOver = (e: Evidence<P>, some: readonly number[]): number =>
  average(some.map((size) => response(e, 'second', size)));

const paper = 'Babayan, Uchida & Gershman 2018';
export default defineParadigm({
  id: 'babayan-2018',
  version: 3,
  title: 'Babayan et al. 2018: belief over blocks',
  summary:
    'The same odour is followed by a small reward for five trials, then by a big one for five, and so on. Occasionally a block has an intermediate size. In the first trial of such a block, the response grows with reward size. In the second trial it does not: after a reward slightly above small, the animal expects small, so the error is positive again; after a reward slightly below big, it expects big, so the error is negative. Sizes and times are approximate.',
  citation: {
    text: 'Babayan, Uchida & Gershman 2018, Nature Communications 9:1891',
    doi: '10.1038/s41467-018-04397-0',
  },
  approximate: {
    unchecked: ['odourSeconds', 'delaySeconds', 'magnitude', 'intermediate reward sizes'],
    changed: { itiSeconds: 'probably shorter than in the experiment' },
  },
  parameters,
  agent: 'td-block-belief',
  recording: { id: 'identity', parameters: {} },
  design,
  conditions,
  shown: sizes.map((size) => typeOf(size, 'second')),
  heatMapTypes: between.map((size) => typeOf(size, 'second')),
  signatures: [
    {
      id: 'first-trial-monotonic',
      role: 'control',
      claim: 'In the first trial of a block, the response grows with reward size.',
      source: `${paper}, figure 4; bound: ε = ${epsilon} of the big reward between neighbouring sizes (theory: at least 0.1)`,
      quantity:
        'smallest increase in RPE at reward from one size to the next, in first trials / size of the big reward',
      expected: { above: epsilon },
      measure: (e) => smallestRise(curve(e, 'first').map(({ y }) => y)),
    },
    {
      id: 'non-monotonic',
      claim: 'In the second trial, sizes just above small evoke a larger response than sizes just below big.',
      source: `${paper}, figure 4 and abstract; bound: ε = ${epsilon} of the big reward`,
      quantity:
        '(mean RPE at reward of sizes 2 and 4 - of sizes 6 and 8, in second trials) / size of the big reward, which is 10',
      expected: { above: epsilon },
      measure: (e) => meanOver(e, [2, 4]) - meanOver(e, [6, 8]),
    },
    {
      id: 'pleased-then-disappointed',
      claim: 'In the second trial, a size above small evokes a positive error and a size below big a negative one.',
      source: `${paper}, figure 4; bound: ε = ${epsilon} of the big reward`,
      quantity:
        'smaller of RPE at reward of size 4 and -RPE at reward of size 8, in second trials / size of the big reward, which is 10',
      expected: { above: epsilon },
      measure: (e) => Math.min(response(e, 'second', 4), -response(e, 'second', 8)),
    },
    {
      id: 'block-inferred',
      claim: 'A single reward is enough to infer the new block.',
      source: `${paper}, figure 2; bound: half of the difference in first trials`,
      quantity:
        'contrast (a - b) / (|a| + |b|); a: RPE at the big - at the small reward in second trials, b: the same in first trials',
      expected: { below: contrastOf(0.5) },
      measure: (e) =>
        contrast(
          response(e, 'second', 10) - response(e, 'second', 1),
          response(e, 'first', 10) - response(e, 'first', 1),
        ),
    },
  ],
  notes: [
    {
      agents: ['td-csc', 'td-csc-reset', 'td-lambda-csc', 'td-multi-timescale', 'td-expectile', 'kalman-td', 'td-sr'],
      signatures: ['non-monotonic', 'pleased-then-disappointed', 'block-inferred'],
      why: 'One value is carried over from trial to trial, so the second trial is as monotonic as the first.',
    },
    {
      agents: ['td-belief'],
      why: 'Its hidden states are times, not reward sizes. td-block-belief, which has a belief over block types, passes.',
    },
  ],
  summaries: [
    {
      id: 'size',
      title: 'Response against reward size',
      x: 'reward size (tenths of the big reward)',
      y: 'RPE at reward / size of the big reward',
      series: [
        { id: 'first', title: 'first trial of a block', measure: (e) => curve(e, 'first') },
        { id: 'second', title: 'second trial', measure: (e) => curve(e, 'second') },
      ],
    },
  ],
});
