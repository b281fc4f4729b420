// Each kind of data of one session: against a slow computation of its own, and back from data that were made with known numbers.
import { expect, test } from 'vitest';
import { randomStream } from '../../../src/core/random.ts';
import { completeTrialSpec } from '../../../src/engine/complete-spec.ts';
import { setParameter } from '../../../src/engine/set-parameter.ts';
import { sensedSession } from '../../../src/engine/sensed-session.ts';
import { createTrialSession } from '../../../src/engine/trial-session.ts';
import { evaluatedFit, fitFile } from '../../../src/fitting/session/fit-file.ts';
import { countLogLikelihood } from '../../../src/fitting/inner/count-regression.ts';
import { driveOf } from '../../../src/fitting/inner/rectifier.ts';
import { posteriorOf, valuesAt } from '../../../src/fitting/problem.ts';
import { fitOf, type Fit } from '../../../src/fitting/fit.ts';
import type { Solved } from '../../../src/fitting/session/data-part.ts';
import { freeOfSpec } from '../../../src/fitting/session/free-of-spec.ts';
import { sessionProblem, type SessionData } from '../../../src/fitting/session/session-problem.ts';
import { signalMeans } from '../../../src/recorded/model/signal-means.ts';
import type { TrialSpec } from '../../../src/spec/spec.ts';
import { slowNegativeBinomial, slowPoisson, slowRate, slowStudentAr1 } from '../inner/slow-densities.ts';
import { madeTrace, specOf } from './made-session.ts';

const spec = specOf(40, 'td-csc', 'dlight');
const free = freeOfSpec(spec, ['learningRate']);
const truth = 0.2;
const at = Float64Array.of(truth);

/** A run at the true learning rate, by the engine and not by a fit. */
function ran(base: TrialSpec) {
  const session = createTrialSession(setParameter(base, 'learningRate', truth));
  session.advance(Infinity);
  return session;
}
const session = ran(spec);
const recorded = spec.design?.phases.flatMap((phase) => phase.recorded ?? []) ?? [];
const cues = Float64Array.from(recorded, ({ zeroSeconds, cues: [cue] }) => zeroSeconds + (cue?.onsetSeconds ?? 0));

/** The value in the step that contains a time: all trials are gone through. */
function valueAt(seconds: number): number {
  const { stepSeconds } = session.design;
  const steps = (time: number): number => Math.floor(Number((time / stepSeconds).toFixed(6)));
  const trial = [...session.trials].findLast(({ startSeconds }) => startSeconds <= seconds + 1e-9);
  const offset = session.offsets[trial?.index ?? 0] ?? 0;
  return session.signals.value[offset + (trial?.zeroStep ?? 0) + steps(seconds) - steps(trial?.zeroSeconds ?? 0)] ?? 0;
}

const draws = randomStream(3, 'made data');
const fitted = (data: Partial<SessionData>) => sessionProblem({ spec, usesChoices: false, ...data }, free);
const sum = (of: readonly number[]): number => of.reduce((total, one) => total + one, 0);

// As data they are arbitrary, but for a rise with what was learned.
const counts = cues.map((_, i) => draws.integer(4) + Math.floor(i / 8) + 8 * Number(i % 9 === 4));
const licks = {
  family: 'negative-binomial' as const,
  fromSeconds: cues,
  toSeconds: cues.map((cue) => cue + 1.5),
  counts,
};
const latencies = {
  of: 'first licks',
  atSeconds: cues,
  seconds: cues.map((_, i) => (i % 6 === 0 ? 1.5 : 0.3 + draws.next())),
  isCensored: Uint8Array.from(cues, (_, i) => Number(i % 6 === 0)),
  shiftSeconds: 0.1,
};
const summaries = {
  id: 'response',
  reduction: 'peak' as const,
  window: [0, 1] as const,
  baseline: [-0.5, 0.3] as const,
  atSeconds: cues,
  values: cues.map((_, i) => (i === 7 ? Number.NaN : i / 20 + draws.normal(0, 1))),
  errors: cues.map(() => 0.5 + draws.next()),
  isCorrelated: true,
};
const bins = Math.floor(((cues.at(-1) ?? 0) + 3) / 0.2);
const spikes = {
  startSeconds: -0.3,
  binSeconds: 0.2,
  family: 'negative-binomial' as const,
  units: ['a', 'b'].map((id, unit) => ({
    id,
    counts: Float64Array.from({ length: bins }, (_, i) =>
      unit === 0 && i > 40 && i < 60 ? Number.NaN : draws.poisson(1) * (1 + draws.integer(3)),
    ),
  })),
};

