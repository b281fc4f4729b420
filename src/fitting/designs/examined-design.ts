import { InputError } from '../../core/errors.ts';
import type { TrialSpec } from '../../spec/spec.ts';
import { closestPoint } from '../discrimination/closest-point.ts';
import { localPrediction, modelSet, type ModelSet, type SetSizes } from '../discrimination/model-set.ts';
import { predictedResponses, type PredictedCondition } from './predicted-responses.ts';
import { predictorOf, type Predictor } from './predictor.ts';
import { narrowPrior } from '../discrimination/prior-points.ts';
import { separability, type PairSeparability } from '../discrimination/separability.ts';
import { designStatistics, type DesignStatistics, type NearestPrediction } from '../discrimination/statistics.ts';
import type { TraceNoise } from '../discrimination/trace-noise.ts';
import { whitened } from '../discrimination/whitened.ts';

/** Models in one design. Plain data. */
export interface ModelsInDesign {
  /** One a model: complete, with the same world and sensor. */
  readonly specs: readonly TrialSpec[];
  /** Of the models, for messages. */
  readonly names: readonly string[];
  readonly noise: TraceNoise;
  readonly seed: number;
}

/** How well a design tells models apart. */
export interface ScannedDesign {
  readonly trials: number;
  readonly seconds: number;
  readonly pairs: readonly PairSeparability[];
}

/** For comparing designs. */
const coarse: SetSizes = { truths: 8, components: 8 };
/** For the design that is chosen. */
export const fine: SetSizes = { truths: 12, components: 12 };

/** Simulated animals of each model, for comparing designs. */
const scannedAnimals = 200;

/** A design, with each model covered coarsely. @throws InputError for a design that cannot be simulated */
export function scannedDesign(design: ModelsInDesign): ScannedDesign {
  const { noise, seed } = design;
  const models = modelsOf(design, coarse);
  const { bins, session } = firstOf(models).predictor;
  const predictions = models.map(({ set: { truths, components } }) => ({
    truths: truths.map(({ trace }) => trace),
    components,
    nearest: [],
  }));
  return {
    trials: session.trials.length,
    seconds: bins * noise.binSeconds,
    pairs: separability(designStatistics(predictions, noise, [bins]), { animals: scannedAnimals, seed }),
  };
}

/** For every model its own points nearest to each truth of one model; a model is nearest to its own at the truth itself. */
export type NearestPoints = readonly (readonly Float64Array[])[];

/** Searches, for the truths of one model, where each of the others comes closest. @param truth number of the true model */
export function nearestPoints(design: ModelsInDesign, truth: number): NearestPoints {
  const { noise } = design;
  const models = modelsOf(design, fine);
  const targets = (models[truth] as ModelInDesign).set.truths.map(({ trace }) => whitened(trace, noise));
  return models.map(({ predictor, set }, model) => {
    if (model === truth) return set.truths.map(({ point }) => point);
    const starts = set.components.map(({ point, centre }) => ({ point, shown: whitened(centre, noise) }));
    return targets.map((target) => closestPoint(predictor, target, { noise, starts }));
  });
}

/** A design with everything that simulating experiments needs. */
export interface ExaminedDesign {
  readonly statistics: DesignStatistics;
  /** Trials and seconds up to the end of each stretch. */
  readonly stretches: readonly { readonly trials: number; readonly seconds: number }[];
  readonly predictions: readonly PredictedCondition[];
}

/** Lengths of a session that are compared. */
const lengths = 6;

/** @param nearest by true model */
export function examinedDesign(design: ModelsInDesign, nearest: readonly NearestPoints[]): ExaminedDesign {
  const { noise } = design;
  const models = modelsOf(design, fine);
  const { predictor: first } = firstOf(models);
  const stretches = stretchesOf(first, noise.binSeconds);
  const predictions = models.map(({ predictor, set }, model) => ({
    truths: set.truths.map(({ trace }) => trace),
    components: set.components,
    nearest: nearest.map((ofTruth) => (ofTruth[model] ?? []).map((point) => nearestPrediction(predictor, point))),
  }));
  return {
    statistics: designStatistics(
      predictions,
      noise,
      stretches.map(({ bins }) => bins),
    ),
    stretches: stretches.map(({ trials, bins }) => ({ trials, seconds: bins * noise.binSeconds })),
    predictions: predictedResponses(
      design.specs[0] as TrialSpec,
      first.session,
      predictions.map(({ truths }) => truths),
      noise.binSeconds,
    ),
  };
}

function nearestPrediction(predictor: Predictor, point: Float64Array): NearestPrediction {
  const local = narrowPrior(predictor.parameters, point);
  // A search ends where learning does not diverge.
  return { ...(localPrediction(predictor, local) as NearestPrediction), logWeight: local.logWeight };
}

function stretchesOf({ session: { trials }, bins }: Predictor, binSeconds: number) {
  const counts = Array.from({ length: lengths }, (_, i) => Math.round((trials.length * (i + 1)) / lengths));
  return [...new Set(counts)]
    .filter((count) => count > 0)
    .map((count) => {
      const next = trials[count]?.startSeconds;
      return { trials: count, bins: next === undefined ? bins : Math.min(bins, Math.floor(next / binSeconds)) };
    });
}

/** There are at least two models. */
const firstOf = <T>(all: readonly T[]): T => all[0] as T;

interface ModelInDesign {
  readonly predictor: Predictor;
  readonly set: ModelSet;
}

/** All of memory that traces may take, numbers. */
const maxNumbers = 6e7;

function modelsOf({ specs, names, noise, seed }: ModelsInDesign, sizes: SetSizes): readonly ModelInDesign[] {
  const predictors = specs.map((spec) => predictorOf(spec, noise.binSeconds));
  const traces = predictors.reduce(
    (sum, { parameters: { length } }) =>
      sum + sizes.truths * (1 + specs.length * (1 + length)) + sizes.components * (1 + length),
    0,
  );
  const { bins } = firstOf(predictors);
  if (traces * bins > maxNumbers)
    throw new InputError(
      `a session of ${Math.round((bins * noise.binSeconds) / 60)} minutes in bins of ${noise.binSeconds} s is too long`,
      'discriminate',
      'use fewer trials, or longer bins (--bin)',
    );
  return predictors.map((predictor, i) => ({ predictor, set: modelSet(predictor, sizes, seed, names[i] ?? '') }));
}
