import { InputError } from '../../core/errors.ts';
import { parseParameters, type Values } from '../../contracts/parameters.ts';
import { baseline, deltaF } from './baseline.ts';
import { detrend, trendOf, type Trend } from './detrend.ts';
import { lowPass, lowPassed } from './low-pass.ts';
import { median } from './order-statistics.ts';
import { fitReference, reference, type ReferenceFit } from './reference.ts';
import { remembered } from './remembered.ts';
import type { Trace } from './trace.ts';
import { zScore, zScored, type Window } from './z-score.ts';

/** From raw fluorescence to dF/F, in this order. */
export const steps = { lowPass, detrend, reference, baseline, zScore } as const;

type Steps = typeof steps;

/** The parameters of every step. */
export type Pipeline = { readonly [S in keyof Steps]: Values<Steps[S]['parameters']> };

/** Some parameters of some steps; the others have their defaults. */
export type PartialPipeline = { readonly [S in keyof Steps]?: Readonly<Record<string, unknown>> };

/** @throws InputError naming the step, the parameter and what is allowed */
export function completePipeline(given: PartialPipeline): Pipeline {
  const complete = <S extends keyof Steps>(name: S): Pipeline[S] =>
    parseParameters(steps[name].parameters, given[name] ?? {}, steps[name].title) as Pipeline[S];
  return {
    lowPass: complete('lowPass'),
    detrend: complete('detrend'),
    reference: complete('reference'),
    baseline: complete('baseline'),
    zScore: complete('zScore'),
  };
}

/** The steps to dF/F unless others are asked for: without a control bleaching alone is corrected for. */
export const usualPipeline = (hasControl: boolean): Pipeline =>
  completePipeline(hasControl ? {} : { reference: { fit: 'none' } });

/** The parameters in which a pipeline differs from the usual one: `detrend.by = none`. */
export function changedSteps(pipeline: Pipeline, hasControl: boolean): readonly string[] {
  const usual = usualPipeline(hasControl);
  return (Object.keys(steps) as (keyof Steps)[]).flatMap((step) => {
    const before: Readonly<Record<string, unknown>> = usual[step];
    return Object.entries(pipeline[step]).flatMap(([name, value]) =>
      value === before[name] ? [] : [`${steps[step].id}.${name} = ${String(value)}`],
    );
  });
}

/** What the result of a pipeline knows of later samples, one clause each. */
export const lookAhead = (pipeline: Pipeline): readonly string[] =>
  [
    lowPass.looksAhead(pipeline.lowPass),
    detrend.looksAhead(pipeline.detrend),
    reference.looksAhead(pipeline.reference),
    baseline.looksAhead(pipeline.baseline),
    zScore.looksAhead(pipeline.zScore),
  ].filter((clause) => clause !== undefined);

/** A session's dF/F, and how it came about. */
export interface Corrected {
  /** dF/F as a fraction, or z-score, at the signal's times; NaN where the signal, the control or the baseline is missing. */
  readonly values: Float64Array;
  /** What control and bleaching predict, in the signal's unit. */
  readonly f0: Float64Array;
  /** Absent without a control. Of detrended signals, both are fractions of their slow course. */
  readonly fit?: ReferenceFit;
  /** Slow courses; absent if there is no detrending. */
  readonly trend?: { readonly signal: Trend; readonly control?: Trend };
}

/**
 * Runs pipelines on one session; what several have in common is computed once.
 * @param control at the signal's times; undefined without one
 */
export function corrector(
  signal: Trace,
  control: Float64Array | undefined,
): (pipeline: Pipeline, windows?: readonly Window[]) => Corrected {
  const { times } = signal;
  const filtered = remembered((chosen: Pipeline['lowPass']) => ({
    signal: { times, values: lowPassed(signal, chosen) },
    control: control === undefined ? undefined : { times, values: lowPassed({ times, values: control }, chosen) },
  }));
  const detrended = remembered(({ lowPass: filter, detrend: chosen }: Pick<Pipeline, 'lowPass' | 'detrend'>) => {
    const traces = filtered(filter);
    const signalTrend = trendOf(traces.signal, chosen);
    const controlTrend = traces.control === undefined ? undefined : trendOf(traces.control, chosen);
    return {
      values: traces.signal.values,
      relative: relativeTo(traces.signal.values, signalTrend),
      control: traces.control === undefined ? undefined : relativeTo(traces.control.values, controlTrend),
      trend: signalTrend,
      controlTrend,
    };
  });
  const fitted = remembered((chosen: Pick<Pipeline, 'lowPass' | 'detrend' | 'reference'>) => {
    const { relative, control: x } = detrended({ lowPass: chosen.lowPass, detrend: chosen.detrend });
    return x === undefined ? undefined : fitReference(times, x, relative, chosen.reference);
  });
  return (pipeline, windows = []) => {
    const { lowPass: filter, detrend: slow, reference: chosen } = pipeline;
    const { values, relative, control: x, trend, controlTrend } = detrended({ lowPass: filter, detrend: slow });
    const fit = chosen.fit === 'none' ? undefined : fitted({ lowPass: filter, detrend: slow, reference: chosen });
    if (chosen.fit !== 'none' && fit === undefined)
      throw new InputError('there is no control', reference.title, "name one in the mapping, or choose fit = 'none'");
    const f0 = f0Of({ relative, x, fit, trend });
    const dff = deltaF(values, f0, pipeline.baseline.divideBy);
    return {
      values: zScored({ times, values: dff }, pipeline.zScore, windows),
      f0,
      ...(fit === undefined ? {} : { fit }),
      ...(trend === undefined
        ? {}
        : { trend: { signal: trend, ...(controlTrend === undefined ? {} : { control: controlTrend }) } }),
    };
  };
}

/** A signal as a fraction of its slow course. */
const relativeTo = (values: Float64Array, trend: Trend | undefined): Float64Array =>
  trend === undefined ? values : values.map((value, i) => value / (trend.values[i] as number));

/** The slow course times what the control predicts; without a control the slow course; without both the median. */
function f0Of({
  relative,
  x,
  fit,
  trend,
}: {
  readonly relative: Float64Array;
  readonly x: Float64Array | undefined;
  readonly fit: ReferenceFit | undefined;
  readonly trend: Trend | undefined;
}): Float64Array {
  const usual =
    fit !== undefined && x !== undefined
      ? x.map((one) => fit.intercept + fit.slope * one)
      : relative.slice().fill(trend === undefined ? median(relative.filter((one) => !Number.isNaN(one))) : 1);
  return trend === undefined ? usual : usual.map((one, i) => one * (trend.values[i] as number));
}
