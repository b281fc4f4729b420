import { useCallback, type JSX } from 'react';
import { lookupIn, type Catalogue } from '../../src/spec/catalogue.ts';
import { withChanged, withListed, type ChangedParameter } from '../../src/spec/change.ts';
import { appState, useApp } from '../store/app-state.ts';
import { experiment } from '../store/current.ts';
import { ManipulationCards } from './ManipulationCards.tsx';

/** Manipulations of the subject; `compare` above the figure shows it next to a control. */
export function ExperimentManipulations({ catalogue }: { readonly catalogue: Catalogue }): JSX.Element {
  const manipulations = useApp(({ draft }) => draft?.manipulations);
  const error = useApp((state) => state.error);
  const add = useCallback(
    (id: string) => {
      const { draft } = appState.get();
      if (draft !== undefined) experiment.edit(withListed(lookupIn(catalogue), draft, 'manipulations', id));
    },
    [catalogue],
  );
  const errorOf = useCallback(
    (place: number, name: string) =>
      error?.field === fieldOf(place, name) ? `${error.what}; ${error.remedy}` : undefined,
    [error],
  );
  return (
    <ManipulationCards
      catalogue={catalogue}
      world="trials"
      manipulations={manipulations}
      errorOf={errorOf}
      onAdd={add}
      onEdit={edit}
    />
  );
}

const fieldOf = (place: number, name: string): string => `manipulation.${place}.${name}`;

function edit(place: number, change: ChangedParameter | undefined): void {
  const { draft } = appState.get();
  if (draft !== undefined)
    experiment.edit(
      withChanged(draft, 'manipulations', place, change),
      change === undefined ? undefined : fieldOf(place, change.name),
    );
}
