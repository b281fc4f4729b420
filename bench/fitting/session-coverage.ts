// Whether 95 % intervals of agents that are fitted to a recorded signal hold the truth, also where the signal of every
// fifth trial is missing, and whether the ranks of true values are uniform. Sessions are short: 15 trials in three minutes.
import { randomStream } from '../../src/core/random.ts';
import { normalProbability } from '../../src/fitting/choices/normal.ts';
import { fitOf, type Fit } from '../../src/fitting/fit.ts';
import { posteriorDraws, withCheckedIntervals } from '../../src/fitting/intervals.ts';
import type { WeightedDraws } from '../../src/fitting/posterior/importance.ts';
import { summarised, type RanksOfOne } from '../../src/fitting/posterior/calibration.ts';
import { valuesAt } from '../../src/fitting/problem.ts';
import { fromPriors } from '../../src/fitting/recovery/recoverable.ts';
import { freeOfSpec } from '../../src/fitting/session/free-of-spec.ts';
import { sessionProblem } from '../../src/fitting/session/session-problem.ts';
import type { SignalTrace } from '../../src/fitting/session/signal-part.ts';
import { madeTrace, specOf } from '../../tests/fitting/session/made-session.ts';
import { fixed, type Check } from './check.ts';

const [usualSessions, trials] = [400, 15];
/** Sessions whose ranks are counted, and their bins. */
const [ranked, bins] = [100, 10];
/** What a fit of each made signal would have solved. */
const noise = { gain: 2, baseline: 3, rho: 0.8, noise: 0.3 };
/** With the parameters on which a signal of one cue depends. */
const agents = [
  ['td-csc', ['discount', 'learningRate']],
  ['td-lambda-csc', ['discount', 'learningRate']],
  ['rescorla-wagner', ['learningRate']],
  ['td-multi-timescale', ['learningRate']],
] as const;

export function sessionCoverage(_root: string, sessions = usualSessions): readonly Check[] {
  return agents.flatMap(([agent, names]) =>
    [false, true].map((isMissing) => coverageOf(agent, names, { isMissing, sessions })),
  );
}

function coverageOf(
  agent: string,
  names: readonly string[],
  { isMissing, sessions }: { readonly isMissing: boolean; readonly sessions: number },
): Check {
  const spec = specOf(trials, agent);
  const free = freeOfSpec(spec, names);
  const whole = madeTrace(spec, noise.noise, 1);
  const starts = spec.design?.phases.flatMap(({ recorded = [] }) => recorded.map(({ zeroSeconds }) => zeroSeconds));
  const signal = isMissing ? withoutFifth(whole, starts ?? []) : whole;
  const template = sessionProblem({ spec, signal, usesChoices: false }, free);
  const from = fromPriors(free.parameters);
  const held = names.map(() => 0);
  const ranks: RanksOfOne[] = [];
  let [failed, drawn] = [0, 0];
  for (let session = 0; session < sessions; session++) {
    const random = randomStream(1, `coverage ${agent} ${session}`);
    const truth = from(random);
    const values = valuesAt(free.parameters, truth);
    const problem = sessionProblem(template.simulated(values, [noise], random), free);
    const normal = fitOf(problem, { seed: 1, starts: 3 });
    const fit = withCheckedIntervals(problem, normal, session);
    if (fit.failure !== undefined) {
      failed += 1;
      continue;
    }
    fit.parameters.forEach(({ interval }, i) => {
      if (interval !== null && (values[i] as number) >= interval[0] && (values[i] as number) <= interval[1])
        (held[i] as number) += 1;
    });
    if (fit !== normal) drawn += 1;
    if (ranks.length < ranked) {
      const draws = fit === normal ? undefined : posteriorDraws(problem, normal, session);
      const levels = 2 * bins;
      ranks.push({
        ranks: names.map((_, i) => Math.min(levels - 1, Math.floor(levels * shareBelow(truth, i, normal, draws)))),
        draws: levels - 1,
      });
    }
  }
  const shares = held.map((count) => count / (sessions - failed));
  const counted = summarised(names, ranks, bins);
  return {
    what: `${agent}, ${sessions} sessions from the priors, ${trials} trials${isMissing ? ', the signal of every fifth missing' : ''}: 95 % intervals that hold the truth; p of ${ranks.length} ranks`,
    measured: `${counted.map(({ id, probability }, i) => `${id} ${fixed(100 * (shares[i] as number), 1)} %, p ${fixed(probability)}`).join('; ')}; ${drawn} of them by draws; ${failed} fits failed`,
    expected: '92 to 98 %, p > .01',
    passes:
      shares.every((share) => share >= 0.92 && share <= 0.98) && counted.every(({ probability }) => probability > 0.01),
  };
}

/** The share of the posterior below a true point: of its draws, or of the normal approximation. */
function shareBelow(
  truth: Float64Array | readonly number[],
  i: number,
  { point, parameters }: Fit,
  draws: WeightedDraws | undefined,
): number {
  const own = truth[i] as number;
  if (draws === undefined)
    return normalProbability((own - (point[i] as number)) / (parameters[i]?.pointSd ?? Number.NaN));
  const { size, points, weights } = draws;
  return weights.reduce((sum, weight, row) => sum + ((points[row * size + i] as number) < own ? weight : 0), 0);
}

/** The same trace without what was recorded from the start of every fifth trial to that of the next. */
function withoutFifth(trace: SignalTrace, starts: readonly number[]): SignalTrace {
  const isOfFifth = (seconds: number): boolean => starts.findLastIndex((start) => start <= seconds) % 5 === 2;
  return {
    ...trace,
    values: trace.values.map((value, bin) => (isOfFifth(bin * trace.binSeconds) ? Number.NaN : value)),
  };
}
