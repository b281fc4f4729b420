import * as v from 'valibot';
import { didYouMean, InputError } from '../core/errors.ts';
import type { AgentPart } from '../contracts/agent.ts';
import { findEntry, lookupIn, type Catalogue } from '../spec/catalogue.ts';
import { withPartId } from '../spec/change.ts';
import { completeTrialSpec } from '../spec/complete.ts';
import { completePart } from '../spec/complete-parts.ts';
import { misfitInAgent } from '../spec/fits.ts';
import { parametersOf } from '../spec/locate.ts';
import type { Lookup } from '../spec/lookup.ts';
import type { Kind } from '../spec/kinds.ts';
import { type PartName, partNames } from '../spec/parts.ts';
import { parameterFromText, parameterSchema, type Parameters, type ParameterValue } from '../contracts/parameters.ts';
import type { TrialSpec } from '../spec/spec.ts';
import { kindOf, partOf, withValue } from '../spec/part-of.ts';

/** What a hand-written address requests, and what of it is not available. */
export interface WrittenLink {
  readonly draft: TrialSpec;
  /** One for each part that was left out, in the order of the address. */
  readonly leftOut: readonly InputError[];
}

/**
 * Parses an address written by hand or by a program, such as
 * `world=schultz-1997&agent=td-csc&seed=3&learningRule.learningRate=0.2`: everything that it does not name has its
 * default. Unknown or invalid parts are left out and reported.
 * @throws InputError if it names no world, or an unknown one
 */
export function readWrittenLink(catalogue: Catalogue, link: URLSearchParams): WrittenLink {
  const world = link.get('world');
  if (world === null)
    throw new InputError(
      'the address names nothing that can be opened',
      'address',
      'write for example #world=schultz-1997, or copy the link again',
    );
  if (findEntry(catalogue, 'paradigms', world) === undefined) throw unknown(catalogue, 'paradigms', 'world', world);
  const reader = new LinkReader(catalogue, link);
  return { draft: reader.read(world), leftOut: reader.leftOut };
}

/** Names that an address may use directly; a parameter is prefixed by its part and a dot. */
const names: ReadonlySet<string> = new Set(['agent', 'seed', ...partNames]);

const unknown = (catalogue: Catalogue, kind: Kind, what: string, id: string): InputError =>
  new InputError(
    `the link names ${what} '${id}', which this Phasic does not have`,
    'address',
    didYouMean(
      id,
      catalogue[kind].map((entry) => entry.id),
    ).replace(/^choose one of.*/, 'choose one from the list'),
  );

class LinkReader {
  readonly leftOut: InputError[] = [];
  private readonly catalogue: Catalogue;
  private readonly lookup: Lookup;
  private readonly link: URLSearchParams;

  constructor(catalogue: Catalogue, link: URLSearchParams) {
    this.catalogue = catalogue;
    this.lookup = lookupIn(catalogue);
    this.link = link;
  }

  read(world: string): TrialSpec {
    const start = { world, agent: this.known('agents', 'agent'), seed: this.seed() };
    const swapped = this.withFittingParts(completeTrialSpec(this.lookup, start));
    const valued = [...this.link].reduce((draft, [path, text]) => this.withValue(draft, path, text), swapped);
    const manipulations = this.manipulations();
    return manipulations.length === 0 ? valued : { ...valued, manipulations };
  }

  /** The id for a name, if it exists. */
  private known(kind: Kind, name: string): string | undefined {
    const id = this.link.get(name) ?? undefined;
    if (id === undefined || findEntry(this.catalogue, kind, id) !== undefined) return id;
    this.leftOut.push(unknown(this.catalogue, kind, name, id));
    return undefined;
  }

  private seed(): number {
    const text = this.link.get('seed') ?? '1';
    const seed = Number(text);
    if (text !== '' && Number.isInteger(seed) && seed >= 0 && seed <= 0xffffffff) return seed;
    this.leftOut.push(
      new InputError(
        `the link's seed '${text}' is not allowed`,
        'address',
        'a seed is a whole number from 0 to 4294967295; seed 1 is used',
      ),
    );
    return 1;
  }

  private withFittingParts(start: TrialSpec): TrialSpec {
    const swapped = partNames.reduce((draft, name) => {
      const id = name === 'world' ? undefined : this.known(kindOf(draft, name), name);
      return id === undefined || id === partOf(draft, name)?.id ? draft : withPartId(this.lookup, draft, name, id);
    }, start);
    const misfit = misfitInAgent(this.lookup, swapped.agent);
    if (misfit === undefined) return swapped;
    this.leftOut.push(
      new InputError(`the link's parts do not fit together: ${misfit.what}`, 'address', 'choose the parts under agent'),
    );
    return start;
  }

  private withValue(draft: TrialSpec, path: string, text: string): TrialSpec {
    const [name, parameter] = path.split('.') as [PartName, string | undefined];
    if (names.has(name) && parameter === undefined) return draft;
    if (/^manipulation\.\d+(\.|$)/.test(path)) return draft;
    if (parameter === undefined || !partNames.includes(name)) {
      this.leftOut.push(
        new InputError(`the link says '${path}', which means nothing here`, 'address', didYouMean(path, [...names])),
      );
      return draft;
    }
    const declared = parametersOf(this.lookup, draft, name);
    const value = this.value(`${name}.${parameter}`, parameter, declared, text);
    return value === undefined ? draft : withValue(draft, name, parameter, value);
  }

  private value(path: string, name: string, declared: Parameters, text: string): ParameterValue | undefined {
    const parameter = Object.hasOwn(declared, name) ? declared[name] : undefined;
    if (parameter === undefined) {
      this.leftOut.push(
        new InputError(
          `the link sets '${path}', which is not a parameter here`,
          'address',
          didYouMean(name, Object.keys(declared)),
        ),
      );
      return undefined;
    }
    const parsed = v.safeParse(parameterSchema(parameter), parameterFromText(parameter, text));
    if (parsed.success) return parsed.output;
    this.leftOut.push(
      new InputError(`the link sets '${path}' to '${text}', which is not allowed`, 'address', parsed.issues[0].message),
    );
    return undefined;
  }

  /** `manipulation.0=rpe-window&manipulation.0.amount=2`. */
  private manipulations(): readonly AgentPart[] {
    const manipulations: AgentPart[] = [];
    for (let i = 0; this.link.has(`manipulation.${i}`); i++) {
      const entry = findEntry(this.catalogue, 'manipulations', this.known('manipulations', `manipulation.${i}`) ?? '');
      if (entry === undefined) continue;
      const parameters = this.valuesOf(`manipulation.${i}`, entry.parameters);
      manipulations.push(completePart(this.lookup, 'manipulations', { id: entry.id, parameters }));
    }
    return manipulations;
  }

  private valuesOf(place: string, declared: Parameters): AgentPart['parameters'] {
    const given = [...this.link]
      .filter(([path]) => path.startsWith(`${place}.`))
      .map(([path, text]) => {
        const name = path.slice(place.length + 1);
        return [name, this.value(path, name, declared, text)] as const;
      });
    return Object.fromEntries(
      given.filter((entry): entry is readonly [string, ParameterValue] => entry[1] !== undefined),
    );
  }
}
