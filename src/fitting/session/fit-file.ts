import * as v from 'valibot';
import { fromBase64, toBase64 } from '../../core/base64.ts';
import { InputError } from '../../core/errors.ts';
import { completeTrialSpec } from '../../engine/complete-spec.ts';
import { withParts, textsIn } from '../../engine/with-parts.ts';
import { parsePartialSpec } from '../../spec/parse-spec.ts';
import type { TraceNoise } from '../discrimination/trace-noise.ts';
import type { Fit } from '../fit.ts';
import { posteriorOf, valuesAt } from '../problem.ts';
import { freeOfSpec } from './free-of-spec.ts';
import { sessionProblem, type SessionData, type SessionProblem } from './session-problem.ts';
import { reductions } from './summaries-part.ts';

/** Raised when a file of an earlier program can no longer be computed again. */
const fileVersion = 1;

const number = v.pipe(v.number('must be a number'), v.finite());
const text = v.pipe(v.string(), v.maxLength(500));
const positive = v.pipe(number, v.minValue(1e-6));
/** Little-endian doubles; and bytes. */
const doubles = v.pipe(
  v.string(),
  v.maxLength(1e9),
  v.transform((base64) => new Float64Array(fromBase64(base64).buffer)),
);
const bytes = v.pipe(
  v.string(),
  v.maxLength(1e9),
  v.transform((base64) => fromBase64(base64)),
);
const family = v.picklist(['poisson', 'negative-binomial']);
const span = v.tuple([number, number]);

/** Everything of a session that is fitted but its spec. */
const dataEntries = {
  signal: v.optional(
    v.strictObject({
      id: text,
      startSeconds: number,
      binSeconds: positive,
      values: doubles,
      noise: v.optional(v.strictObject({ kind: v.literal('student'), df: v.optional(positive) })),
    }),
  ),
  spikes: v.optional(
    v.strictObject({
      startSeconds: number,
      binSeconds: positive,
      family,
      units: v.pipe(v.array(v.strictObject({ id: text, counts: doubles })), v.minLength(1)),
    }),
  ),
  summaries: v.optional(
    v.strictObject({
      id: text,
      reduction: v.picklist(reductions),
      window: span,
      baseline: v.optional(span),
      atSeconds: doubles,
      values: doubles,
      errors: v.optional(doubles),
      isCorrelated: v.boolean(),
    }),
  ),
  licks: v.optional(v.strictObject({ family, fromSeconds: doubles, toSeconds: doubles, counts: doubles })),
  latencies: v.optional(
    v.strictObject({ of: text, atSeconds: doubles, seconds: doubles, isCensored: bytes, shiftSeconds: number }),
  ),
  usesChoices: v.boolean(),
};

const fileSchema = v.object({
  phasicFit: v.literal(fileVersion),
  spec: v.record(v.string(), v.unknown()),
  ...dataEntries,
  free: v.pipe(v.array(v.pipe(v.string(), v.maxLength(200))), v.minLength(1), v.maxLength(50)),
  fit: v.looseObject({ point: v.array(number), logLikelihood: number, logPosterior: number }),
});

/** A fit with everything that it was computed from, as JSON: `phasic verify` evaluates it again without the recording. */
export const fitFile = (data: SessionData, free: readonly string[], fit: Fit): string =>
  `${JSON.stringify({ phasicFit: fileVersion, ...data, free, fit }, packed)}\n`;

/** Arrays of numbers as text, to the bit. */
const packed = (_: string, value: unknown): unknown =>
  value instanceof Float64Array || value instanceof Uint8Array
    ? toBase64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))
    : value;

/** A stored fit, and what its parameters give now. */
export interface EvaluatedFit {
  readonly stored: { readonly logLikelihood: number; readonly logPosterior: number };
  readonly now: { readonly logLikelihood: number; readonly logPosterior: number };
  /** Whether both agree within 1e-9. */
  readonly agrees: boolean;
}

const tolerance = 1e-9;

/** @throws InputError naming the field, or a point that is not of these parameters */
export const evaluatedFit = (json: unknown, where: string): Promise<EvaluatedFit> =>
  withStoredFit(json, where, ({ problem, point, stored }) => {
    const logPosterior = posteriorOf(problem).at(point);
    const logLikelihood = problem.likelihood.at(valuesAt(problem.parameters, point));
    const differs = (one: number, other: number): boolean => !(Math.abs(one - other) <= tolerance);
    return {
      stored: { logLikelihood: stored.logLikelihood, logPosterior: stored.logPosterior },
      now: { logLikelihood, logPosterior },
      agrees: !differs(logLikelihood, stored.logLikelihood) && !differs(logPosterior, stored.logPosterior),
    };
  });

/**
 * The noise that a stored fit found in its signal, in units in which the sensor's own response has gain 1.
 * @throws InputError also for a fit without a signal, or that explains nothing of it
 */
export const fittedNoise = (json: unknown, where: string): Promise<TraceNoise> =>
  withStoredFit(json, where, ({ problem, point, binSeconds }) => {
    const parts = problem.explain(valuesAt(problem.parameters, point)) ?? [];
    const solved = parts[problem.parts.findIndex(({ id }) => id === 'signal')]?.solved;
    const { gain = 0, rho = 0, noise = 0 } = solved ?? {};
    if (binSeconds === undefined || !(gain > 0))
      throw new InputError(
        binSeconds === undefined ? 'this fit has no signal' : 'this fit explains nothing of its signal',
        where,
        'save a fit to a signal, or give its noise: --noise rho=0.9,sd=1.5',
      );
    return { rho, sd: noise / Math.sqrt(1 - rho * rho) / gain, binSeconds };
  });

interface StoredFit {
  readonly problem: SessionProblem;
  readonly point: Float64Array;
  readonly stored: EvaluatedFit['stored'];
  /** Of its signal, if it has one. */
  readonly binSeconds: number | undefined;
}

/** @throws InputError naming the field, or a point that is not of these parameters */
async function withStoredFit<T>(json: unknown, where: string, use: (fit: StoredFit) => T): Promise<T> {
  const parsed = v.safeParse(fileSchema, json);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new InputError(
      `${v.getDotPath(issue) ?? 'the file'}: ${issue.message}`,
      where,
      'save it again with `phasic fit --save FILE`',
    );
  }
  const { spec: given, phasicFit: _version, free: names, fit, ...data } = parsed.output;
  const partial = parsePartialSpec(given, where);
  return withParts(textsIn(given), () => {
    const spec = completeTrialSpec(partial);
    const free = freeOfSpec(spec, names);
    if (fit.point.length !== free.parameters.length)
      throw new InputError('fit.point has another number of values than `free` has names', where, 'save it again');
    return use({
      problem: sessionProblem({ ...data, spec }, free),
      point: Float64Array.from(fit.point),
      stored: fit,
      binSeconds: data.signal?.binSeconds,
    });
  });
}
