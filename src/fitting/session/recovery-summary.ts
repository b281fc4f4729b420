import { sampleCorrelation, mean } from 'simple-statistics';
import type { FreeParameter } from '../free-parameter.ts';
import type { RecoverySet } from './recovery-set.ts';

/** How well one parameter is found again. */
interface RecoveredParameter {
  readonly id: string;
  /** Correlation of truth and estimate over sets; NaN for fewer than three. */
  readonly r: number;
  /** Of the regression of estimates on truths. */
  readonly slope: number;
  /** Mean of estimate - truth. */
  readonly bias: number;
  /** Share of 95 % intervals that contain the truth. */
  readonly coverage: number;
}

export interface RecoverySummary {
  /** Sets whose fit stands, of all. */
  readonly fitted: number;
  readonly sets: number;
  readonly parameters: readonly RecoveredParameter[];
  /** Of the errors of estimates: what is wrong together cannot be told apart. */
  readonly correlations: readonly (readonly number[])[];
  /** What a person should know, in sentences. */
  readonly warnings: readonly string[];
}

/** Below this correlation a parameter of a session is not a measurement. The field's usual limit is our own choice. */
const poor = 0.7;
const inseparable = 0.8;

export function recoverySummary(ids: readonly FreeParameter['id'][], sets: readonly RecoverySet[]): RecoverySummary {
  const stands = sets.flatMap(({ truth, fit }) =>
    fit === undefined || fit.failure !== undefined ? [] : [{ truth, fit }],
  );
  const truths = ids.map((_, i) => stands.map(({ truth }) => truth[i] as number));
  const estimates = ids.map((_, i) => stands.map(({ fit }) => fit.parameters[i]?.value ?? Number.NaN));
  const errors = ids.map((_, i) => stands.map((__, k) => (estimates[i]?.[k] as number) - (truths[i]?.[k] as number)));
  const parameters = ids.map((id, i): RecoveredParameter => {
    const [truth, estimate] = [truths[i] ?? [], estimates[i] ?? []];
    const r = correlation(truth, estimate);
    return {
      id,
      r,
      slope: (r * spread(estimate)) / spread(truth),
      bias: stands.length === 0 ? Number.NaN : mean(errors[i] ?? []),
      coverage:
        stands.filter(({ fit }, k) => {
          const [low, high] = fit.parameters[i]?.interval ?? [Number.NaN, Number.NaN];
          return (truth[k] as number) >= low && (truth[k] as number) <= high;
        }).length / stands.length,
    };
  });
  const correlations = errors.map((one) => errors.map((other) => correlation(one, other)));
  return {
    fitted: stands.length,
    sets: sets.length,
    parameters,
    correlations,
    warnings: [
      ...parameters.flatMap(({ id, r }) =>
        r < poor ? [`This session cannot tell ${id}: truth and estimate have a correlation of ${r.toFixed(2)}.`] : [],
      ),
      ...ids.flatMap((id, i) =>
        ids.slice(0, i).flatMap((other, j) => {
          const r = correlations[i]?.[j] as number;
          return Math.abs(r) > inseparable
            ? [`${other} and ${id} cannot be told apart here: their errors have a correlation of ${r.toFixed(2)}.`]
            : [];
        }),
      ),
    ],
  };
}

const correlation = (one: readonly number[], other: readonly number[]): number =>
  one.length < 3 ? Number.NaN : sampleCorrelation([...one], [...other]);

/** Root of the sum of squared deviations. */
function spread(values: readonly number[]): number {
  const middle = mean([...values]);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) * (value - middle), 0));
}
