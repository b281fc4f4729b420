import { InputError } from '../../../core/errors.ts';

/** A curve for each trial of several animals, and what each trial was. */
export interface TrialCurves {
  /** The animal of each trial. */
  readonly animals: readonly string[];
  /** Names of the columns, such as 'intercept' and 'reward'. */
  readonly names: readonly string[];
  /** Trial x column; a column of ones is the intercept. */
  readonly design: readonly (readonly number[])[];
  /** Samples of a curve. */
  readonly points: number;
  /** Trials x points, row-major; NaN where a trial has no value. */
  readonly values: Float64Array;
}

/** What a regression needs of one animal's trials at one point. */
export interface Sums {
  readonly trials: number;
  /** X'X, row-major. */
  readonly squares: Float64Array;
  /** X'y. */
  readonly products: Float64Array;
  /** y'y. */
  readonly size: number;
}

/** Animals in order of first appearance, with the trials of each. */
export interface Herd {
  readonly names: readonly string[];
  readonly trials: readonly (readonly number[])[];
}

/** @throws InputError if rows do not fit, or there are fewer than two animals */
export function herdOf({ animals, names, design, points, values }: TrialCurves): Herd {
  if (design.length !== animals.length || values.length !== animals.length * points)
    throw new InputError(
      `${animals.length} trials, ${design.length} rows of the design and ${values.length / points} curves`,
      'functional regression',
      'give one of each for every trial',
    );
  const wrong = design.findIndex((row) => row.length !== names.length || !row.every(Number.isFinite));
  if (wrong >= 0)
    throw new InputError(
      `trial ${wrong + 1} has no number for each of ${names.join(', ')}`,
      'functional regression',
      'leave the trial out',
    );
  const known = [...new Set(animals)];
  if (known.length < 2)
    throw new InputError(
      'curves of a single animal',
      'functional regression',
      'add animals: an error is between animals',
    );
  const trials = known.map((): number[] => []);
  const place = new Map(known.map((name, i) => [name, i]));
  animals.forEach((name, trial) => trials[place.get(name) ?? 0].push(trial));
  return { names: known, trials };
}

/** Sums of one animal at one point; trials without a value there do not count. */
export function sumsAt({ names, design, points, values }: TrialCurves, trials: readonly number[], point: number): Sums {
  const size = names.length;
  const squares = new Float64Array(size * size);
  const products = new Float64Array(size);
  let count = 0;
  let whole = 0;
  for (const trial of trials) {
    const y = values[trial * points + point];
    if (Number.isNaN(y)) continue;
    const row = design[trial];
    count++;
    whole += y * y;
    for (let a = 0; a < size; a++) {
      products[a] += row[a] * y;
      for (let b = 0; b < size; b++) squares[a * size + b] += row[a] * row[b];
    }
  }
  return { trials: count, squares, products, size: whole };
}
