import type { JSX, ReactNode } from 'react';
import { agentEntries, findEntry, type ParadigmEntry } from '../store/catalogue.ts';
import { useApp, type Shown } from '../store/app-state.ts';

interface Properties {
  readonly shown: Shown;
  readonly paradigm: ParadigmEntry;
  readonly children: ReactNode;
}

/** Whose figure this is, and what it rests on. */
export function FigureHead({ shown, paradigm, children }: Properties): JSX.Element {
  const catalogue = useApp((state) => state.catalogue);
  const { agent, seed } = shown.result.spec;
  const named = catalogue === undefined ? undefined : agentEntries(catalogue).find(({ id }) => id === agent.id)?.title;
  const parts = catalogue === undefined ? '' : `${findEntry(catalogue, 'learning-rules', agent.learningRule.id)?.title}, ${findEntry(catalogue, 'architectures', agent.architecture.id)?.title}`;
  const title = named ?? parts;
  const progress = shown.trialsDone < shown.opened.trials ? ` \u00B7 after ${shown.trialsDone} of ${shown.opened.trials} trials` : '';
  return (
    <header className="figure-head">
      <div className="figure-titles">
        <h2 title={paradigm.title}>{paradigm.title}</h2>
        <p className="numeral">
          {title} {'\u00B7'} seed {seed}
          {progress}
        </p>
      </div>
      {children}
    </header>
  );
}
