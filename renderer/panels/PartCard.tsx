import type { JSX } from 'react';
import type { Catalogue } from '../../src/contracts/catalogue.ts';
import type { Spec } from '../../src/contracts/spec.ts';
import { findEntry, kindOfPart, partOf, type PartName } from '../store/catalogue.ts';
import { useApp } from '../store/app-state.ts';
import { experiment } from '../store/current.ts';
import { baseValue, incompatibility, withPartId, withValue } from '../store/draft.ts';
import { Choice } from '../ui/Choice.tsx';
import { ParameterField } from './ParameterField.tsx';

const titles: Readonly<Record<PartName, string>> = {
  architecture: 'architecture',
  objective: 'objective',
  learningRule: 'learning rule',
  paradigm: 'world',
  recording: 'recording',
};

interface Properties {
  readonly name: PartName;
  readonly catalogue: Catalogue;
  readonly draft: Spec;
}

/** One of the designed parts of an experiment: which it is, what it says of itself, and its parameters. */
export function PartCard({ name, catalogue, draft }: Properties): JSX.Element | null {
  const error = useApp((state) => state.error);
  const part = partOf(draft, name);
  const kind = kindOfPart[name];
  const entry = findEntry(catalogue, kind, part.id);
  if (entry === undefined) return null;
  const options = catalogue[kind].map(({ id, title }) => ({ id, title, barred: incompatibility(catalogue, draft, name, id) }));
  return (
    <section className="card" aria-label={titles[name]}>
      <h2 className="card-kind">{titles[name]}</h2>
      {name === 'paradigm' || options.length === 1 ? (
        <p className="card-title">{entry.title}</p>
      ) : (
        <Choice label={titles[name]} options={options} chosen={part.id} onChoose={(id) => experiment.edit(withPartId(catalogue, draft, name, id))} />
      )}
      <details className="about">
        <summary>about</summary>
        <p>{entry.summary}</p>
        <p className="soft small citation">
          {entry.citation.text}
          {entry.citation.doi === undefined ? null : ` \u00B7 doi ${entry.citation.doi}`}
        </p>
      </details>
      {Object.entries(entry.parameters).map(([parameter, declared]) => {
        const path = `${name}.${parameter}`;
        return (
          <ParameterField
            key={`${part.id}.${parameter}`}
            name={parameter}
            parameter={declared}
            value={part.parameters[parameter] ?? declared.default}
            base={baseValue(catalogue, draft, name, parameter) ?? declared.default}
            error={error?.field === path ? `${error.what}; ${error.remedy}` : undefined}
            onChange={(value) => experiment.edit(withValue(draft, name, parameter, value), path)}
          />
        );
      })}
    </section>
  );
}
