import { InputError } from '../../../core/errors.ts';
import type { AnimalRows } from '../../../contracts/animal-rows.ts';
import { mixedModelFit, type FunctionalFit } from './functional-fit.ts';

/** Curves of conditions as coefficients of a functional mixed model. */
export interface ConditionsFit extends FunctionalFit {
  /** What time is counted from. */
  readonly align: string;
  /** Middle of each bin, seconds. */
  readonly t: Float64Array;
  readonly trials: number;
}

/**
 * The windows of trials regressed on their conditions by a functional mixed model (Loewinger et al. 2025, eLife
 * 13:RP95802): the first condition, and every other one minus it, all varying between animals.
 * @param windows one of each condition; those on the time axis of the first count
 * @throws InputError for a single condition, a single animal, or trials that do not determine a difference
 */
export function conditionsFit(windows: readonly AnimalRows[], seed: number): ConditionsFit {
  const [first] = windows;
  const shared = windows.filter(
    ({ align, t, animals }) => align === first?.align && t.length === first.t.length && animals.length > 0,
  );
  const [reference, ...others] = shared;
  if (reference === undefined || others.length === 0)
    throw new InputError(
      'the trials are of a single condition',
      'functional regression',
      'name what conditions are of in the mapping (windows.types, or cues)',
    );
  const points = reference.t.length;
  const values = new Float64Array(shared.reduce((sum, { animals }) => sum + animals.length, 0) * points);
  let at = 0;
  for (const { rows } of shared) {
    values.set(rows, at);
    at += rows.length;
  }
  const fit = mixedModelFit(
    {
      animals: shared.flatMap(({ animals }) => animals),
      names: [reference.title, ...others.map(({ title }) => `${title} minus ${reference.title}`)],
      design: shared.flatMap(({ animals }, kind) =>
        animals.map(() => [1, ...others.map((_, other) => Number(other + 1 === kind))]),
      ),
      points,
      values,
    },
    { seed },
  );
  return { ...fit, align: reference.align, t: reference.t, trials: values.length / points };
}
