import { useApp } from './app-state.ts';
import { paradigmEntries, type ParadigmEntry } from './catalogue.ts';

/** The paradigm of the figure on screen; for a moment not yet the one of the forms. */
export function useShownParadigm(): ParadigmEntry | undefined {
  return useApp(({ catalogue, shown }) =>
    catalogue === undefined ? undefined : paradigmEntries(catalogue).find(({ id }) => id === shown?.result.spec.paradigm.id),
  );
}