/** Of the steps in the 1.5 s after each cue. */
function meanValues(): Float64Array {
  const { stepSeconds } = session.design;
  const stepOf = (time: number): number => Math.floor(Number((time / stepSeconds).toFixed(6)));
  return cues.map((cue) => {
    const values: number[] = [];
    for (let now = cue; now < cue + 1.5 - 1e-6; now = (stepOf(now) + 1) * stepSeconds) values.push(valueAt(now + 1e-7));
    return sum(values) / values.length;
  });
}

test('licks: a rate by the mean value while they are counted', () => {
  for (const family of ['negative-binomial', 'poisson'] as const) {
    const [fit] = fitted({ licks: { ...licks, family } }).explain(at) ?? [];
    const { gain = 0, baseline = 0, dispersion = 0 } = fit?.solved ?? {};
    const threshold = 0.5 * Math.log(Math.expm1(baseline / 0.5));
    const shown = meanValues();
    const slow = [...cues].map((_, i) => {
      const mean = 1.5 * slowRate(threshold + gain * (shown[i] ?? 0));
      return family === 'poisson' ? slowPoisson(counts[i] ?? 0, mean) : slowNegativeBinomial(counts[i] ?? 0, mean, dispersion); // prettier-ignore
    });
    expect(gain).toBeGreaterThan(0);
    expect(dispersion > 0.01).toBe(family !== 'poisson');
    expect(Math.abs(sum(slow) - (fit?.logLikelihood ?? 0))).toBeLessThan(1e-9);
  }
});

test('latencies: lognormal by the value at the cue, and longer than the wait where there was none', () => {
  const [fit] = fitted({ latencies }).explain(at) ?? [];
  const { gain = 0, baseline = 0, spread = 1, 'standard error of the gain': error = 1 } = fit?.solved ?? {};
  const slow = [...cues].map((cue, i) => {
    const time = (latencies.seconds[i] ?? 0) - 0.1;
    const z = (Math.log(time) - baseline + gain * valueAt(cue)) / spread;
    if (latencies.isCensored[i] === 0) return -Math.log(time * spread * Math.sqrt(2 * Math.PI)) - (z * z) / 2;
    // The tail of the normal distribution by Simpson's rule.
    const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
    const step = (12 - z) / 4000;
    let tail = density(z) + density(12);
    for (let k = 1; k < 4000; k++) tail += (k % 2 === 0 ? 2 : 4) * density(z + k * step);
    return Math.log((tail * step) / 3);
  });
  // Upside down it counts as far below none as it would be above.
  const penalty = gain < 0 ? (gain / error) ** 2 : 0;
  expect(Math.abs(sum(slow) - penalty - (fit?.logLikelihood ?? 0))).toBeLessThan(1e-9);
});

test('summaries: the peak of what the sensor shows, less its baseline, row after row', () => {
  const { stepSeconds, all } = sensedSession(session);
  const mean = signalMeans({ stepSeconds, values: all });
  const peaks = [...cues].map((cue) => {
    const [from, to] = [
      Math.floor(Number((cue / stepSeconds).toFixed(6))),
      Math.ceil(Number(((cue + 1) / stepSeconds).toFixed(6))),
    ];
    return Math.max(...all.subarray(from, to)) - mean(cue - 0.5, cue + 0.3);
  });
  const areas = [...cues].map((cue) => 2 * (mean(cue, cue + 2) - mean(cue - 0.5, cue + 0.3)));
  for (const [shown, own] of [
    [peaks, summaries],
    [areas, { ...summaries, reduction: 'area' as const, window: [0, 2] as const }],
  ] as const)
    expectSummaries(shown, own);
});

