import { didYouMean, InputError } from '../core/errors.ts';
import { parseDesign } from '../contracts/design-schema.ts';
import { conditionsOf, shownOf, summariesOf } from '../designs/conditions.ts';
import type { Design, GridDesign } from '../contracts/design.ts';
import type { Condition, Paradigm } from '../contracts/paradigm.ts';
import type { TrialSpec } from '../spec/spec.ts';
import { bind } from './bind.ts';
import { find, isOwn } from './registry.ts';

/** What an experiment shows to the subject, and what is measured in it. */
export interface World extends Pick<Paradigm, 'shown' | 'heatMapTypes' | 'signatures' | 'summaries' | 'recorded'> {
  readonly title: string;
  readonly design: GridDesign;
  /** In the order of drawing and listing. */
  readonly conditions: Readonly<Record<string, Condition>>;
}

/**
 * The design of a spec: its custom one, or the one its paradigm builds from the parameters. Its times are continuous.
 */
export function declaredDesign({ world, design }: Pick<TrialSpec, 'world' | 'design'>): Design {
  if (design !== undefined) return design;
  const paradigm = find('paradigms', world.id);
  const known = declaredDesigns.get(world);
  if (known?.paradigm === paradigm) return known.design;
  const declared = bind('paradigms', world).design();
  if (isOwn('paradigms', world.id)) requireSound(world.id, declared);
  declaredDesigns.set(world, { paradigm, design: declared });
  return declared;
}

/** Seeds of one experiment share its world, and building a design takes as long as a short run; a user's own may be loaded again. */
const declaredDesigns = new WeakMap<TrialSpec['world'], { readonly paradigm: Paradigm; readonly design: Design }>();

const sound = new WeakSet<Design>();

/** @throws InputError if the design of a user's own paradigm names what it does not declare; tests hold the program's own to it */
function requireSound(paradigm: string, design: Design): void {
  if (sound.has(design)) return;
  parseDesign(design, `paradigm ${paradigm}`);
  sound.add(design);
}

type WorldSpec = Pick<TrialSpec, 'world' | 'design' | 'agent'>;

// One object per design and grid: results computed from it are cached by it.
const onGrids = new WeakMap<Design, Map<number, GridDesign>>();

/** The design of a spec on the time grid of its agent. */
export function designOf(spec: WorldSpec): GridDesign {
  const stepSeconds = spec.agent.architecture.parameters['resolutionSeconds'] as number;
  const declared = declaredDesign(spec);
  const grids = onGrids.get(declared) ?? new Map<number, GridDesign>();
  const design = grids.get(stepSeconds) ?? { ...declared, stepSeconds };
  onGrids.set(declared, grids.set(stepSeconds, design));
  return design;
}

/** @throws InputError if a condition of a paradigm asks for a trial type that its design does not have */
function requireTypes(paradigm: string, design: Design, conditions: Readonly<Record<string, Condition>>): void {
  const known = Object.keys(design.trialTypes);
  for (const [id, { types }] of Object.entries(conditions)) {
    const unknown = types.find((type) => !known.includes(type));
    if (unknown !== undefined)
      throw new InputError(
        `condition '${id}' has the trial type '${unknown}', which the design does not declare`,
        `paradigm ${paradigm}`,
        didYouMean(unknown, known),
      );
  }
}

// As designs: what is found by conditions is kept by them.
const declared = new WeakMap<TrialSpec['world'], Pick<World, 'conditions'> & { readonly by: Design }>();

function declaredConditions(spec: WorldSpec): World['conditions'] {
  const design = declaredDesign(spec);
  const known = declared.get(spec.world);
  if (known?.by === design) return known.conditions;
  const conditions = bind('paradigms', spec.world).conditions();
  requireTypes(spec.world.id, design, conditions);
  declared.set(spec.world, { by: design, conditions });
  return conditions;
}

type Derived = Pick<World, 'conditions' | 'shown' | 'summaries'>;

// By the design that they follow from: many seeds have the same one.
const derivedOf = new WeakMap<Design, Derived>();

function derived(design: Design): Derived {
  const known = derivedOf.get(design) ?? {
    conditions: conditionsOf(design),
    shown: shownOf(design),
    summaries: summariesOf(design),
  };
  derivedOf.set(design, known);
  return known;
}

/** The world of a spec. A custom design has conditions and curves derived from it, and no signatures. */
export function worldOf(spec: WorldSpec): World {
  const paradigm = bind('paradigms', spec.world);
  const { title } = paradigm;
  if (spec.design !== undefined) return { title, design: designOf(spec), signatures: [], ...derived(spec.design) };
  const { shown, heatMapTypes, signatures, summaries, recorded } = paradigm;
  return {
    title,
    design: designOf(spec),
    conditions: declaredConditions(spec),
    shown,
    ...(heatMapTypes === undefined ? {} : { heatMapTypes }),
    signatures,
    ...(summaries === undefined ? {} : { summaries }),
    ...(recorded === undefined ? {} : { recorded }),
  };
}
