import { firstFigure } from '../store/first-figure.ts';
import { later } from '../ui/later.tsx';
import { AgentSkeleton, GallerySkeleton, HeatMapSkeleton, TabsSkeleton, TransportSkeleton } from './Skeletons.tsx';

async function controls(): Promise<typeof import('./experiment-controls.ts')> {
  await firstFigure;
  return import('./experiment-controls.ts');
}

export const AgentPanel = later(async () => (await controls()).AgentPanel, <AgentSkeleton />);
export const DetailTabs = later(async () => (await controls()).DetailTabs, <TabsSkeleton />);
export const Gallery = later(async () => (await controls()).Gallery, <GallerySkeleton />);
export const HeatMap = later(async () => (await controls()).HeatMap, <HeatMapSkeleton />);
export const TopTools = later(async () => (await controls()).TopTools, <div className="top-tools" aria-busy />);
export const Transport = later(async () => (await controls()).Transport, <TransportSkeleton />);
