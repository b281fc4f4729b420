import type { JSX } from 'react';
import { useApp } from '../store/app-state.ts';
import { workspaceOf } from '../workspaces/workspaces.ts';
import { Announcer } from './Announcer.tsx';
import { ConnectionNotice } from './ConnectionNotice.tsx';
import { LongWorks } from './LongWorks.tsx';
import { Notice } from './Notice.tsx';
import { TopBar } from './TopBar.tsx';

/** One window, one layout: experiments on the left, results in the middle, the agent's parts on the right. */
export function App(): JSX.Element {
  const { id, Content } = workspaceOf(useApp((state) => state.workspace));
  return (
    <div className="app">
      <TopBar />
      <Content key={id} />
      <ConnectionNotice />
      <LongWorks />
      <Notice />
      <Announcer />
    </div>
  );
}
