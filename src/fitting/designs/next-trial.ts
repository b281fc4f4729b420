import { InputError } from '../../core/errors.ts';
import { randomStream } from '../../core/random.ts';
import { trialOf } from '../../engine/taught-agent.ts';
import { designOf } from '../../engine/world.ts';
import type { TrialSpec } from '../../spec/spec.ts';
import {
  agentShares,
  expectedGain,
  responseEvidence,
  trialProducts,
  type TrialProducts,
} from '../discrimination/trial-gains.ts';
import { whitened } from '../discrimination/whitened.ts';
import type { ModelsInDesign } from './examined-design.ts';
import { candidateOf, outcomeOf, rigTrials, type TrialSoFar } from './rig-trials.ts';
import { taughtModel } from './taught-model.ts';

/** A trial type that may come next. */
interface RatedTrial {
  readonly type: string;
  /** Expected log evidence for the true agent over a rival that the trial gives, nats. */
  readonly gain: number;
  /** False if it has come as often in a row as it may. */
  readonly isAllowed: boolean;
}

/** The next trial. Plain data. */
interface NextTrial {
  /** The trial type that tells most, of those that are allowed. */
  readonly type: string;
  /** In the order of the design. */
  readonly candidates: readonly RatedTrial[];
  /** How likely each agent is, by the responses so far; equal without. */
  readonly agents: readonly number[];
}

/** Chooses trials for one animal. */
export interface TrialChooser {
  /**
   * A function of its arguments alone. What agents have learned is kept, so that a call after one more trial takes that
   * trial and the candidates, however long the session.
   * @param repeats how often a trial type may come in a row; any number if absent
   * @throws InputError for a trial that the design does not have, and if no trial type is allowed
   */
  next(soFar: readonly TrialSoFar[], repeats?: number): NextTrial;
}

/** @throws InputError for a design in which a rig has nothing to choose */
export function trialChooser({ specs, names, noise, seed }: ModelsInDesign): TrialChooser {
  const { grid, candidates } = rigTrials(designOf(specs[0] as TrialSpec));
  const models = specs.map((spec) => taughtModel(spec, grid, { ...noise, seed }));
  const agents = models.flatMap(({ count }, agent) => Array.from({ length: count }, () => agent));
  const size = agents.length + 1;
  let seen: SeenTrial[] = [];
  let products: TrialProducts = new Float64Array(size * size);

  const productsOf = (traces: readonly Float64Array[]): TrialProducts =>
    trialProducts([(traces[0] as Float64Array).map(() => 1), ...traces].map((one) => whitened(one, noise)));

  function learn(trial: TrialSoFar): void {
    const { phase, outcomes } = candidateOf(candidates, trial.type, seen.length);
    const { type } = outcomeOf(trial, outcomes, seen.length);
    const made = trialOf(grid, phase, type, seen.length, seed);
    const traces = models.flatMap((model) => model.learn(made));
    productsOf(traces).forEach((one, i) => void (products[i] = (products[i] as number) + one));
    seen.push({ ...trial, means: Float64Array.from(traces, meanOf) });
  }

  function follow(soFar: readonly TrialSoFar[]): void {
    if (!seen.every(({ type, outcome }, i) => soFar[i]?.type === type && soFar[i].outcome === outcome)) {
      seen = [];
      products = new Float64Array(size * size);
      for (const model of models) model.forget();
    }
    for (const trial of soFar.slice(seen.length)) learn(trial);
  }

  function evidenceOf(soFar: readonly TrialSoFar[]): Float64Array | undefined {
    const known = soFar.flatMap(({ response }, i) => (response === undefined ? [] : [{ response, i }]));
    if (known.length === 0) return undefined;
    const predicted = agents.map((_, point) => Float64Array.from(known, ({ i }) => seen[i]?.means[point] as number));
    return responseEvidence(
      Float64Array.from(known, ({ response }) => response),
      predicted,
    );
  }

  return {
    next(soFar, repeats = Infinity) {
      follow(soFar);
      requireLearners(products, agents, names);
      const evidence = evidenceOf(soFar);
      const known = { agents, products, evidence };
      const rated = candidates.map(({ type, phase, outcomes }) => ({
        type,
        gain: outcomes.reduce((sum, one) => {
          const made = trialOf(grid, phase, one.type, soFar.length, seed);
          const next = productsOf(models.flatMap((model) => model.tried(made)));
          return sum + one.probability * expectedGain(known, next);
        }, 0),
        isAllowed: !isRepeated(soFar, type, repeats),
      }));
      const allowed = rated.filter(({ isAllowed }) => isAllowed);
      if (allowed.length === 0)
        throw new InputError(
          `the design has one trial type, and it may not come more than ${repeats} in a row`,
          '--repeats',
          'allow more in a row, or name a design with more trial types',
        );
      return {
        type: bestOf(allowed, seed, soFar.length).type,
        candidates: rated,
        agents: agentShares(known),
      };
    },
  };
}

interface SeenTrial extends TrialSoFar {
  /** Mean prediction at each place of the priors. */
  readonly means: Float64Array;
}

const meanOf = (trace: Float64Array): number => trace.reduce((sum, one) => sum + one, 0) / trace.length;

const isRepeated = (soFar: readonly TrialSoFar[], type: string, repeats: number): boolean =>
  soFar.length >= repeats && soFar.slice(-repeats).every((one) => one.type === type);

/** Gains that differ by less than this share of the largest are equal. */
const rounding = 1e-9;

/** The highest gain; of equal ones, one is drawn. */
function bestOf(rated: readonly RatedTrial[], seed: number, trials: number): RatedTrial {
  const most = Math.max(...rated.map(({ gain }) => gain));
  const equal = rated.filter(({ gain }) => gain >= most - rounding * Math.max(1e-6, Math.abs(most)));
  return equal[randomStream(seed, `next trial/${trials}`).integer(equal.length)] as RatedTrial;
}

/** @throws InputError if the learning of an agent has diverged at all places of its prior */
function requireLearners(products: TrialProducts, agents: readonly number[], names: readonly string[]): void {
  const size = agents.length + 1;
  for (const [agent, name] of names.entries()) {
    const own = agents.flatMap((one, point) => (one === agent ? [point] : []));
    if (own.every((point) => Number.isNaN(products[(point + 1) * (size + 1)])))
      throw new InputError(
        `learning of '${name}' diverges over its whole prior`,
        'discriminate',
        'set another of its parameters with --set, or leave it out',
      );
  }
}
