import { useSyncExternalStore } from 'react';
import { externalStore } from './external-store.ts';

/** The help line for the hovered or focused element. */
export interface Hint {
  readonly title: string;
  readonly text: string;
}

const hintStore = externalStore<{ hint: Hint | undefined }>({ hint: undefined });

export const showHint = (hint: Hint | undefined): void => hintStore.set({ hint });
export const useHint = (): Hint | undefined => useSyncExternalStore(hintStore.subscribe, () => hintStore.get().hint);
