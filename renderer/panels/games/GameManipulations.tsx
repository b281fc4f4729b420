import { useCallback, useMemo, type JSX } from 'react';
import { findEntry, lookupIn, type Catalogue, type CatalogueEntry } from '../../../src/spec/catalogue.ts';
import { withChanged, withListed, type ChangedParameter } from '../../../src/spec/change.ts';
import { control } from '../../store/current.ts';
import { useControl } from '../../store/control/control.ts';
import { ManipulationCards } from '../ManipulationCards.tsx';

/** Manipulations of the acting agent. Those that do not apply to an environment say why. */
export function GameManipulations({ catalogue }: { readonly catalogue: Catalogue }): JSX.Element {
  const manipulations = useControl(control, (state) => state.draft?.manipulations);
  const env = useControl(control, (state) => state.draft?.world.id);
  const names = useMemo(() => namesIn(findEntry(catalogue, 'envs', env ?? '')), [catalogue, env]);
  const add = useCallback(
    (id: string) => {
      const { draft } = control.state.get();
      if (draft !== undefined) void control.edit(withListed(lookupIn(catalogue), draft, 'manipulations', id));
    },
    [catalogue],
  );
  return (
    <ManipulationCards
      catalogue={catalogue}
      world="steps"
      manipulations={manipulations}
      barred={barred}
      names={names}
      onAdd={add}
      onEdit={edit}
    />
  );
}

/** Names that a manipulation may use in an environment; an empty cue means the whole observation. */
function namesIn(env: CatalogueEntry<'envs'> | undefined): Readonly<Record<string, readonly string[]>> {
  if (env?.kind !== 'control') return {};
  const { events, seen = [] } = env;
  return {
    event: ['reward', 'always', ...events.map(({ id }) => id)],
    ...(seen.length === 0 ? {} : { cue: ['', ...seen] }),
  };
}

const barred = (entry: CatalogueEntry<'manipulations'>): string | undefined => entry.notInControl;

function edit(place: number, change: ChangedParameter | undefined): void {
  const { draft } = control.state.get();
  if (draft !== undefined) void control.edit(withChanged(draft, 'manipulations', place, change));
}
