// Subjects whose data are normal in both parameters: the fit is then restricted maximum likelihood of a random-effects
// model. Expected values: numpy 2.4 and scipy 1.17, the restricted likelihood of (S + W_i) maximised by optimize.minimize
// (BFGS) over the log spreads; errors of effects from (Σ x'(S + W)^-1 x)^-1, of log spreads from second differences.
import { expect, test } from 'vitest';
import { randomStream } from '../../../src/core/random.ts';
import type { FreeParameter } from '../../../src/fitting/free-parameter.ts';
import type { GroupProblem } from '../../../src/fitting/group/group-problem.ts';
import { fitGroup } from '../../../src/fitting/group/hierarchy.ts';
import type { Likelihood } from '../../../src/fitting/problem.ts';

const observed = [
  [0.3, 1.1],
  [-0.8, 0.2],
  [1.6, 2.4],
  [0.1, -0.3],
  [2.2, 1.9],
  [0.9, 0.4],
  [-0.2, 1.5],
  [1.3, 2.8],
] as const;

const linear = (id: string): FreeParameter => ({ id, title: id, scale: 'linear', minimum: 0, maximum: 0 });

/** Log N(y; values, P^-1) with P = [[4 + i / 2, 1 - i / 5], [., 3 - i / 4]]. */
function normal([y, z]: readonly [number, number], i: number): Likelihood {
  const [a, b, c] = [4 + 0.5 * i, 1 - 0.2 * i, 3 - 0.25 * i];
  return {
    observations: 10,
    inner: 0,
    hasGradient: false,
    at: ([s = 0, t = 0]) =>
      Math.log(a * c - b * b) / 2 -
      Math.log(2 * Math.PI) -
      (a * (s - y) ** 2 + 2 * b * (s - y) * (t - z) + c * (t - z) ** 2) / 2,
  };
}

const problem: GroupProblem = {
  parameters: [linear('first'), linear('second')],
  subjects: observed.map((y, i) => ({ id: `S${i + 1}`, likelihood: normal(y, i) })),
};
const contrast: GroupProblem = {
  ...problem,
  covariates: ['patient'],
  subjects: problem.subjects.map((subject, i) => ({ ...subject, covariates: [i < 4 ? 0 : 1] })),
};

function expectNumbers(
  found: readonly { estimate: number; error: number }[],
  wanted: readonly (readonly [number, number])[],
) {
  expect(found).toHaveLength(wanted.length);
  found.forEach(({ estimate, error }, i) => {
    expect(estimate).toBeCloseTo(wanted[i]?.[0] as number, 3);
    expect(error).toBeCloseTo(wanted[i]?.[1] as number, 3);
  });
}

test('mean, spread, subjects and evidence of one group', () => {
  const fit = fitGroup(problem, { seed: 1 });
  expect(fit.failures).toEqual([]);
  expectNumbers(fit.effects, [
    [0.675319888251, 0.360666248836],
    [1.18731986844, 0.39158260096],
  ]);
  expectNumbers(fit.spreads, [
    [0.925547716659, 0.321481657428],
    [0.85069315727, 0.432250570282],
  ]);
  expect(fit.logEvidence).toBeCloseTo(-22.587752882294755, 4);
  expect(fit.iBic).toBeCloseTo(2 * 22.587752882294755 + 4 * Math.log(80), 3);
  const [first] = fit.subjects;
  expect(first?.point[0]).toBeCloseTo(0.383130751522, 3);
  expect(first?.point[1]).toBeCloseTo(1.10856499179, 3);
  expect(first?.covariance[0]?.[0]).toBeCloseTo(0.202464469629, 3);
  expect(first?.covariance[0]?.[1]).toBeCloseTo(-0.046205476379, 3);
  // Student's t with 7 degrees of freedom.
  expect(fit.effects[0]?.high).toBeCloseTo(0.675319888251 + 2.365 * 0.360666248836, 2);
});

test('a contrast of two groups is an effect with its error', () => {
  const fit = fitGroup(contrast, { seed: 1 });
  expect(fit.effects.map(({ parameter, name }) => `${parameter} ${name}`)).toEqual([
    'first mean',
    'first patient',
    'second mean',
    'second patient',
  ]);
  expectNumbers(fit.effects, [
    [0.309482825031, 0.516801578086],
    [0.727672473813, 0.718202068573],
    [0.85347767716, 0.536786776023],
    [0.765236871107, 0.795806389058],
  ]);
  expectNumbers(fit.spreads, [
    [0.919450775567, 0.339563671642],
    [0.86698897591, 0.43207506498],
  ]);
  expect(fit.subjects[4]?.point[0]).toBeCloseTo(2.011314488694, 3);
});

