import type { JSX, ReactNode } from 'react';
import type { FigureData } from '../../src/figures/figure-data.ts';
import type { DisplayedRun } from '../store/app-state.ts';

interface Properties {
  readonly data: FigureData;
  readonly shown: DisplayedRun;
  readonly children: ReactNode;
}

/** The title of the figure, and the data it is based on. */
export function FigureHead({ data, shown, children }: Properties): JSX.Element {
  const [paradigm, agent] = data.title.split(' \u00B7 ');
  const isPart = shown.trialsDone < shown.opened.trials;
  const parts = [
    agent,
    data.note,
    `seed ${shown.result.spec.seed}`,
    ...(isPart ? [`after ${shown.trialsDone} of ${shown.opened.trials} trials`] : []),
  ];
  return (
    <header className="figure-head">
      <div className="figure-titles">
        <h2 title={paradigm}>{paradigm}</h2>
        <p className="numeral" title={parts.join(' \u00B7 ')}>
          {parts.join(' \u00B7 ')}
        </p>
      </div>
      {children}
    </header>
  );
}
