import { later } from '../ui/later.tsx';
import { WideSkeleton } from '../panels/Skeletons.tsx';
import type { Workspace } from './workspace.ts';

const data: Workspace = {
  id: 'data',
  title: 'Data',
  place: 3,
  Content: later(async () => (await import('../panels/data/DataPanel.tsx')).DataPanel, <WideSkeleton />),
};
export default data;
