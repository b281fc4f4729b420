import type { JSX } from 'react';
import { appState, useApp } from '../store/app-state.ts';
import { Segments } from '../ui/Segments.tsx';
import { TopTools } from './around-the-figure.tsx';
import { workspaceOf, workspaces } from '../workspaces/workspaces.ts';

export function TopBar(): JSX.Element {
  const workspace = workspaceOf(useApp((state) => state.workspace));
  return (
    <header className="top-bar">
      <h1 className="wordmark">
        <svg viewBox="0 0 32 20" width="28" height="18" aria-hidden="true">
          <path
            d="M1 14h9l3-12 4 16 2.500-4h11.500"
            fill="none"
            stroke="currentColor"
            strokeWidth="2"
            strokeLinejoin="round"
            strokeLinecap="round"
          />
        </svg>
        Phasic
      </h1>
      <Segments
        label="workspace"
        segments={workspaces}
        chosen={workspace.id}
        onChoose={open}
        onPoint={(id) => workspaceOf(id).Content.preload?.()}
      />
      <TopTools />
    </header>
  );
}

function open(workspace: string): void {
  appState.set({ workspace });
  workspaceOf(workspace).onOpen?.();
}
