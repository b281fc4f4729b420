import type { JSX } from 'react';
import { useApp } from '../../store/app-state.ts';
import { findEntry } from '../../store/catalogue.ts';
import { play } from '../../store/current.ts';
import { usePlay } from '../../store/play/play.ts';
import { ErrorLine } from '../ErrorLine.tsx';
import { GameFigures } from './GameFigures.tsx';
import { GameReadout } from './GameReadout.tsx';
import { GameStage } from './GameStage.tsx';
import { GameTraces } from './GameTraces.tsx';

/** The world and its signals on one clock, and below them what the agent's dopamine does around its events. */
export function GameCentre(): JSX.Element {
  const catalogue = useApp((state) => state.catalogue);
  const opened = usePlay(play, (state) => state.opened);
  const agent = opened === undefined || catalogue === undefined ? undefined : findEntry(catalogue, 'agents', opened.spec.agent.id ?? '');
  return (
    <main className="figure-panel game-panel" aria-label="game">
      <ErrorLine />
      <header className="figure-head">
        <div className="figure-titles">
          <h2>{opened === undefined ? 'A world is on its way' : `${opened.title} · ${agent?.title ?? opened.spec.agent.learningRule.id}`}</h2>
          <GameProgress />
        </div>
      </header>
      <div className="game-row">
        <GameStage />
        <div className="game-signals">
          <GameReadout />
          <GameTraces />
        </div>
      </div>
      <GameFigures />
    </main>
  );
}

/** How far the agent is, told now and then. */
function GameProgress(): JSX.Element {
  // Told anew when the steps are.
  usePlay(play, (state) => state.steps);
  const worlds = usePlay(play, (state) => state.opened?.spec.worlds ?? 1);
  const news = play.history.frame(0);
  if (news === undefined) return <p>not begun</p>;
  const parts = [
    `${news.steps.toLocaleString('en-GB')} steps`,
    `${news.episodes.toLocaleString('en-GB')} episodes`,
    ...(news.meanReturn === null ? [] : [`mean return ${Number(news.meanReturn.toPrecision(3))}`]),
    `${Math.round(news.stepsPerSecond).toLocaleString('en-GB')} steps/s`,
    ...(news.diagnostics['loss'] === undefined ? [] : [`loss ${Number(news.diagnostics['loss'].toPrecision(2))}`]),
    worlds === 1 ? 'one world' : `${worlds} worlds, one shown`,
    news.backend,
  ];
  return <p className="numeral">{parts.join(' · ')}</p>;
}
