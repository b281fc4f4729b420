import { useEffect } from 'react';
import { shortcuts } from './shortcuts.ts';

// These elements use letters and arrows, or only the space bar, themselves.
const withOwnKeys = 'input, [role="listbox"], [role="menu"], [role="tablist"], [role="dialog"], [role="radiogroup"]';
const withOwnSpace = 'button, summary';

/** Listens to the keys that work anywhere in the page. */
export function useShortcuts(openHelp: () => void): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      const taken = event.key === ' ' ? `${withOwnKeys}, ${withOwnSpace}` : withOwnKeys;
      const isTaken = event.target instanceof Element && event.target.closest(taken) !== null;
      if (isTaken || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const shortcut = shortcuts.find(({ codes }) => codes.includes(event.key));
      if (shortcut === undefined) return;
      event.preventDefault();
      (shortcut.act ?? openHelp)();
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [openHelp]);
}