function expectSummaries(shown: readonly number[], own: NonNullable<SessionData['summaries']>): void {
  const [fit] = fitted({ summaries: own }).explain(at) ?? [];
  const { gain = 0, baseline = 0, rho = 0, 'noise in errors': noise = 1 } = fit?.solved ?? {};
  const normal = (x: number, sd: number): number => -(x * x) / (2 * sd * sd) - Math.log(sd * Math.sqrt(2 * Math.PI));
  let [slow, before] = [0, Number.NaN];
  for (const [i, value] of summaries.values.entries()) {
    const error = summaries.errors[i] ?? 1;
    const residual = (value - baseline - gain * (shown[i] ?? 0)) / error;
    const density = Number.isNaN(before) ? normal(residual, noise / Math.sqrt(1 - rho * rho)) : normal(residual - rho * before, noise); // prettier-ignore
    if (!Number.isNaN(value)) slow += density - Math.log(error);
    before = residual;
  }
  // Upside down it counts as far below none as it would be above.
  slow -= gain < 0 ? (gain / (fit?.solved['standard error of the gain'] ?? 1)) ** 2 : 0;
  expect(Math.abs(slow - (fit?.logLikelihood ?? 0))).toBeLessThan(1e-9);
}

test('spikes: each unit by its own gain on what drives firing', () => {
  // One neuron that never falls silent, without its baseline: what drives all of them.
  const neuron = { units: 1, baselineHz: 50, baselineSpread: 0, gainSpread: 0 };
  const own = ran(completeTrialSpec({ ...spec, recording: { id: 'spikes', parameters: neuron } }));
  const { stepSeconds, all } = sensedSession(own);
  const mean = signalMeans({ stepSeconds, values: all });
  const [fit] = fitted({ spikes }).explain(at) ?? [];
  const slow = spikes.units.flatMap(({ id, counts: of }) => {
    const [gain = 0, baseline = 0, dispersion = 0] = ['gain', 'baseline', 'dispersion'].map((name) => fit?.solved[`unit ${id}: ${name}`]); // prettier-ignore
    const error = fit?.solved[`unit ${id}: standard error of the gain`] ?? 1;
    const drive = 0.5 * Math.log(Math.expm1(baseline / 0.5));
    const each = [...of.keys()].map((i) => {
      const from = -0.3 + i * 0.2;
      const rate = slowRate(drive + gain * mean(from, from + 0.2));
      // Not recorded, or not wholly in the session.
      return from < 0 || Number.isNaN(rate + (of[i] ?? 0))
        ? 0
        : slowNegativeBinomial(of[i] ?? 0, 0.2 * rate, dispersion);
    });
    return [...each, gain < 0 ? -((gain / error) ** 2) : 0];
  });
  expect(Math.abs(sum(slow) - (fit?.logLikelihood ?? 0))).toBeLessThan(1e-9);
});

test('a signal with heavy tails', () => {
  const { stepSeconds, all } = sensedSession(session);
  const mean = signalMeans({ stepSeconds, values: all });
  const signal = { ...madeTrace(spec, 0.5, 1), noise: { kind: 'student' as const, df: 3 } };
  const values = signal.values.map((value, i) => (i % 100 === 7 ? value + 20 : value));
  const [fit] = fitted({ signal: { ...signal, values } }).explain(at) ?? [];
  const { gain = 0, baseline = 0, rho = 0, noise: sigma = 0, 'degrees of freedom': df = 0 } = fit?.solved ?? {};
  const model = values.map((_, i) => mean(i / 20, (i + 1) / 20));
  expect(Math.abs(slowStudentAr1(model, values, { gain, baseline, rho, sigma, df }) - (fit?.logLikelihood ?? 0))).toBeLessThan(1e-8); // prettier-ignore
  expect(gain).toBeCloseTo(2, 0);
  // To which normal noise is told to be a mistake.
  const normal = fitted({ signal: { ...signal, noise: undefined, values } });
  expect(normal.checks(at)[0]?.join(' ')).toContain("Student's t noise lets them weigh less");
  expect(normal.likelihood.inner).toBe(4);
});

