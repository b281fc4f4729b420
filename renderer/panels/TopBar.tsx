import type { JSX } from 'react';
import { useState } from 'react';
import { useApp } from '../store/app-state.ts';
import { openWorkspace } from '../store/current.ts';
import { chooseTheme, useTheme } from '../theme/theme.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { Segments } from '../ui/Segments.tsx';
import { useShortcuts } from '../ui/use-shortcuts.ts';
import { ShortcutsHelp } from './ShortcutsHelp.tsx';

const titles = [
  { id: 'experiments', title: 'Experiments' },
  { id: 'games', title: 'Games' },
  { id: 'design', title: 'Design' },
  { id: 'bench', title: 'Bench' },
] as const;

export function TopBar(): JSX.Element {
  const theme = useTheme();
  const workspace = useApp((state) => state.workspace);
  const [isHelpOpen, setHelpOpen] = useState(false);
  useShortcuts(() => setHelpOpen(true));
  return (
    <header className="top-bar">
      <h1 className="wordmark">
        <svg viewBox="0 0 32 20" width="28" height="18" aria-hidden="true">
          <path d="M1 14h9l3-12 4 16 2.500-4h11.500" fill="none" stroke="currentColor" strokeWidth="2" strokeLinejoin="round" strokeLinecap="round" />
        </svg>
        Phasic
      </h1>
      <Segments label="workspace" segments={titles} chosen={workspace} onChoose={openWorkspace} />
      <div className="top-tools">
        <IconButton icon="keyboard" label="Keyboard shortcuts" shortcut="?" onPress={() => setHelpOpen(true)} />
        <IconButton icon={theme === 'dark' ? 'sun' : 'moon'} label={theme === 'dark' ? 'Light theme' : 'Dark theme'} onPress={() => chooseTheme(theme === 'dark' ? 'light' : 'dark')} />
      </div>
      <ShortcutsHelp isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
    </header>
  );
}
