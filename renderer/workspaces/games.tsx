import { lazy, Suspense } from 'react';
import { control } from '../store/current.ts';
import type { Workspace } from './workspace.ts';

/** Pixi and its drawings are not loaded before someone opens an environment. */
const GamesPanel = lazy(() => import('../panels/games/GamesPanel.tsx'));

const games: Workspace = {
  id: 'games',
  title: 'Games',
  place: 2,
  onOpen: () => void control.begin(),
  Content: () => (
    <Suspense fallback={<p className="soft waiting">Loading environments ...</p>}>
      <GamesPanel />
    </Suspense>
  ),
};
export default games;
