import { InputError } from '../core/errors.ts';
import { power } from '../core/power.ts';
import { randomStream, type RandomStream } from '../core/random.ts';
import type { Parameter, ParameterValue } from '../contracts/parameters.ts';
import type { TrialSpec } from '../spec/spec.ts';
import { locateParameter, parametersOf } from '../spec/locate.ts';
import { withValue } from '../spec/part-of.ts';
import type { PartName } from '../spec/parts.ts';
import type { Sweep, Variation, VariedParameter } from '../spec/sweep.ts';
import { lookup } from './registry.ts';
import { setParameter } from './set-parameter.ts';

/** The number of subjects: one at each point of a grid, or N with randomly drawn values. */
export type Layout =
  | { readonly kind: 'grid'; readonly pointsPerRange: number }
  | { readonly kind: 'draws'; readonly subjects: number };

export const maxSubjects = 1_000_000;

/**
 * The subjects of a sweep. On a grid the last parameter changes fastest; the draws of one parameter do not depend on
 * which others vary.
 * @throws InputError for a parameter that does not exist or varies twice, a value that is not allowed, or too many
 * subjects
 */
export function expandSweep(base: TrialSpec, variations: readonly Variation[], layout: Layout): Sweep {
  const declared = variations.map((variation) => ({ variation, ...declarationOf(base, variation) }));
  const places = declared.map(({ part, name }) => `${part}.${name}`);
  const twice = places.findIndex((place, i) => places.indexOf(place) < i);
  if (twice >= 0)
    throw new InputError(`'${variations[twice]?.path}' varies twice`, '--vary', 'name each parameter once');
  for (const { variation } of declared)
    for (const value of endsOf(variation)) setParameter(base, variation.path, value);
  const varied =
    layout.kind === 'grid' ? onGrid(declared, layout.pointsPerRange) : drawn(declared, layout.subjects, base.seed);
  return { base, subjects: varied[0]?.values.length ?? 1, varied };
}

interface Declared extends Pick<VariedParameter, 'part' | 'name'> {
  readonly variation: Variation;
  readonly parameter: Parameter;
}

function declarationOf(base: TrialSpec, variation: Variation): Omit<Declared, 'variation'> {
  const { part, name, declared: parameter } = locateParameter(lookup, base, variation.path);
  if ('min' in variation && parameter.kind !== 'real' && parameter.kind !== 'integer') {
    throw new InputError(
      `'${variation.path}' is not a number, so it has no range`,
      '--vary',
      'list its values, with commas between them',
    );
  }
  return { part, name, parameter };
}

const endsOf = (variation: Variation): readonly ParameterValue[] =>
  'min' in variation ? [variation.min, variation.max] : variation.values;

function onGrid(declared: readonly Declared[], pointsPerRange: number): readonly VariedParameter[] {
  const points = declared.map(({ variation, parameter }) =>
    'min' in variation ? gridPoints(variation, parameter, pointsPerRange) : variation.values,
  );
  const subjects = points.reduce((all, { length }) => all * length, 1);
  requireFew(subjects);
  let repeats = subjects;
  return declared.map(({ variation, part, name }, i) => {
    const own = points[i] as readonly ParameterValue[];
    repeats /= own.length;
    const each = repeats;
    return {
      path: variation.path,
      part,
      name,
      values: Array.from(
        { length: subjects },
        (_, subject) => own[Math.floor(subject / each) % own.length] as ParameterValue,
      ),
    };
  });
}

/** Evenly spaced, both ends included; for integers at most as many as there are. */
function gridPoints(
  variation: Extract<Variation, { min: number }>,
  parameter: Parameter,
  count: number,
): readonly number[] {
  const points = Array.from({ length: count }, (_, i) =>
    between(variation, parameter, count === 1 ? 0.5 : i / (count - 1)),
  );
  return [...new Set(points)];
}

function drawn(declared: readonly Declared[], subjects: number, seed: number): readonly VariedParameter[] {
  requireFew(subjects);
  return declared.map(({ variation, part, name, parameter }) => {
    const random = randomStream(seed, `sweep/${part}.${name}`);
    return {
      path: variation.path,
      part,
      name,
      values: Array.from({ length: subjects }, () => draw(variation, parameter, random)),
    };
  });
}

const draw = (variation: Variation, parameter: Parameter, random: RandomStream): ParameterValue =>
  'min' in variation
    ? between(variation, parameter, random.next())
    : (variation.values[random.integer(variation.values.length)] as ParameterValue);

function between(
  { min, max, scale }: Extract<Variation, { min: number }>,
  parameter: Parameter,
  share: number,
): number {
  const value = scale === 'log' ? min * power(max / min, share) : min + (max - min) * share;
  // Rounding must not leave the range.
  const inside = Math.min(Math.max(value, min), max);
  return parameter.kind === 'integer' ? Math.round(inside) : inside;
}

function requireFew(subjects: number): void {
  if (subjects > maxSubjects)
    throw new InputError(
      `${subjects} subjects are too many`,
      'sweep',
      `give at most ${maxSubjects}, with fewer values or a coarser --grid`,
    );
}

/** The experiment of one subject. Values were checked when the sweep was created. */
export function specOf({ base, varied }: Sweep, subject: number): TrialSpec {
  return varied.reduce(
    (spec, { part, name, values }) => withValue(spec, part, name, values[subject] as ParameterValue),
    base,
  );
}

/**
 * Subjects that can run the same trials in lockstep: they differ only in numbers of the objective, the learning rule
 * and the policy.
 */
export interface LockstepGroup {
  readonly subjects: readonly number[];
}

interface LockstepGroups {
  readonly groups: readonly LockstepGroup[];
  /** Parameters that split the subjects into groups, as requested. */
  readonly parting: readonly string[];
}

export function lockstepGroups(sweep: Sweep): LockstepGroups {
  const parting = sweep.varied.filter((varied) => !isLockstep(sweep.base, varied));
  const groups = new Map<string, number[]>();
  for (let subject = 0; subject < sweep.subjects; subject++) {
    const key = JSON.stringify(parting.map(({ values }) => values[subject]));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [subject]);
    else group.push(subject);
  }
  return { groups: [...groups.values()].map((subjects) => ({ subjects })), parting: parting.map(({ path }) => path) };
}

/** Parts in whose real numbers the subjects of a group may differ. */
const inNumbers: ReadonlySet<PartName> = new Set(['objective', 'learningRule', 'policy']);

const isLockstep = (base: TrialSpec, { part, name }: VariedParameter): boolean =>
  part === 'recording' || (inNumbers.has(part) && parametersOf(lookup, base, part)[name]?.kind === 'real');
