import { useCallback, useMemo, type JSX } from 'react';
import type { Catalogue, CatalogueEntry } from '../../../src/contracts/catalogue.ts';
import { findEntry } from '../../store/catalogue.ts';
import { control } from '../../store/current.ts';
import { withChangedManipulation, withManipulation, type ChangedParameter } from '../../store/draft.ts';
import { useControl } from '../../store/control/control.ts';
import { controlManipulations } from '../../store/control/control-draft.ts';
import { ManipulationCards } from '../ManipulationCards.tsx';

/** What is done to the agent that plays. Those that mean nothing in an environment say why. */
export function GameManipulations({ catalogue: everything }: { readonly catalogue: Catalogue }): JSX.Element {
  const catalogue = useMemo(() => controlManipulations(everything), [everything]);
  const manipulations = useControl(control, (state) => state.draft?.manipulations);
  const env = useControl(control, (state) => state.draft?.world.id);
  const names = useMemo(() => namesIn(findEntry(catalogue, 'envs', env ?? '')), [catalogue, env]);
  const add = useCallback(
    (id: string) => {
      const { draft } = control.state.get();
      if (draft !== undefined) void control.edit(withManipulation(catalogue, draft, id));
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

/** What a manipulation may name in an environment; an empty cue stands for all that is seen. */
function namesIn(env: CatalogueEntry | undefined): Readonly<Record<string, readonly string[]>> {
  const { events = [], seen = [] } = (env ?? {}) as {
    readonly events?: readonly { readonly id: string }[];
    readonly seen?: readonly string[];
  };
  return {
    event: ['reward', 'always', ...events.map(({ id }) => id)],
    ...(seen.length === 0 ? {} : { cue: ['', ...seen] }),
  };
}

const barred = (entry: CatalogueEntry): string | undefined => entry['notStepped'] as string | undefined;

function edit(place: number, change: ChangedParameter | undefined): void {
  const { draft } = control.state.get();
  if (draft !== undefined) void control.edit(withChangedManipulation(draft, place, change));
}
