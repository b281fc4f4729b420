import { AgentPanel } from '../panels/AgentPanel.tsx';
import { FigurePanel } from '../panels/FigurePanel.tsx';
import { Gallery } from '../panels/Gallery.tsx';
import { Transport } from '../panels/Transport.tsx';
import type { Workspace } from './workspace.ts';

const experiments: Workspace = {
  id: 'experiments',
  title: 'Experiments',
  place: 1,
  Content: () => (
    <>
      <Gallery />
      <FigurePanel />
      <AgentPanel />
      <Transport />
    </>
  ),
};
export default experiments;
