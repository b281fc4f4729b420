import { memo, useCallback, type JSX } from 'react';
import { findEntry, lookupIn, type Catalogue } from '../../src/spec/catalogue.ts';
import { basePart, withPartId } from '../../src/spec/change.ts';
import { misfitInAgent } from '../../src/spec/fits.ts';
import type { ParameterValue } from '../../src/contracts/parameters.ts';
import type { TrialSpec } from '../../src/spec/spec.ts';
import { appState, useApp } from '../store/app-state.ts';
import { kindOf, partOf, withValue } from '../../src/spec/part-of.ts';
import { parts, type PartName } from '../../src/spec/parts.ts';
import { experiment } from '../store/current.ts';
import { AboutPart } from './AboutPart.tsx';
import { ApproximateLines } from './ApproximateLines.tsx';
import { Choice } from '../ui/Choice.tsx';
import { ParameterField } from './ParameterField.tsx';

interface Properties {
  readonly name: PartName;
  readonly catalogue: Catalogue;
}

/** One of the designed parts of an experiment: its choice, description and parameters. */
export const PartCard = memo(function PartCard({ name, catalogue }: Properties): JSX.Element | null {
  const part = useApp(({ draft }) => (draft === undefined ? undefined : partOf(draft, name)));
  const error = useApp((state) => state.error);
  const stepSeconds = useApp(({ opened }) => opened?.stepSeconds);
  const change = useCallback((parameter: string, value: ParameterValue) => setValue(name, parameter, value), [name]);
  // The reference for changes: its base values and its partner come with these.
  useApp(
    ({ draft }) =>
      `${draft?.agent.id} ${draft?.world.id} ${draft?.agent.architecture.id} ${draft?.agent.learningRule.id}`,
  );
  const { draft } = appState.get();
  const entry =
    part === undefined || draft === undefined ? undefined : findEntry(catalogue, kindOf(draft, name), part.id);
  if (draft === undefined || part === undefined || entry === undefined) return null;
  const base = basePart(lookupIn(catalogue), draft, name);
  return (
    <section className="card" aria-label={parts[name].title}>
      <h2 className="card-kind">{parts[name].title}</h2>
      <PartChoice name={name} catalogue={catalogue} draft={draft} />
      <AboutPart entry={entry} />
      {name === 'world' ? <ApproximateLines entry={findEntry(catalogue, 'paradigms', part.id)} /> : null}
      {'needsTrials' in entry && typeof entry.needsTrials === 'string' ? (
        <p className="soft small">It is told where trials begin and end: {entry.needsTrials}.</p>
      ) : null}
      {part.id === 'own-design' ? (
        <button type="button" className="text-button" onClick={() => appState.set({ workspace: 'design' })}>
          edit the design
        </button>
      ) : null}
      {Object.entries(entry.parameters).map(([parameter, declared]) => (
        <ParameterField
          key={`${part.id}.${parameter}`}
          name={parameter}
          parameter={declared}
          value={part.parameters[parameter] ?? declared.default}
          base={base.parameters[parameter] ?? declared.default}
          error={error?.field === `${name}.${parameter}` ? `${error.what}; ${error.remedy}` : undefined}
          stepSeconds={stepSeconds}
          onChange={change}
        />
      ))}
    </section>
  );
});

/** The world is chosen in the gallery, every other part here. */
function PartChoice({ name, catalogue, draft }: Properties & { readonly draft: TrialSpec }): JSX.Element {
  const id = partOf(draft, name)?.id;
  const entries = catalogue[kindOf(draft, name)].filter(
    (entry) => !('timescale' in entry && entry.timescale === 'control'),
  );
  if (name === 'world' || entries.length === 1)
    return <p className="card-title">{entries.find((entry) => entry.id === id)?.title}</p>;
  const lookup = lookupIn(catalogue);
  const options = entries.map((entry) => ({
    id: entry.id,
    title: entry.title,
    barred: misfitInAgent(lookup, withPartId(lookup, draft, name, entry.id).agent)?.what,
  }));
  return (
    <Choice
      label={parts[name].title}
      options={options}
      chosen={id}
      onChoose={(chosen) => swap(catalogue, name, chosen)}
    />
  );
}

function swap(catalogue: Catalogue, name: PartName, id: string): void {
  const { draft } = appState.get();
  if (draft !== undefined) experiment.edit(withPartId(lookupIn(catalogue), draft, name, id));
}

function setValue(name: PartName, parameter: string, value: ParameterValue): void {
  const { draft } = appState.get();
  if (draft !== undefined) experiment.edit(withValue(draft, name, parameter, value), `${name}.${parameter}`);
}
