import { later } from '../ui/later.tsx';
import { WideSkeleton } from '../panels/Skeletons.tsx';
import type { Workspace } from './workspace.ts';

const design: Workspace = {
  id: 'design',
  title: 'Design',
  place: 5,
  Content: later(async () => (await import('../panels/DesignPanel.tsx')).DesignPanel, <WideSkeleton />),
};
export default design;
