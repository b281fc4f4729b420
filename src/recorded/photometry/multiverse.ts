import { InputError } from '../../core/errors.ts';
import { fitAr1, type Ar1Fit } from './ar1-regression.ts';
import { binned, type Grid } from './bins.ts';
import { lowPassed } from './low-pass.ts';
import { completePipeline, corrector, type PartialPipeline, type Pipeline } from './pipeline.ts';
import { remembered } from './remembered.ts';
import { intervalOf, type Trace } from './trace.ts';

/** What a model says the sensor shows: its RPE convolved with a causal kernel. */
interface PredictedTrace {
  /** Of the model; unique. */
  readonly id: string;
  /** One value in each bin of the grid, in any unit: gain and baseline are fitted. */
  readonly values: Float64Array;
}

export interface MultiverseInput {
  readonly signal: Trace;
  /** At the signal's times; undefined without one. */
  readonly control: Float64Array | undefined;
  readonly models: readonly PredictedTrace[];
  /** Bins of the models' traces: signal and control are taken as their means in these bins. */
  readonly grid: Grid;
  /** All of `allPipelines` if absent. */
  readonly pipelines?: readonly PartialPipeline[];
  /** Called with the share that is done, from 0 to 1. */
  readonly told?: (share: number) => void;
}

/** How the models fare with the signal of one pipeline. */
export interface PipelineOutcome {
  readonly pipeline: Pipeline;
  /** In the order of the models. Log-likelihoods of different pipelines cannot be compared: their signals differ. */
  readonly fits: readonly (Ar1Fit & { readonly id: string })[];
  /** The model of the highest likelihood; undefined if the second is too near, or it fits only upside down. */
  readonly winner: string | undefined;
  /** By how much the best log-likelihood exceeds the second. */
  readonly margin: number;
}

export interface Multiverse {
  readonly outcomes: readonly PipelineOutcome[];
  /** Number of pipelines in which each model wins, in the order of the models. */
  readonly wins: readonly { readonly id: string; readonly count: number }[];
  /** The model that wins in most pipelines; undefined if none wins in any. */
  readonly leading: string | undefined;
  /** Share of all pipelines in which it does. */
  readonly agreement: number;
  /** The leading model if enough pipelines agree; undefined means that this session cannot tell. */
  readonly verdict: string | undefined;
}

/**
 * A model wins if its log-likelihood exceeds the second by this: AIC differs by 4 or more, "considerably less support"
 * for the second (Burnham & Anderson 2002, Model Selection and Multimodel Inference, p. 70).
 */
export const minMargin = 2;
/** Share of pipelines that must agree for a verdict: our own choice. */
const minAgreement = 0.9;

const fits = ['none', 'ordinary', 'huber', 'tukey'] as const;
const trends = ['none', 'single exponential', 'double exponential', 'moving percentile'] as const;
const bases = ['F0 of each sample', 'median F0 of the session'] as const;
const filters = ['none', 'causal'] as const;

/**
 * Every combination of fit of the control, detrending, what dF is divided by, and filter: 62, since without fit and
 * detrending F0 is one number either way; 31 at no more than six samples per second, where the filter at 3 Hz cannot be. z-scores are left out: they change no regression with a free gain and
 * baseline. None filters backwards in time.
 */
export const allPipelines: readonly PartialPipeline[] = fits.flatMap((fit) =>
  trends.flatMap((by) =>
    bases
      .filter((divideBy) => fit !== 'none' || by !== 'none' || divideBy === 'F0 of each sample')
      .flatMap((divideBy) =>
        filters.map((kind) => ({ reference: { fit }, detrend: { by }, baseline: { divideBy }, lowPass: { kind } })),
      ),
  ),
);

/**
 * Scores models by each of many ways to preprocess one session: regression with free gain and baseline and AR(1) noise.
 * A pipeline's filter is applied to the models' traces as well, so that its delay counts for none of them.
 * @throws InputError for fewer than two models, a trace of another length or with missing values, and bins shorter than
 * the interval of samples
 */
export function multiverse({
  signal,
  control,
  models,
  grid,
  pipelines = allPipelines,
  told,
}: MultiverseInput): Multiverse {
  requireModels(models, grid);
  requireCoarse(signal, grid);
  const coarse = binned(signal, grid);
  const coarseControl =
    control === undefined ? undefined : binned({ times: signal.times, values: control }, grid).values;
  const correct = corrector(coarse, coarseControl);
  const predicted = models.map(({ id, values }) => ({
    id,
    values: remembered((filter: Pipeline['lowPass']) => lowPassed({ times: coarse.times, values }, filter)),
  }));
  const usable = pipelines
    .map(completePipeline)
    .filter(({ reference }) => control !== undefined || reference.fit === 'none')
    .filter((pipeline) => canFilter(pipeline, 1 / grid.stepSeconds));
  const outcomes = usable.map((pipeline, i) => {
    told?.(i / usable.length);
    const { values } = correct(pipeline);
    const scored = predicted.map(({ id, values: shown }) => ({ id, ...fitAr1(shown(pipeline.lowPass), values) }));
    return outcomeOf(pipeline, scored);
  });
  const wins = models.map(({ id }) => ({ id, count: outcomes.filter(({ winner }) => winner === id).length }));
  const first = wins.reduce((best, one) => (one.count > best.count ? one : best));
  const agreement = first.count / outcomes.length;
  return {
    outcomes,
    wins,
    leading: first.count === 0 ? undefined : first.id,
    agreement,
    verdict: agreement >= minAgreement ? first.id : undefined,
  };
}

/** A filter at half the sampling rate or above removes nothing that was sampled: its pipelines are left out. */
const canFilter = ({ lowPass: { kind, cutoffHz } }: Pipeline, rateHz: number): boolean =>
  kind === 'none' || cutoffHz < (rateHz / 2) * (1 - rounding);

function outcomeOf(pipeline: Pipeline, scored: PipelineOutcome['fits']): PipelineOutcome {
  const [best, second] = scored.toSorted((one, other) => other.logLikelihood - one.logLikelihood);
  const margin = (best?.logLikelihood ?? Number.NaN) - (second?.logLikelihood ?? Number.NaN);
  const wins = margin >= minMargin && (best?.gain ?? 0) > 0;
  return { pipeline, fits: scored, winner: wins ? best?.id : undefined, margin };
}

function requireModels(models: readonly PredictedTrace[], { count }: Grid): void {
  if (models.length < 2 || new Set(models.map(({ id }) => id)).size < models.length)
    throw new InputError('a winner needs at least two models, each with its own id', 'multiverse', 'add a model');
  for (const { id, values } of models)
    if (values.length !== count || values.some((value) => !Number.isFinite(value)))
      throw new InputError(
        `its trace has ${values.length} values, or a missing one`,
        `model ${id}`,
        `give one number in each of the ${count} bins of the grid`,
      );
}

/** Bins that are shorter than the interval of samples would be empty in between. */
function requireCoarse({ times }: Trace, { stepSeconds }: Grid): void {
  const interval = intervalOf(times);
  if (stepSeconds < interval * (1 - rounding))
    throw new InputError(
      `bins of ${stepSeconds} s are shorter than the ${Number(interval.toPrecision(4))} s between samples`,
      'multiverse',
      "give the models' traces at a lower rate",
    );
}

/** Of clocks. */
const rounding = 1e-3;
