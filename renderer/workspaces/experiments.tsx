import { AgentPanel, Gallery, Transport } from '../panels/around-the-figure.tsx';
import { FigurePanel } from '../panels/FigurePanel.tsx';
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
