// Whether experiments of the size that `phasic discriminate` says is enough tell agents apart, by whole fits.
import { randomStream, type RandomStream } from '../../src/core/random.ts';
import { completeTrialSpec } from '../../src/engine/complete-spec.ts';
import { examinedDesign, nearestPoints, type ModelsInDesign } from '../../src/fitting/designs/examined-design.ts';
import { predictorOf, type Predictor } from '../../src/fitting/designs/predictor.ts';
import { lengthPowers, wantedPower, type LengthPower } from '../../src/fitting/discrimination/needed.ts';
import { powerOf, simulatedWins } from '../../src/fitting/discrimination/power.ts';
import type { TraceNoise } from '../../src/fitting/discrimination/trace-noise.ts';
import { fitOf } from '../../src/fitting/fit.ts';
import { fromPriors } from '../../src/fitting/recovery/recoverable.ts';
import { freeOfSpec } from '../../src/fitting/session/free-of-spec.ts';
import { sessionProblem } from '../../src/fitting/session/session-problem.ts';
import type { SignalTrace } from '../../src/fitting/session/signal-part.ts';
import { fixed, type Check } from './check.ts';

const pairs = [
  ['td-csc', 'rescorla-wagner'],
  ['td-csc', 'td-lambda-csc'],
  ['td-csc', 'td-microstimuli'],
] as const;

/** How large experiments are, and how many are made. */
interface Size {
  readonly trainingTrials: number;
  readonly probeTrials: number;
  /** Noise of a bin, % ΔF/F. */
  readonly sd: number;
  /** The least and the largest number of animals that are tried. */
  readonly animals: readonly [number, number];
  /** Experiments of each model as the true one from which the number of animals is found. */
  readonly simulated: number;
  /** Fresh experiments of each model as the true one, whose animals are fitted with both. */
  readonly fitted: number;
}

const usual: Size = { trainingTrials: 30, probeTrials: 8, sd: 8, animals: [2, 20], simulated: 400, fitted: 30 };

function designOf(agents: readonly string[], { trainingTrials, probeTrials, sd }: Size): ModelsInDesign {
  const world = { id: 'schultz-1997', parameters: { trainingTrials, probeTrials } };
  return {
    specs: agents.map((agent) => completeTrialSpec({ world, agent, recording: 'dlight' })),
    names: agents,
    noise: { rho: 0.9, sd, binSeconds: 0.05 },
    seed: 1,
  };
}

/** What `discriminate` says is enough, for the whole session. */
function enoughIn(design: ModelsInDesign, { animals, simulated }: Size): Pick<LengthPower, 'trials' | 'enough'> {
  const models = design.specs.map((_, model) => model);
  const { statistics, stretches } = examinedDesign(
    design,
    models.map((truth) => nearestPoints(design, truth)),
  );
  const wins = models.map((model) =>
    simulatedWins(statistics, { model, from: 0, to: simulated }, { maxAnimals: animals[1], seed: design.seed }),
  );
  return lengthPowers(stretches, wins, simulated, animals).at(-1) ?? { trials: 0, enough: null };
}

/** A trace with parameters from the prior, drawn anew, and with noise made sample by sample. */
function madeTrace(predictor: Predictor, noise: TraceNoise, random: RandomStream): SignalTrace {
  const shown = predictor.at(fromPriors(predictor.parameters)(random));
  if (shown === undefined) return madeTrace(predictor, noise, random);
  let error = random.normal(0, noise.sd);
  const values = shown.map((one, t) => {
    if (t > 0) error = noise.rho * error + random.normal(0, noise.sd * Math.sqrt(1 - noise.rho * noise.rho));
    return one + error;
  });
  return { id: 'made', startSeconds: 0, binSeconds: noise.binSeconds, values };
}

/** Whether the true model has the higher log evidence, by whole fits with a free correlation, summed over animals. */
function isChosen(design: ModelsInDesign, truth: number, count: number, experiment: number): boolean {
  const random = randomStream(1000 + experiment, `bench/discriminate/${truth}`);
  const predictor = predictorOf(design.specs[truth] as (typeof design.specs)[number], design.noise.binSeconds);
  const sums = design.specs.map(() => 0);
  for (let animal = 0; animal < count; animal++) {
    const signal = madeTrace(predictor, design.noise, random);
    for (const [model, spec] of design.specs.entries()) {
      const problem = sessionProblem({ spec, signal, usesChoices: false }, freeOfSpec(spec, undefined));
      const fit = fitOf(problem, { seed: animal, starts: 2 });
      // Where the posterior is flat the likelihood is the same all over the prior.
      sums[model] = (sums[model] as number) + (fit.logEvidence ?? fit.logLikelihood);
    }
  }
  return sums.every((sum, model) => model === truth || sum < (sums[truth] as number));
}

/**
 * Experiments of the size that `discriminate` says is enough, with fresh parameters and noise, and whole fits.
 * @returns how many animals are enough, null for more than were tried; and how often each model was chosen when it was true
 */
export function chosenWithEnough(
  agents: readonly string[],
  size: Size = usual,
): { readonly trials: number; readonly enough: number | null; readonly wins: readonly number[] } {
  const design = designOf(agents, size);
  const { trials, enough } = enoughIn(design, size);
  if (enough === null) return { trials, enough, wins: [] };
  const wins = agents.map((_, truth) => {
    const all = Array.from({ length: size.fitted }, (__, experiment) => isChosen(design, truth, enough, experiment));
    return all.filter(Boolean).length;
  });
  return { trials, enough, wins };
}

/** Whether what `discriminate` says is enough is enough. */
export const discriminated = (): readonly Check[] =>
  pairs.map((agents) => {
    const { trials, enough, wins } = chosenWithEnough(agents);
    const { share, low, high } = powerOf(
      wins.reduce((sum, one) => sum + one, 0),
      usual.fitted * agents.length,
    );
    const each = wins.map((one, i) => `${agents[i]} ${one} of ${usual.fitted}`).join(', ');
    return {
      what: `${agents.join(' and ')}: the true one is chosen by fits of fresh sessions of ${trials} trials, with the animals that discriminate says are enough (${enough ?? `more than ${usual.animals[1]}`})`,
      measured:
        enough === null ? 'not tried' : `${fixed(share)}, 95 % interval ${fixed(low)} to ${fixed(high)} (${each})`,
      expected: `at least ${wantedPower}`,
      passes: enough !== null && share >= wantedPower,
    };
  });
