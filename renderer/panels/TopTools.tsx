import { useState, type JSX } from 'react';
import { appState } from '../store/app-state.ts';
import { address } from '../store/current.ts';
import { tooLong } from '../store/link/address.ts';
import { chooseTheme, useTheme } from '../theme/theme.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { useShortcuts } from '../ui/use-shortcuts.ts';
import { ShortcutsHelp } from './ShortcutsHelp.tsx';

/** What works in every workspace. */
export function TopTools(): JSX.Element {
  const theme = useTheme();
  const [isHelpOpen, setHelpOpen] = useState(false);
  useShortcuts(() => setHelpOpen(true));
  return (
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
      <ShortcutsHelp isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
    </div>
  );
}

/** A page of the desktop app has an address that no browser can open. */
const canShare = window.location.protocol.startsWith('http');

/** Without the token: the recipient opens the link in their own Phasic. */
async function copyLink(): Promise<void> {
  const link = await address.link();
  await navigator.clipboard.writeText(`${window.location.origin}${window.location.pathname}#${link.text}`);
  appState.set({ notice: link.leftOut === undefined ? 'link copied' : tooLong(link) });
}
