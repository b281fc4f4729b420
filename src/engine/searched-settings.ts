import { InputError } from '../core/errors.ts';
import { haltonPoints } from '../core/halton.ts';
import { power } from '../core/power.ts';
import { randomStream } from '../core/random.ts';
import type { NumberParameter, Parameter, ParameterValue } from '../contracts/parameters.ts';
import type { Setting } from '../contracts/search.ts';
import type { SearchedRange } from '../contracts/searched.ts';
import type { TrialSpec } from '../spec/spec.ts';
import { parametersOf } from '../spec/locate.ts';
import { partOf, withValue } from '../spec/part-of.ts';
import { agentPartNames, type AgentPartName } from '../spec/parts.ts';
import { completeTrialSpec } from './complete-spec.ts';
import { encoderOf } from './per-step.ts';
import { lookup } from './registry.ts';
import { designOf } from './world.ts';

/** A parameter of an agent that is searched. */
export interface SearchedParameter {
  /** `part.name` */
  readonly path: string;
  readonly declared: Parameter;
  /** The searched range; absent for choices and flags, of which all values are tried. */
  readonly range?: SearchedRange;
}

/**
 * The searchable parameters of an agent: all that its parts declare, except texts, those without meaning in trials, and
 * those declared not to be searched.
 */
export function searchedParameters(spec: TrialSpec): readonly SearchedParameter[] {
  return agentPartNames.flatMap((part) =>
    Object.entries(parametersOf(lookup, spec, part)).flatMap(([name, declared]) =>
      searchedOf(`${part}.${name}`, declared),
    ),
  );
}

function searchedOf(path: string, declared: Parameter): readonly SearchedParameter[] {
  if (declared.kind === 'text' || declared.only === 'steps') return [];
  if (declared.kind === 'choice' || declared.kind === 'flag') return [{ path, declared }];
  const range = declared.searched ?? { min: declared.min, max: declared.max, scale: 'linear' };
  return 'never' in range ? [] : [{ path, declared, range }];
}

/**
 * Settings to try, the same every time: points spread over the search space. In every other one about half of the
 * parameters stay at their defaults, because with many parameters a setting in which all differ seldom learns anything.
 * Settings that would make the agent much larger are skipped: delay lines that span long intervals can take hours
 * instead of a second, and that cost says nothing about the model.
 * @returns only what differs from the defaults of the spec; fewer than requested if too many are skipped
 */
export function settingsOf(spec: TrialSpec, searched: readonly SearchedParameter[], count: number): readonly Setting[] {
  const most = largestGrowth * sizeOf(spec);
  const settings: Setting[] = [];
  for (const setting of drawnSettings(spec, searched, pointsASetting * count)) {
    if (settings.length < count && !isLargerThan(most, spec, setting)) settings.push(setting);
  }
  return settings;
}

/** Factor by which a setting may enlarge an agent. */
const largestGrowth = 2;

/** Points per requested setting, to allow for skipped ones. */
const pointsASetting = 4;

function drawnSettings(spec: TrialSpec, searched: readonly SearchedParameter[], count: number): readonly Setting[] {
  const keeps = randomStream(1, 'search/keeps');
  return haltonPoints(count, searched.length, 'search').map((point, i) => {
    const whole = searched
      .map((one, k) => [one.path, valueAt(one, point[k] as number)] as const)
      .filter(([path, value]) => value !== defaultOf(spec, path));
    const some = whole.filter(() => keeps.bernoulli(0.5));
    return Object.fromEntries(i % 2 === 0 || some.length === 0 ? whole : some);
  });
}

/** Number of features of an agent in its paradigm. */
const sizeOf = (spec: TrialSpec): number => encoderOf(spec, designOf(spec)).size;

/** Settings that cannot be created are tried, and reported as such. */
function isLargerThan(most: number, spec: TrialSpec, setting: Setting): boolean {
  if (!Object.keys(setting).some((path) => path.startsWith('architecture.'))) return false;
  try {
    return sizeOf(withSetting(spec, setting)) > most;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}

function defaultOf(spec: TrialSpec, path: string): ParameterValue | undefined {
  const [part, name] = pathOf(path);
  return partOf(spec, part)?.parameters[name];
}

const pathOf = (path: string): readonly [AgentPartName, string] => path.split('.') as [AgentPartName, string];

/**
 * The experiment with a setting, in the same world.
 * @throws InputError if its values are incompatible
 */
export function withSetting(spec: TrialSpec, setting: Setting): TrialSpec {
  let set = spec;
  for (const [path, value] of Object.entries(setting)) {
    set = withValue(set, ...pathOf(path), value);
  }
  return { ...completeTrialSpec(set), world: spec.world };
}

function valueAt({ declared, range }: SearchedParameter, share: number): ParameterValue {
  if (declared.kind === 'flag') return share >= 0.5;
  if (declared.kind === 'choice') return declared.options[Math.floor(share * declared.options.length)] as string;
  return roundedValue(declared as NumberParameter, range as SearchedRange, share);
}

/** Few enough digits to read and type. */
const digits = 3;

const short = (value: number): number => Number(value.toPrecision(digits));

function roundedValue(
  { kind, multipleOf }: NumberParameter,
  { min, max, scale }: SearchedRange,
  share: number,
): number {
  const value =
    scale === 'linear'
      ? short(min + (max - min) * share)
      : scale === 'log'
        ? short(byFactor(min, max, share))
        : 1 - short(byFactor(1 - min, 1 - max, share));
  const step = multipleOf ?? (kind === 'integer' ? 1 : undefined);
  // The last bits of 1 - .0123 are rounding.
  return Number((step === undefined ? value : Math.round(value / step) * step).toPrecision(12));
}

const byFactor = (from: number, to: number, share: number): number => from * power(to / from, share);
