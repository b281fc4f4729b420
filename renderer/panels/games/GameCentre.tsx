import type { JSX } from 'react';
import { useApp } from '../../store/app-state.ts';
import { findEntry } from '../../../src/spec/catalogue.ts';
import { control } from '../../store/current.ts';
import { useControl } from '../../store/control/control.ts';
import { Splitter } from '../../ui/Splitter.tsx';
import { ErrorLine } from '../ErrorLine.tsx';
import { GameFigures } from './GameFigures.tsx';
import { GameProgress } from './GameProgress.tsx';
import { GameReadout } from './GameReadout.tsx';
import { GameStage } from './GameStage.tsx';
import { GameTraces } from './GameTraces.tsx';

/** The environment and its signals on one clock, and below them the dopamine signals around its events. */
export function GameCentre(): JSX.Element {
  const catalogue = useApp((state) => state.catalogue);
  const opened = useControl(control, (state) => state.opened);
  const agent =
    opened === undefined || catalogue === undefined
      ? undefined
      : findEntry(catalogue, 'agents', opened.spec.agent.id ?? '');
  return (
    <main className="figure-panel game-panel" aria-label="game">
      <ErrorLine />
      <header className="figure-head">
        <div className="figure-titles">
          <h2>
            {opened === undefined
              ? 'Loading environment ...'
              : `${opened.title} · ${agent?.title ?? opened.spec.agent.learningRule.id}`}
          </h2>
          <GameProgress />
        </div>
      </header>
      <div className="game-row">
        <GameStage />
        <GameReadout />
        <GameTraces />
      </div>
      <Splitter usual={0.43} name="games" />
      <GameFigures />
    </main>
  );
}
