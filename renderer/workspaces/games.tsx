import { ColumnsSkeleton } from '../panels/Skeletons.tsx';
import { control } from '../store/current.ts';
import { later } from '../ui/later.tsx';
import type { Workspace } from './workspace.ts';

const games: Workspace = {
  id: 'games',
  title: 'Games',
  place: 2,
  onOpen: () => void control.begin(),
  Content: later(async () => (await import('../panels/games/GamesPanel.tsx')).GamesPanel, <ColumnsSkeleton />),
  // Pixi and its drawings.
  isLarge: true,
};
export default games;
