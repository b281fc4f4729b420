import { appState, type AppState } from './app-state.ts';

/** A figure may take longer than anyone would wait for the forms, which are drawn from the catalogue. */
const patienceMs = 2000;

/** Whether no figure is drawn first: it is there, it cannot come, or another workspace is open. */
const isSettled = ({ shown, error, connection, workspace }: AppState): boolean =>
  shown !== undefined || error !== undefined || connection === 'lost' || workspace !== 'experiments';

/** Resolves once the first figure is there, or is not waited for: what it does not need is loaded after it. */
export const firstFigure = new Promise<void>((resolve) => {
  let isTimed = false;
  const unsubscribe = appState.subscribe(() => {
    const state = appState.get();
    if (!isTimed && state.catalogue !== undefined) {
      isTimed = true;
      setTimeout(resolve, patienceMs);
    }
    if (!isSettled(state)) return;
    unsubscribe();
    resolve();
  });
});