test('all at once: the sum of all, saved and evaluated again; a block is scored without itself', async () => {
  const data = { licks: { ...licks, family: 'poisson' as const }, latencies, summaries, spikes };
  const problem = fitted(data);
  const parts = problem.explain(at) ?? [];
  expect(problem.parts.map(({ id }) => id)).toEqual(['spikes', 'summaries', 'licks', 'latencies']);
  expect(sum(parts.map(({ logLikelihood }) => logLikelihood))).toBeCloseTo(problem.likelihood.at(at), 9);
  expect(problem.likelihood.inner).toBe(2 * 3 + 4 + 2 + 3);
  // As a fit gives them at a point, without a search for it.
  const point = Float64Array.of(-1.2);
  const fit = {
    point: [...point],
    logLikelihood: problem.likelihood.at(valuesAt(problem.parameters, point)),
    logPosterior: posteriorOf(problem).at(point),
  } as unknown as Fit;
  const file = fitFile({ spec, usesChoices: false, ...data }, ['learningRate'], fit);
  expect(await evaluatedFit(JSON.parse(file), 'test')).toMatchObject({ agrees: true });
  const moved = JSON.parse(file) as { latencies: { shiftSeconds: number } };
  moved.latencies.shiftSeconds = 0.11;
  expect(await evaluatedFit(moved, 'test')).toMatchObject({ agrees: false });
});

test('a block is scored by the fit to all others', () => {
  const poisson = { ...licks, family: 'poisson' as const };
  const { training, score } = fitted({ licks: poisson }).split([12, 20]);
  const inBlock = (i: number): boolean => i >= 12 && i < 20;
  const others = { ...poisson, counts: counts.map((count, i) => (inBlock(i) ? Number.NaN : count)) };
  const [{ logLikelihood, solved } = { logLikelihood: 0, solved: {} as Solved }] = training.explain(at) ?? [];
  expect(logLikelihood).toBeCloseTo(fitted({ licks: others }).likelihood.at(at), 10);
  // What is left of all counts at the solution of the others.
  const whole = countLogLikelihood(
    meanValues(),
    { counts, seconds: cues.map(() => 1.5) },
    {
      drive: driveOf(solved['baseline'] ?? 0),
      gain: solved['gain'] ?? 0,
      dispersion: 0,
    },
  );
  const scores = score(at) ?? [];
  expect(known(scores)).toBeCloseTo(whole - logLikelihood, 8);
  expect([...scores.keys()].filter((trial) => !Number.isNaN(scores[trial]))).toEqual([12, 13, 14, 15, 16, 17, 18, 19]);
  // And of other kinds: less than they are explained by a fit to themselves.
  const all = { latencies, summaries, spikes };
  const problem = fitted(all);
  const block = problem.split([12, 20]);
  expect(known(block.score(at) ?? []) + block.training.likelihood.at(at)).toBeLessThan(problem.likelihood.at(at));
});

/** Of what is known. */
const known = (scores: ArrayLike<number>): number => sum(Array.from(scores).filter((one) => !Number.isNaN(one)));

test('trial by trial: their log likelihoods sum to that of all, and a trial without data has none', () => {
  const gaps = madeTrace(setParameter(spec, 'learningRate', truth), 0.5, 1);
  const { startSeconds: from = 0 } = session.trials[10] ?? {};
  const { startSeconds: to = 0 } = session.trials[12] ?? {};
  const values = gaps.values.map((value, i) => (i >= from * 20 - 1 && i <= to * 20 + 1 ? Number.NaN : value));
  const [positive, rising] = [counts.map((_, i) => 2 + i), cues.map((_, i) => 1 / (i + 1) + 0.2)];
  for (const data of [
    { signal: { ...gaps, values } },
    { signal: { ...gaps, values, noise: { kind: 'student' as const, df: 4 } } },
    { spikes: { ...spikes, units: spikes.units.slice(1) } },
    { summaries: { ...summaries, values: positive } },
    { licks: { ...licks, counts: positive } },
    { latencies: { ...latencies, seconds: rising } },
  ]) {
    const problem = fitted(data);
    const scores = problem.byTrial(at) ?? new Float64Array(0);
    expect(scores).toHaveLength(40);
    const [{ logLikelihood, solved } = { logLikelihood: 0, solved: {} as Solved }] = problem.explain(at) ?? [];
    const gain = Object.entries(solved).find(([name]) => name.endsWith('gain'))?.[1];
    // Upside down there is a penalty.
    const penalty = (gain ?? 0) < 0 ? ((gain ?? 0) / (Object.values(solved)[1] ?? 1)) ** 2 : 0;
    expect(Math.abs(known(scores) - penalty - logLikelihood)).toBeLessThan(1e-9 * Math.max(1, Math.abs(logLikelihood)));
    if ('signal' in data) expect(Array.from(scores.slice(9, 13), Number.isNaN)).toEqual([false, true, true, false]);
  }
});

