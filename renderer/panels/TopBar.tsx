import type { JSX } from 'react';
import { useState } from 'react';
import { appState, useApp } from '../store/app-state.ts';
import { address } from '../store/current.ts';
import { tooLong } from '../store/link/address.ts';
import { chooseTheme, useTheme } from '../theme/theme.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { Segments } from '../ui/Segments.tsx';
import { useShortcuts } from '../ui/use-shortcuts.ts';
import { ShortcutsHelp } from './ShortcutsHelp.tsx';
import { workspaceOf, workspaces } from '../workspaces/workspaces.ts';

export function TopBar(): JSX.Element {
  const theme = useTheme();
  const workspace = workspaceOf(useApp((state) => state.workspace));
  const [isHelpOpen, setHelpOpen] = useState(false);
  useShortcuts(() => setHelpOpen(true));
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
      <Segments label="workspace" segments={workspaces} chosen={workspace.id} onChoose={open} />
      <div className="top-tools">
        {canShare ? (
          <IconButton icon="link" label="Copy a link to what is shown" onPress={() => void copyLink()} />
        ) : null}
        <IconButton icon="keyboard" label="Keyboard shortcuts" shortcut="?" onPress={() => setHelpOpen(true)} />
        <IconButton
          icon={theme === 'dark' ? 'sun' : 'moon'}
          label={theme === 'dark' ? 'Light theme' : 'Dark theme'}
          onPress={() => chooseTheme(theme === 'dark' ? 'light' : 'dark')}
        />
      </div>
      <ShortcutsHelp isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
    </header>
  );
}

function open(workspace: string): void {
  appState.set({ workspace });
  workspaceOf(workspace).onOpen?.();
}

/** A page of the desktop app has an address that no browser can open. */
const canShare = window.location.protocol.startsWith('http');

/** Without the token: the recipient opens the link in their own Phasic. */
async function copyLink(): Promise<void> {
  const link = await address.link();
  await navigator.clipboard.writeText(`${window.location.origin}${window.location.pathname}#${link.text}`);
  appState.set({ notice: link.leftOut === undefined ? 'link copied' : tooLong(link) });
}
