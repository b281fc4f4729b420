// Recovery of the two-step hybrid (Daw et al. 2011) on its own task, 201 trials, in both its forms.
import { sampleCorrelation } from 'simple-statistics';
import { randomStream } from '../../src/core/random.ts';
import { findChoiceModel } from '../../src/fitting/choices/registry.ts';
import { driftingTask } from '../../src/fitting/choices/two-step/drifting-task.ts';
import { fitOf } from '../../src/fitting/fit.ts';
import { fixed, type Check } from './check.ts';

const usualPeople = 200;
const trials = 201;

/** Ranges about those of people, in the order of the hybrid's parameters: α₁, α₂, λ, β₁, β₂, w, π. */
const ranges = [
  [0.2, 0.8],
  [0.2, 0.8],
  [0.2, 0.9],
  [2, 7],
  [2, 7],
  [0, 1],
  [0, 0.3],
] as const;
const [temperature, share] = [3, 5];

export function twoStepRecovery(_: string, people = usualPeople): readonly Check[] {
  const [hybrid, weights] = ['two-step-hybrid', 'two-step-weights'].map(findChoiceModel) as [
    ReturnType<typeof findChoiceModel>,
    ReturnType<typeof findChoiceModel>,
  ];
  const found = Array.from({ length: people }, (_person, person) => {
    const random = randomStream(1, `two-step ${person}`);
    const truth = Float64Array.from(ranges, ([low, high]) => low + (high - low) * random.next());
    const made = hybrid.simulate(truth, driftingTask(trials, random), random);
    const [one, other] = [hybrid, weights].map((model) =>
      fitOf(
        { parameters: model.parameters(2), likelihood: model.likelihood(made) },
        { seed: 1, starts: 5 },
      ).parameters.map(({ value }) => value),
    ) as [number[], number[]];
    const [beta, w] = [truth[temperature] as number, truth[share] as number];
    return {
      truth: [...truth],
      one,
      own: [beta * w, beta * (1 - w)],
      other: other.slice(temperature, temperature + 2),
    };
  });
  const r = (a: (of: (typeof found)[number]) => number | undefined, b: typeof a): number =>
    sampleCorrelation(
      found.map((of) => a(of) as number),
      found.map((of) => b(of) as number),
    );
  const recovered = ranges.map((_range, i) =>
    r(
      (of) => of.truth[i],
      (of) => of.one[i],
    ),
  );
  const errors = r(
    (of) => (of.one[share] as number) - (of.truth[share] as number),
    (of) => Math.log((of.one[temperature] as number) / (of.truth[temperature] as number)),
  );
  const both = [0, 1].map((i) =>
    r(
      (of) => of.own[i],
      (of) => of.other[i],
    ),
  );
  return [
    {
      what: `two-step hybrid, ${people} people of ${trials} trials: r of estimates with the truth`,
      measured: `${hybrid
        .parameters(2)
        .map(({ symbol = '' }, i) => `${symbol} ${fixed(recovered[i] as number, 2)}`)
        .join(', ')}; errors of w with those of ln β₁ ${fixed(errors, 2)}`,
      expected: 'w .6 to .7 (approximate, from memory)',
      passes: (recovered[share] as number) >= 0.6,
    },
    {
      what: 'the same subjects fitted by two weights',
      measured: `β_MB ${fixed(both[0] as number, 2)}, β_MF ${fixed(both[1] as number, 2)}`,
      expected: '',
    },
  ];
}
