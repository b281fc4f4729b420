import type { JSX } from 'react';

// What has the place and the size of a part of the page until its file is loaded: nothing then moves.

/** A workspace over the whole width. */
export const WideSkeleton = (): JSX.Element => <main className="workspace-panel" aria-busy />;

export const GallerySkeleton = (): JSX.Element => <div className="panel gallery" aria-busy />;
export const AgentSkeleton = (): JSX.Element => <div className="panel agent-panel" aria-busy />;
export const TransportSkeleton = (): JSX.Element => <footer className="transport" aria-busy />;
export const HeatMapSkeleton = (): JSX.Element => <div className="heat-map" aria-busy />;
export const TabsSkeleton = (): JSX.Element => <div className="tabs" aria-busy />;

/** A workspace with a list on the left, the agent on the right and the transport below. */
export const ColumnsSkeleton = (): JSX.Element => (
  <>
    <GallerySkeleton />
    <main className="figure-panel" aria-busy />
    <AgentSkeleton />
    <TransportSkeleton />
  </>
);
