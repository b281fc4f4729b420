import { later } from '../ui/later.tsx';
import { WideSkeleton } from '../panels/Skeletons.tsx';
import type { Workspace } from './workspace.ts';

const bench: Workspace = {
  id: 'bench',
  title: 'Bench',
  place: 6,
  Content: later(async () => (await import('../panels/BenchPanel.tsx')).BenchPanel, <WideSkeleton />),
};
export default bench;
