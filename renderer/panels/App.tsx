import { lazy, Suspense, type JSX } from 'react';
import { useApp } from '../store/app-state.ts';
import { AgentPanel } from './AgentPanel.tsx';
import { Announcer } from './Announcer.tsx';
import { BenchPanel } from './BenchPanel.tsx';
import { ConnectionNotice } from './ConnectionNotice.tsx';
import { DesignPanel } from './DesignPanel.tsx';
import { FigurePanel } from './FigurePanel.tsx';
import { Gallery } from './Gallery.tsx';
import { LongWorks } from './LongWorks.tsx';
import { Notice } from './Notice.tsx';
import { TopBar } from './TopBar.tsx';
import { Transport } from './Transport.tsx';

/** Pixi and what it draws: not wanted before someone opens a world. */
const GamesPanel = lazy(() => import('./games/GamesPanel.tsx'));

/** One window, one layout: what to run on the left, what it shows in the middle, what it is made of on the right. */
export function App(): JSX.Element {
  const workspace = useApp((state) => state.workspace);
  return (
    <div className="app">
      <TopBar />
      {workspace === 'bench' ? <BenchPanel /> : null}
      {workspace === 'games' ? (
        <Suspense fallback={<p className="soft waiting">The worlds are on their way.</p>}>
          <GamesPanel />
        </Suspense>
      ) : null}
      {workspace === 'design' ? <DesignPanel /> : null}
      {workspace === 'experiments' ? (
        <>
          <Gallery />
          <FigurePanel />
          <AgentPanel />
          <Transport />
        </>
      ) : null}
      <ConnectionNotice />
      <LongWorks />
      <Notice />
      <Announcer />
    </div>
  );
}