// Expected values: numpy 2 and scipy, the likelihood of the spreads with the effects integrated over N(.5, .8²) and
// N(0, 2²) of the means and N(0, 2 x .8²) and N(0, 2 x 2²) of the differences, plus the half-normal(1) log densities of the spreads, maximised by optimize.minimize.
test('priors of the means are those of the parameters', () => {
  const [first, second] = problem.parameters as readonly [FreeParameter, FreeParameter];
  const parameters = [
    { ...first, prior: { mean: 0.5, sd: 0.8 } },
    { ...second, prior: { mean: 0, sd: 2 } },
  ];
  const one = fitGroup({ ...problem, parameters }, { seed: 1 });
  expectNumbers(one.effects, [
    [0.64974938, 0.31072062],
    [1.14190447, 0.35867122],
  ]);
  [0.85208574, 0.75028228].forEach((sd, a) => expect(one.spreads[a]?.estimate).toBeCloseTo(sd, 3));
  const two = fitGroup({ ...contrast, parameters }, { seed: 1 });
  expectNumbers(two.effects, [
    [0.42935307, 0.38698107],
    [0.52119464, 0.53765],
    [0.82003838, 0.46924437],
    [0.76552887, 0.7006573],
  ]);
  [0.82340297, 0.74816775].forEach((sd, a) => expect(two.spreads[a]?.estimate).toBeCloseTo(sd, 3));
});

/** Rescorla-Wagner and softmax on two arms that pay with .75 and .25. */
function choices(alpha: number, beta: number, trials: number, seed: number): Likelihood {
  const draws = randomStream(seed, 'choices');
  const played: { arm: number; reward: number }[] = [];
  const values = [0, 0];
  for (let i = 0; i < trials; i++) {
    const arm = Number(draws.bernoulli(1 / (1 + Math.exp(beta * ((values[0] as number) - (values[1] as number))))));
    const reward = Number(draws.bernoulli(arm === 0 ? 0.75 : 0.25));
    values[arm] = (values[arm] as number) + alpha * (reward - (values[arm] as number));
    played.push({ arm, reward });
  }
  return {
    observations: trials,
    inner: 0,
    hasGradient: false,
    at: ([rate = 0, temperature = 0]) => {
      const q = [0, 0];
      let sum = 0;
      for (const { arm, reward } of played) {
        sum -= Math.log1p(Math.exp(temperature * ((q[1 - arm] as number) - (q[arm] as number))));
        q[arm] = (q[arm] as number) + rate * (reward - (q[arm] as number));
      }
      return sum;
    },
  };
}

test('learners of a known group are found within its errors, to the byte', () => {
  const draws = randomStream(4, 'group');
  const learners: GroupProblem = {
    parameters: [
      { id: 'alpha', title: 'alpha', scale: 'logit', minimum: 0, maximum: 1, prior: { mean: 0, sd: 1.5 } },
      { id: 'beta', title: 'beta', scale: 'log', minimum: 0, maximum: 50, prior: { mean: 1, sd: 1 } },
    ],
    subjects: Array.from({ length: 12 }, (_, i) => {
      const alpha = 1 / (1 + Math.exp(-draws.normal(-0.8, 0.5)));
      return { id: `S${i}`, likelihood: choices(alpha, Math.exp(draws.normal(1.2, 0.3)), 150, 100 + i) };
    }),
  };
  const fit = fitGroup(learners, { seed: 1 });
  expect(fit.converged).toBe(true);
  [-0.8, 1.2].forEach((truth, a) => {
    const { estimate, error } = fit.effects[a] as (typeof fit.effects)[number];
    expect(Math.abs(estimate - truth)).toBeLessThan(3 * error);
    expect(error).toBeLessThan(0.5);
  });
  expect(fitGroup(learners, { seed: 1 })).toEqual(fit);
});

test('what cannot be told of a group is said', () => {
  // Equal subjects do not differ.
  const equal: GroupProblem = {
    ...problem,
    subjects: problem.subjects.slice(0, 3).map((subject) => ({ ...subject, likelihood: normal([0.5, 0.5], 0) })),
  };
  const { failures } = fitGroup(equal, { seed: 1 });
  expect(failures.join()).toContain('first: no difference between subjects is visible');
  expect(() => fitGroup({ ...problem, subjects: problem.subjects.slice(0, 1) }, { seed: 1 })).toThrow(
    'group: 1 subject',
  );
  expect(() => fitGroup({ ...contrast, subjects: problem.subjects }, { seed: 1 })).toThrow(
    'S1: covariates are patient',
  );
  const impossible = problem.subjects.map((subject, i) =>
    i === 3 ? { ...subject, likelihood: { ...subject.likelihood, at: () => -Infinity } } : subject,
  );
  expect(() => fitGroup({ ...problem, subjects: impossible }, { seed: 1 })).toThrow('S4: the model cannot produce');
});
