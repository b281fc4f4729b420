import { memo, useCallback, useMemo, type JSX } from 'react';
import { findEntry, lookupIn, type Catalogue } from '../../../src/spec/catalogue.ts';
import { basePart, withAgent, withPartId } from '../../../src/spec/change.ts';
import { parametersOf } from '../../../src/spec/locate.ts';
import type { ParameterValue } from '../../../src/contracts/parameters.ts';
import { kindOf, partOf, withValue } from '../../../src/spec/part-of.ts';
import { isOfAgent, partNames, parts, type PartName } from '../../../src/spec/parts.ts';
import type { ControlSpec, DefaultedName } from '../../../src/spec/spec.ts';
import { useApp } from '../../store/app-state.ts';
import { control } from '../../store/current.ts';
import { useControl } from '../../store/control/control.ts';
import { controlAgents } from '../../store/catalogue.ts';
import { Choice } from '../../ui/Choice.tsx';
import { AboutPart } from '../AboutPart.tsx';
import { HintLine } from '../HintLine.tsx';
import { ParameterField } from '../ParameterField.tsx';
import { lakeLetters, mapLetters, type MapLetters } from '../../../src/contracts/grid-map.ts';
import { GameManipulations } from './GameManipulations.tsx';
import { ManualLines } from './ManualLines.tsx';
import { MapEditor } from './MapEditor.tsx';
import { RunFields } from './RunFields.tsx';

/** The agent's designed parts, the environment, and the run's settings. */
export function GameCards(): JSX.Element {
  const catalogue = useApp((state) => state.catalogue);
  return (
    <aside className="panel agent-panel" aria-label="agent and environment">
      {catalogue === undefined ? null : (
        <>
          <div className="panel-scroll">
            <AgentChoice catalogue={catalogue} />
            {partNames.map((name) => (
              <Card key={name} name={name} catalogue={catalogue} />
            ))}
            <GameManipulations catalogue={catalogue} />
            <RunFields />
          </div>
          <HintLine />
        </>
      )}
    </aside>
  );
}

const AgentChoice = memo(function AgentChoice({ catalogue }: { readonly catalogue: Catalogue }): JSX.Element {
  const id = useControl(control, ({ draft }) => draft?.agent.id);
  const options = useMemo(
    () => controlAgents(catalogue).map((agent) => ({ id: agent.id, title: agent.title, description: agent.summary })),
    [catalogue],
  );
  const choose = useCallback(
    (agent: string) => {
      const { draft } = control.state.get();
      if (draft !== undefined) void control.edit(withAgent(lookupIn(catalogue), draft, agent));
    },
    [catalogue],
  );
  return (
    <section className="card" aria-label="agent">
      <h2 className="card-kind">agent</h2>
      <Choice label="agent" options={options} chosen={id} placeholder="custom agent" onChoose={choose} />
    </section>
  );
});

interface Properties {
  readonly name: PartName;
  readonly catalogue: Catalogue;
}

/** Environments whose map can be edited, by their letters. */
const paintable: Readonly<Record<string, { readonly letters: MapLetters; readonly blank: string }>> = {
  'open-field': { letters: mapLetters, blank: 'S....../......./......./......./......G' },
  'frozen-lake': { letters: lakeLetters, blank: 'SFFFF/FFFFF/FFFFF/FFFFF/FFFFG' },
};

const Card = memo(function Card({ name, catalogue }: Properties): JSX.Element | null {
  const draft = useControl(control, (state) => state.draft);
  const change = useCallback((parameter: string, value: ParameterValue) => setValue(name, parameter, value), [name]);
  const part = draft === undefined ? undefined : partOf(draft, name);
  const entry =
    draft === undefined || part === undefined ? undefined : findEntry(catalogue, kindOf(draft, name), part.id);
  if (draft === undefined || part === undefined || entry === undefined) return null;
  const page = name === 'world' ? findEntry(catalogue, 'envs', part.id)?.page : undefined;
  const base = basePart(lookupIn(catalogue), draft, name);
  const painted = Object.hasOwn(paintable, part.id) ? paintable[part.id] : undefined;
  return (
    <section className="card" aria-label={parts[name].title}>
      <h2 className="card-kind">{parts[name].title}</h2>
      {isDefaulted(name) ? (
        <BesideChoice name={name} catalogue={catalogue} draft={draft} />
      ) : (
        <p className="card-title">{entry.title}</p>
      )}
      <AboutPart entry={entry}>{page === undefined ? null : <ManualLines page={page} />}</AboutPart>
      {Object.entries(parametersOf(lookupIn(catalogue), draft, name)).map(([parameter, declared]) => (
        <ParameterField
          key={`${part.id}.${parameter}`}
          name={parameter}
          parameter={declared}
          value={part.parameters[parameter] ?? declared.default}
          base={base.parameters[parameter] ?? declared.default}
          error={undefined}
          onChange={change}
        />
      ))}
      {painted === undefined ? null : (
        <MapEditor
          text={String(part.parameters['ownMap'] ?? '')}
          {...painted}
          onChange={(map) => change('ownMap', map)}
        />
      )}
    </section>
  );
});

interface BesideProperties extends Properties {
  readonly name: DefaultedName;
  readonly draft: ControlSpec;
}

/** The agent and the world are chosen elsewhere. */
function BesideChoice({ name, catalogue, draft }: BesideProperties): JSX.Element {
  const kind = kindOf(draft, name);
  const options = useMemo(() => catalogue[kind].map(({ id, title }) => ({ id, title })), [catalogue, kind]);
  const choose = useCallback(
    (id: string) => {
      const { draft: now } = control.state.get();
      if (now !== undefined) void control.edit(withPartId(lookupIn(catalogue), now, name, id));
    },
    [catalogue, name],
  );
  return <Choice label={parts[name].title} options={options} chosen={partOf(draft, name)?.id} onChoose={choose} />;
}

const isDefaulted = (name: PartName): name is DefaultedName => name !== 'world' && !isOfAgent(name);

function setValue(name: PartName, parameter: string, value: ParameterValue): void {
  const { draft } = control.state.get();
  if (draft !== undefined) void control.edit(withValue(draft, name, parameter, value));
}
