import { later } from '../ui/later.tsx';
import { WideSkeleton } from '../panels/Skeletons.tsx';
import type { Workspace } from './workspace.ts';

const parts: Workspace = {
  id: 'parts',
  title: 'Parts',
  place: 7,
  Content: later(async () => (await import('../panels/OwnPartsPanel.tsx')).OwnPartsPanel, <WideSkeleton />),
};
export default parts;
