import { memo, useCallback, type JSX } from 'react';
import type { Catalogue } from '../../src/contracts/catalogue.ts';
import type { ParameterValue } from '../../src/contracts/parameters.ts';
import type { TrialSpec } from '../../src/contracts/spec.ts';
import { appState, useApp } from '../store/app-state.ts';
import { kindOf, partOf, type PartName } from '../../src/contracts/spec-parts.ts';
import { findEntry, timescaleOf, type ParadigmEntry } from '../store/catalogue.ts';
import { experiment } from '../store/current.ts';
import { baseValue, incompatibility, withPartId, withValue } from '../store/draft.ts';
import { AboutPart } from './AboutPart.tsx';
import { ApproximateLines } from './ApproximateLines.tsx';
import { Choice } from '../ui/Choice.tsx';
import { ParameterField } from './ParameterField.tsx';

const titles: Readonly<Record<PartName, string>> = {
  architecture: 'architecture',
  objective: 'objective',
  learningRule: 'learning rule',
  policy: 'policy',
  world: 'world',
  recording: 'recording',
};

interface Properties {
  readonly name: PartName;
  readonly catalogue: Catalogue;
}

/** One of the designed parts of an experiment: which it is, what it says of itself, and its parameters. */
export const PartCard = memo(function PartCard({ name, catalogue }: Properties): JSX.Element | null {
  const part = useApp(({ draft }) => (draft === undefined ? undefined : partOf(draft, name)));
  const error = useApp((state) => state.error);
  const stepSeconds = useApp(({ opened }) => opened?.stepSeconds);
  const change = useCallback((parameter: string, value: ParameterValue) => setValue(name, parameter, value), [name]);
  // What the part is held against: its base values and its partner come with these.
  useApp(
    ({ draft }) =>
      `${draft?.agent.id} ${draft?.world.id} ${draft?.agent.architecture.id} ${draft?.agent.learningRule.id}`,
  );
  const { draft } = appState.get();
  const entry =
    part === undefined || draft === undefined ? undefined : findEntry(catalogue, kindOf(draft, name), part.id);
  if (draft === undefined || part === undefined || entry === undefined) return null;
  return (
    <section className="card" aria-label={titles[name]}>
      <h2 className="card-kind">{titles[name]}</h2>
      <PartChoice name={name} catalogue={catalogue} draft={draft} />
      <AboutPart entry={entry} />
      {name === 'world' ? <ApproximateLines entry={entry as unknown as ParadigmEntry} /> : null}
      {typeof entry['needsTrials'] === 'string' ? (
        <p className="soft small">It is told where trials begin and end: {entry['needsTrials']}.</p>
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
          base={baseValue(catalogue, draft, name, parameter) ?? declared.default}
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
  const entries = catalogue[kindOf(draft, name)].filter((entry) => timescaleOf(entry) !== 'control');
  if (name === 'world' || entries.length === 1)
    return <p className="card-title">{entries.find((entry) => entry.id === id)?.title}</p>;
  const options = entries.map((entry) => ({
    id: entry.id,
    title: entry.title,
    barred: incompatibility(catalogue, draft, name, entry.id),
  }));
  return (
    <Choice label={titles[name]} options={options} chosen={id} onChoose={(chosen) => swap(catalogue, name, chosen)} />
  );
}

function swap(catalogue: Catalogue, name: PartName, id: string): void {
  const { draft } = appState.get();
  if (draft !== undefined) experiment.edit(withPartId(catalogue, draft, name, id));
}

function setValue(name: PartName, parameter: string, value: ParameterValue): void {
  const { draft } = appState.get();
  if (draft !== undefined) experiment.edit(withValue(draft, name, parameter, value), `${name}.${parameter}`);
}
