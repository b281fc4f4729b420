import { later } from '../ui/later.tsx';
import { WideSkeleton } from '../panels/Skeletons.tsx';
import type { Workspace } from './workspace.ts';

const fit: Workspace = {
  id: 'fit',
  title: 'Fit',
  place: 4,
  Content: later(async () => (await import('../panels/fit/FitPanel.tsx')).FitPanel, <WideSkeleton />),
};
export default fit;
