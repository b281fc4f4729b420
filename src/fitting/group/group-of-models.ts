import type { Contrast } from './contrast.ts';
import type { GroupPosterior } from './group-posterior.ts';
import type { GroupFit } from './hierarchy.ts';
import { selectModels, type ModelSelection } from './model-selection.ts';

/** One model of a group. Plain data. */
export interface GroupModelFit {
  /** Id of the model. */
  readonly model: string;
  readonly fit: GroupFit;
  /** Of the whole group at once, if chains were asked for. */
  readonly posterior?: GroupPosterior;
}

/** What a group's subjects have in common under each model, and which models the population uses. Plain data. */
export interface GroupOfModels {
  readonly contrast?: Contrast;
  readonly models: readonly GroupModelFit[];
  /** Of two models or more. */
  readonly selection?: ModelSelection;
}

/** With random-effects selection by the subjects' evidence under their groups, where all of these have settled. */
export function groupOfModels(models: readonly GroupModelFit[], contrast: Contrast | undefined): GroupOfModels {
  const count = models[0]?.fit.subjects.length ?? 0;
  const evidence = Array.from({ length: count }, (_, i) =>
    models.map(({ fit }) => fit.subjects[i]?.logEvidence ?? Number.NaN),
  );
  return {
    ...(contrast === undefined ? {} : { contrast }),
    models,
    ...(models.length < 2 || models.some(({ fit }) => !fit.converged) ? {} : { selection: selectModels(evidence) }),
  };
}
