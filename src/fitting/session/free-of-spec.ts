import { InputError } from '../../core/errors.ts';
import { lookup } from '../../engine/registry.ts';
import { locateParameter } from '../../spec/locate.ts';
import { partOf, withValue } from '../../spec/part-of.ts';
import { isReal, isUsual, pathOf, realPlaces, type RealPlace } from '../../spec/real-places.ts';
import type { TrialSpec } from '../../spec/spec.ts';
import { pointAt, usualPriors, type FreeParameter, type PointPrior } from '../free-parameter.ts';

/** Parameters of a spec that are fitted. */
export interface FreeOfSpec {
  /** Their ids are paths, `part.name`. */
  readonly parameters: readonly FreeParameter[];
  /** Which of them are of the sensor: they do not change what the agent does. */
  readonly ofSensor: readonly boolean[];
  /** Their values in the spec. */
  readonly given: Float64Array;
  /** The spec with these values, in the order of the parameters. They are within their ranges, so that nothing is checked again. */
  withValues(values: ArrayLike<number>): TrialSpec;
}

/**
 * @param names of parameters, as `--set` takes them; absent: all real numbers of the agent that a search would vary, the
 * architecture's left out
 * @throws InputError for a name that is not there, or that is no real number
 */
export function freeOfSpec(spec: TrialSpec, names: readonly string[] | undefined): FreeOfSpec {
  const places =
    names === undefined ? realPlaces(lookup, spec).filter(isUsual) : names.map((name) => placeOf(spec, name));
  const twice = places.find((one, i) => places.findIndex((other) => pathOf(other) === pathOf(one)) < i);
  if (twice !== undefined)
    throw new InputError(`'${pathOf(twice)}' is named twice`, 'free parameters', 'name each once');
  return {
    parameters: places.map((place) => freeParameter(place)),
    ofSensor: places.map(({ part }) => part === 'recording'),
    given: Float64Array.from(places, ({ part, name }) => partOf(spec, part)?.parameters[name] as number),
    withValues: (values) =>
      places.reduce((set, { part, name }, i) => withValue(set, part, name, values[i] as number), spec),
  };
}

function placeOf(spec: TrialSpec, name: string): RealPlace {
  const { part, name: own, declared } = locateParameter(lookup, spec, name);
  if (isReal(declared)) return { part, name: own, declared };
  throw new InputError(
    `'${name}' is not a real number`,
    'free parameters',
    'fit it once with each of its values, set by --set, and compare',
  );
}

function freeParameter(place: RealPlace): FreeParameter {
  const { min, max, symbol, unit, help } = place.declared;
  const scale = isOfFactors(min, max) ? ('log' as const) : ('logit' as const);
  const bare: FreeParameter = {
    id: pathOf(place),
    title: help.replace(/[:;(].*$/s, '').trim(),
    ...(symbol === undefined ? {} : { symbol }),
    ...(unit === undefined ? {} : { unit }),
    scale,
    minimum: min,
    maximum: max,
  };
  return { ...bare, prior: priorOf(place, bare) };
}

/** A positive number whose values differ by factors, such as a time constant: not a share, nor of a narrow range. */
const isOfFactors = (min: number, max: number): boolean => min >= 0 && max > 1 && max >= 100 * min;

/** Two standard deviations to either side are the defensible range that the parameter declares, or its whole range. */
function priorOf({ declared: { min, max, searched }, name }: RealPlace, bare: FreeParameter): PointPrior {
  if (name === 'inverseTemperature') return usualPriors.inverseTemperature;
  if (min === 0 && max === 1) return usualPriors.share;
  const range = searched !== undefined && 'min' in searched ? searched : { min, max };
  const [low, high] = [pointAt(bare, Math.max(range.min, leastOf(bare))), pointAt(bare, range.max)];
  return { mean: (low + high) / 2, sd: Math.min(widest, (high - low) / 4) };
}

/** The lower end of a range from 0 has no point on a log scale: a thousandth of the upper end stands for it. */
const leastOf = ({ scale, minimum, maximum }: FreeParameter): number => (scale === 'log' ? maximum / 1000 : minimum);

/** Of a logit scale, whose ends are at infinity. */
const widest = 1.5;
