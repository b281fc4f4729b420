import { conditionsOf, shownOf, summariesOf } from '../designs/conditions.ts';
import type { Design, GridDesign } from '../contracts/design.ts';
import type { Condition, Paradigm } from '../contracts/paradigm.ts';
import type { TrialSpec } from '../spec/spec.ts';
import { bind } from './bind.ts';

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
export const declaredDesign = ({ world, design }: Pick<TrialSpec, 'world' | 'design'>): Design =>
  design ?? bind('paradigms', world).design();

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

/** The world of a spec. A custom design has conditions and curves derived from it, and no signatures. */
export function worldOf(spec: WorldSpec): World {
  const paradigm = bind('paradigms', spec.world);
  const { title } = paradigm;
  if (spec.design !== undefined) {
    const { design } = spec;
    return {
      title,
      design: designOf(spec),
      conditions: conditionsOf(design),
      shown: shownOf(design),
      signatures: [],
      summaries: summariesOf(design),
    };
  }
  const { shown, heatMapTypes, signatures, summaries, recorded } = paradigm;
  return {
    title,
    design: designOf(spec),
    conditions: paradigm.conditions(),
    shown,
    ...(heatMapTypes === undefined ? {} : { heatMapTypes }),
    signatures,
    ...(summaries === undefined ? {} : { summaries }),
    ...(recorded === undefined ? {} : { recorded }),
  };
}
