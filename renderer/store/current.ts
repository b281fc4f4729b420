import { HostLink } from '../connection/host-link.ts';
import { appState, type Workspace } from './app-state.ts';
import { Bench } from './bench.ts';
import { draftFor } from './draft.ts';
import { Experiment, lineOf } from './experiment.ts';
import { startFrameLoop } from './frame-loop.ts';
import { draftOfLink, linkOf } from './link.ts';

/** Shown to someone who comes for the first time. */
const firstParadigm = 'schultz-1997';

const link = new HostLink({
  onOpen: () => void openFirst(),
  onLost: () => appState.set({ connection: 'lost' }),
  onProgress: (progress) => experiment.receive(progress),
  onFrame: (frame) => frames.push(frame),
  onBench: (news) => bench.receive(news),
  onFailure: (failure) => experiment.fail(failure),
});

/** The experiment on screen. */
export const experiment = new Experiment(appState, link);

/** The matrix of paradigms and agents. */
export const bench = new Bench(appState, link);

/** The page's animation loop. */
export const frames = startFrameLoop(
  (block) => experiment.trials?.write(block),
  (count) => link.credit(count),
);

async function openFirst(): Promise<void> {
  try {
    const catalogue = await link.request({ type: 'catalogue' });
    const known = appState.get().draft ?? draftOfLink(catalogue, window.location.hash);
    const draft = known ?? draftFor(catalogue, firstParadigm) ?? draftFor(catalogue, catalogue.paradigms[0]?.id ?? '');
    appState.set({ connection: 'open', catalogue, draft, opened: undefined, standing: undefined, error: undefined });
    if (draft !== undefined) await experiment.show(draft);
  } catch (error) {
    appState.set({ error: lineOf(error) });
  }
}

export function openWorkspace(workspace: Workspace): void {
  appState.set({ workspace });
  if (workspace === 'bench') void bench.load();
}

/** A cell of the matrix as an experiment, ready to run. */
export function openCell(paradigm: string, agent: string): void {
  const { catalogue } = appState.get();
  const draft = catalogue === undefined ? undefined : draftFor(catalogue, paradigm, agent);
  if (draft === undefined) return;
  appState.set({ workspace: 'experiments' });
  experiment.edit(draft);
}

function followLink(): void {
  const { catalogue, draft } = appState.get();
  if (catalogue === undefined || (draft !== undefined && linkOf(catalogue, draft) === window.location.hash.slice(1))) return;
  const linked = draftOfLink(catalogue, window.location.hash);
  if (linked !== undefined) experiment.edit(linked);
}

function writeLink(): void {
  const { catalogue, draft } = appState.get();
  if (catalogue === undefined || draft === undefined) return;
  const hash = `#${linkOf(catalogue, draft)}`;
  // Replaced, not pushed: a dragged slider would fill the history.
  if (hash !== window.location.hash) window.history.replaceState(null, '', hash);
}

/** Connects the page to the host and its address to the experiment. */
export function begin(): void {
  window.addEventListener('hashchange', followLink);
  let lastDraft = appState.get().draft;
  appState.subscribe(() => {
    const { draft } = appState.get();
    if (draft === lastDraft) return;
    lastDraft = draft;
    writeLink();
  });
  void link.start();
}