test('licks of a trial have the probability that its own count has', () => {
  const poisson = fitted({ licks: { ...licks, family: 'poisson' } });
  const [fit] = poisson.explain(at) ?? [];
  const { gain = 0, baseline = 0 } = fit?.solved ?? {};
  const threshold = 0.5 * Math.log(Math.expm1(baseline / 0.5));
  const shown = meanValues();
  poisson
    .byTrial(at)
    ?.forEach((score, i) =>
      expect(score).toBeCloseTo(slowPoisson(counts[i] ?? 0, 1.5 * slowRate(threshold + gain * (shown[i] ?? 0))), 9),
    );
});

test('what made the data is found again', () => {
  const made: readonly (readonly [Partial<SessionData>, Solved])[] = [
    [{ licks }, { gain: 8, baseline: 1, dispersion: 0.2 }],
    [{ latencies }, { gain: 1.5, baseline: -0.2, spread: 0.4 }],
    [{ summaries }, { gain: 2, baseline: 0.5, rho: 0.4, 'noise in errors': 0.5 }],
    [{ spikes }, { 'unit a: gain': 1, 'unit a: baseline': 5, 'unit a: dispersion': 0.3, 'unit b: gain': 0.5, 'unit b: baseline': 8, 'unit b: dispersion': 0 }], // prettier-ignore
  ];
  for (const [data, solved] of made) {
    const own = fitted(data);
    const again = sessionProblem(own.simulated(at, [solved], randomStream(11, 'again')), free);
    const [{ solved: found } = { solved: {} as Solved }] = again.explain(at) ?? [];
    for (const [name, value] of Object.entries(solved)) {
      // Within four standard errors; of those without one, a third and some.
      const error = found[name.replace('gain', 'standard error of the gain')];
      const within = name.endsWith('gain') && error !== undefined ? 4 * error : 0.15 + value / 3;
      expect([name, Math.abs((found[name] ?? 0) - value) < within]).toEqual([name, true]);
    }
    // A search takes seconds, and is the same for all kinds.
    if ('spikes' in data || 'summaries' in data) continue;
    const { parameters: [rate] } = fitOf(again, { seed: 1, starts: 1 }); // prettier-ignore
    const [low = 0, high = 0] = rate?.interval ?? [];
    // Within twice the 95 % interval.
    expect(truth).toBeGreaterThan(low - (high - low) / 2);
    expect(truth).toBeLessThan(high + (high - low) / 2);
  }
});

test('data that say nothing are refused in one line', () => {
  const refused = (data: Partial<SessionData>) => (): unknown => fitted(data);
  const all = (value: number) => cues.map(() => value);
  expect(refused({ licks: { ...licks, counts: all(3) } })).toThrow('every trial has 3 licks');
  expect(refused({ licks: { ...licks, counts: all(0) } })).toThrow('there are 0 licks before rewards');
  expect(refused({ licks: { ...licks, counts: all(Number.NaN) } })).toThrow('licks are counted in 0 trials');
  expect(refused({ latencies: { ...latencies, seconds: all(0.4), isCensored: new Uint8Array(40) } })).toThrow('all latencies of first licks are 0.4 s'); // prettier-ignore
  expect(refused({ latencies: { ...latencies, isCensored: new Uint8Array(40).fill(1) } })).toThrow('there are 0 latencies'); // prettier-ignore
  expect(refused({ latencies: { ...latencies, shiftSeconds: 0.4 } })).toThrow('not above the shift of 0.4 s');
  expect(refused({ summaries: { ...summaries, values: all(2) } })).toThrow('response is 2 in every row');
  expect(refused({ summaries: { ...summaries, errors: all(0) } })).toThrow('the error of response in row 1 is 0');
  expect(refused({ spikes: { ...spikes, units: [{ id: 'a', counts: new Float64Array(bins) }] } })).toThrow('unit a has 0 spikes'); // prettier-ignore
  const signal = { ...madeTrace(spec, 0.5, 1), noise: { kind: 'student' as const } };
  const held = signal.values.map((_, i) => signal.values[i - (i % 4)] ?? 0);
  expect(refused({ signal: { ...signal, values: held } })).toThrow('repeats the value before');
});
