import { useSyncExternalStore } from 'react';
import { externalStore } from '../store/external-store.ts';

export type Theme = 'light' | 'dark';

const key = 'phasic-theme';
const prefersDark = window.matchMedia('(prefers-color-scheme: dark)');
/** The person's choice; undefined follows the system. */
const choice = externalStore<{ theme: Theme | undefined }>({ theme: storedTheme() });

function storedTheme(): Theme | undefined {
  const stored = window.localStorage.getItem(key);
  return stored === 'light' || stored === 'dark' ? stored : undefined;
}

const systemTheme = (): Theme => (prefersDark.matches ? 'dark' : 'light');
const currentTheme = (): Theme => choice.get().theme ?? systemTheme();

function apply(): void {
  document.documentElement.dataset['theme'] = currentTheme();
}

/** Follows the system until a person chooses otherwise. */
export function startTheme(): void {
  prefersDark.addEventListener('change', () => choice.set({}));
  choice.subscribe(apply);
  apply();
}

/** Choosing the system's theme means following it again. */
export function chooseTheme(theme: Theme): void {
  const chosen = theme === systemTheme() ? undefined : theme;
  if (chosen === undefined) window.localStorage.removeItem(key);
  else window.localStorage.setItem(key, chosen);
  choice.set({ theme: chosen });
}

export function useTheme(): Theme {
  return useSyncExternalStore(choice.subscribe, currentTheme);
}
