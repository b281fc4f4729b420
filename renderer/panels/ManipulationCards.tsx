import { memo, useCallback, type JSX } from 'react';
import { Button } from 'react-aria-components';
import type { AgentPart } from '../../src/contracts/agent.ts';
import type { Catalogue, CatalogueEntry } from '../../src/contracts/catalogue.ts';
import type { ParameterValue } from '../../src/contracts/parameters.ts';
import { appState, useApp } from '../store/app-state.ts';
import { findEntry } from '../store/catalogue.ts';
import { experiment } from '../store/current.ts';
import { withChangedManipulation, withManipulation } from '../store/draft.ts';
import { Choice } from '../ui/Choice.tsx';
import { AboutPart } from './AboutPart.tsx';
import { ParameterField } from './ParameterField.tsx';

/** What is done to the animal; `compare` above the figure shows it beside an animal to which nothing is done. */
export const ManipulationCards = memo(function ManipulationCards({ catalogue }: { readonly catalogue: Catalogue }): JSX.Element {
  const manipulations = useApp(({ draft }) => draft?.manipulations);
  const options = catalogue.manipulations.map(({ id, title, summary }) => ({ id, title, description: summary }));
  return (
    <>
      {placed(catalogue, manipulations ?? []).map(({ key, part, place, entry }) => (
        <ManipulationCard key={key} part={part} place={place} entry={entry} />
      ))}
      <section className="card" aria-label="manipulations">
        <h2 className="card-kind">{manipulations === undefined ? 'manipulation' : 'one more manipulation'}</h2>
        <Choice label="add a manipulation" options={options} chosen={undefined} placeholder="none" onChoose={(id) => add(catalogue, id)} />
      </section>
    </>
  );
});

interface Placed {
  readonly part: AgentPart;
  readonly place: number;
  readonly entry: CatalogueEntry;
}

/** Two manipulations may be alike in all but their places. */
function placed(catalogue: Catalogue, manipulations: readonly AgentPart[]): readonly (Placed & { readonly key: string })[] {
  return manipulations.flatMap((part, place) => {
    const entry = findEntry(catalogue, 'manipulations', part.id);
    return entry === undefined ? [] : [{ key: `${part.id} ${place}`, part, place, entry }];
  });
}

function ManipulationCard({ part, place, entry }: Placed): JSX.Element {
  const error = useApp((state) => state.error);
  const change = useCallback((name: string, value: ParameterValue) => edit(place, { name, value }), [place]);
  return (
    <section className="card" aria-label={`manipulation ${place + 1}`}>
      <h2 className="card-kind">
        manipulation
        <Button className="text-button card-remove" onPress={() => edit(place, undefined)}>
          remove
        </Button>
      </h2>
      <p className="card-title">{entry.title}</p>
      <AboutPart entry={entry} />
      {Object.entries(entry.parameters).map(([name, declared]) => (
        <ParameterField
          key={name}
          name={name}
          parameter={declared}
          value={part.parameters[name] ?? declared.default}
          base={declared.default}
          error={error?.field === fieldOf(place, name) ? `${error.what}; ${error.remedy}` : undefined}
          onChange={change}
        />
      ))}
    </section>
  );
}

const fieldOf = (place: number, name: string): string => `manipulation.${place}.${name}`;

function add(catalogue: Catalogue, id: string): void {
  const { draft } = appState.get();
  if (draft !== undefined) experiment.edit(withManipulation(catalogue, draft, id));
}

function edit(place: number, change: { readonly name: string; readonly value: ParameterValue } | undefined): void {
  const { draft } = appState.get();
  if (draft !== undefined) experiment.edit(withChangedManipulation(draft, place, change), change === undefined ? undefined : fieldOf(place, change.name));
}
