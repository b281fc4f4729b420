import { memo, useCallback, useMemo, type JSX } from 'react';
import { Button } from 'react-aria-components';
import type { AgentPart } from '../../src/contracts/agent.ts';
import { findEntry, type Catalogue, type CatalogueEntry } from '../../src/spec/catalogue.ts';
import type { ChangedParameter } from '../../src/spec/change.ts';
import type { Parameter, ParameterValue } from '../../src/contracts/parameters.ts';
import { inControl } from '../../src/contracts/time-constants.ts';
import { Choice } from '../ui/Choice.tsx';
import { AboutPart } from './AboutPart.tsx';
import { ParameterField } from './ParameterField.tsx';

interface Properties {
  readonly catalogue: Catalogue;
  /** In an experiment of trials, or in a stepped environment. */
  readonly world: 'trials' | 'steps';
  readonly manipulations: readonly AgentPart[] | undefined;
  /** Why one cannot be chosen here; undefined if it can. */
  readonly barred?: ((entry: CatalogueEntry<'manipulations'>) => string | undefined) | undefined;
  /** Names that a parameter may have here, by the parameter's name; if absent, those that are valid everywhere. */
  readonly names?: Names;
  /** The host's error for a value. */
  readonly errorOf?: (place: number, name: string) => string | undefined;
  readonly onAdd: (id: string) => void;
  /** Changes one of them; without a change it is removed. */
  readonly onEdit: (place: number, change: ChangedParameter | undefined) => void;
}

type Names = Readonly<Record<string, readonly string[]>>;

/** Manipulations of an agent, in an experiment or in an environment: one card each, and a list to add from. */
export const ManipulationCards = memo(function ManipulationCards({
  catalogue,
  world,
  manipulations,
  barred,
  names,
  errorOf,
  onAdd,
  onEdit,
}: Properties): JSX.Element {
  const options = useMemo(
    () =>
      catalogue.manipulations.map((entry) => ({
        id: entry.id,
        title: entry.title,
        description: entry.summary,
        barred: barred?.(entry),
      })),
    [catalogue, barred],
  );
  return (
    <>
      {placed(catalogue, manipulations ?? []).map(({ key, ...one }) => (
        <ManipulationCard key={key} {...one} world={world} names={names} errorOf={errorOf} onEdit={onEdit} />
      ))}
      <section className="card" aria-label="manipulations">
        <h2 className="card-kind">{manipulations === undefined ? 'manipulation' : 'another manipulation'}</h2>
        <Choice label="add a manipulation" options={options} chosen={undefined} placeholder="none" onChoose={onAdd} />
      </section>
    </>
  );
});

interface Placed {
  readonly part: AgentPart;
  readonly place: number;
  readonly entry: CatalogueEntry;
}

/** Two manipulations may be equal except for their positions. */
function placed(
  catalogue: Catalogue,
  manipulations: readonly AgentPart[],
): readonly (Placed & { readonly key: string })[] {
  return manipulations.flatMap((part, place) => {
    const entry = findEntry(catalogue, 'manipulations', part.id);
    return entry === undefined ? [] : [{ key: `${part.id} ${place}`, part, place, entry }];
  });
}

interface CardProperties extends Placed, Pick<Properties, 'world' | 'onEdit'> {
  readonly names: Names | undefined;
  readonly errorOf: Properties['errorOf'] | undefined;
}

function ManipulationCard({ part, place, entry, world, names, errorOf, onEdit }: CardProperties): JSX.Element {
  const change = useCallback((name: string, value: ParameterValue) => onEdit(place, { name, value }), [place, onEdit]);
  const parameters = useMemo(
    () =>
      Object.entries(world === 'steps' ? inControl(entry.parameters) : entry.parameters)
        .filter(([, { only = world }]) => only === world)
        .map(([name, declared]) => [name, asChoice(declared, names?.[name])] as const),
    [entry, world, names],
  );
  return (
    <section className="card" aria-label={`manipulation ${place + 1}`}>
      <h2 className="card-kind">
        manipulation
        <Button className="text-button card-remove" onPress={() => onEdit(place, undefined)}>
          remove
        </Button>
      </h2>
      <p className="card-title">{entry.title}</p>
      <AboutPart entry={entry} />
      {parameters.map(([name, declared]) => (
        <ParameterField
          key={name}
          name={name}
          parameter={declared}
          value={part.parameters[name] ?? declared.default}
          base={declared.default}
          error={errorOf?.(place, name)}
          onChange={change}
        />
      ))}
    </section>
  );
}

/** A text with a known set of values is chosen from a list. */
function asChoice(declared: Parameter, names: readonly string[] | undefined): Parameter {
  const options = declared.kind === 'text' ? (names ?? declared.suggestions) : undefined;
  return options === undefined
    ? declared
    : { kind: 'choice', default: String(declared.default), help: declared.help, options };
}
