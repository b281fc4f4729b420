import { useSyncExternalStore } from 'react';
import { externalStore } from '../store/external-store.ts';

export type ThemeChoice = 'system' | 'light' | 'dark';
export type Theme = 'light' | 'dark';

const key = 'phasic-theme';
const prefersDark = window.matchMedia('(prefers-color-scheme: dark)');
const choiceStore = externalStore<{ choice: ThemeChoice }>({ choice: storedChoice() });

function storedChoice(): ThemeChoice {
  const stored = window.localStorage.getItem(key);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

function current(): Theme {
  const { choice } = choiceStore.get();
  if (choice !== 'system') return choice;
  return prefersDark.matches ? 'dark' : 'light';
}

function apply(): void {
  document.documentElement.dataset['theme'] = current();
}

/** Follows the system until a person chooses otherwise. */
export function startTheme(): void {
  prefersDark.addEventListener('change', () => choiceStore.set({}));
  choiceStore.subscribe(apply);
  apply();
}

export function chooseTheme(choice: ThemeChoice): void {
  if (choice === 'system') window.localStorage.removeItem(key);
  else window.localStorage.setItem(key, choice);
  choiceStore.set({ choice });
}

export function useTheme(): Theme {
  return useSyncExternalStore(choiceStore.subscribe, current);
}

export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(choiceStore.subscribe, () => choiceStore.get().choice);
}
