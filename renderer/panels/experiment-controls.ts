// What is around the figure of an experiment, in one file of the build: it is loaded together, after the first figure.
export { AgentPanel } from './AgentPanel.tsx';
export { DetailTabs } from './DetailTabs.tsx';
export { Gallery } from './Gallery.tsx';
export { HeatMap } from '../plots/HeatMap.tsx';
export { TopTools } from './TopTools.tsx';
export { Transport } from './Transport.tsx';
