import { HostLink } from '../connection/host-link.ts';
import { appState, type Workspace } from './app-state.ts';
import { Bench } from './bench.ts';
import type { Design } from '../../src/contracts/design.ts';
import type { Spec } from '../../src/contracts/spec.ts';
import type { Catalogue } from '../../src/contracts/catalogue.ts';
import { paradigmEntries } from './catalogue.ts';
import { draftFor, withValue } from './draft.ts';
import { lastDesign } from './written-design.ts';
import { Experiment, lineOf } from './experiment.ts';
import { Play } from './play/play.ts';
import { startFrameLoop } from './frame-loop.ts';
import { draftOfLink, linkOf } from './link.ts';

/** Shown to someone who comes for the first time. */
const firstParadigm = 'schultz-1997';

const link = new HostLink({
  onOpen: (isAgain) => void openFirst(isAgain),
  onLost: () => appState.set({ connection: 'lost' }),
  onProgress: (progress) => experiment.receive(progress),
  onFrame: (frame) => frames.push(frame),
  onBench: (news) => bench.receive(news),
  onPlay: (news) => play.receive(news),
  onFailure: (failure) => experiment.fail(failure),
});

/** The experiment on screen. */
export const experiment = new Experiment(appState, link);

/** The matrix of paradigms and agents. */
export const bench = new Bench(appState, link);

/** The agent in a stepped world. */
export const play = new Play(link);

/** The page's animation loop. */
export const frames = startFrameLoop(
  (block) => experiment.trials?.write(block),
  (count) => link.credit(count),
);

frames.add(() => play.drawn());
frames.add(() => bench.drawn());

async function openFirst(isAgain: boolean): Promise<void> {
  try {
    if (isAgain) comeBack();
    const catalogue = await link.request({ type: 'catalogue' });
    const asked = new URLSearchParams(window.location.hash.slice(1)).get('run');
    const known = appState.get().draft ?? draftOfLink(catalogue, window.location.hash);
    const draft = withLastDesign(known) ?? draftFor(catalogue, firstParadigm) ?? draftFor(catalogue, catalogue.paradigms[0]?.id ?? '');
    appState.set({ connection: 'open', catalogue, draft, opened: undefined, standing: undefined, error: undefined });
    if (draft !== undefined) await experiment.show(draft);
    // The address of a trained agent: see phasic watch.
    if (asked !== null) await watchRun(asked);
  } catch (error) {
    appState.set({ error: lineOf(error) });
  }
}

/** A host that knows nothing of this page: what is on screen besides the experiment is asked for again too. */
function comeBack(): void {
  appState.set({ notice: 'Connected again. What was open has been started again.' });
  if (play.state.get().opened !== undefined) void play.reopen();
  if (appState.get().bench !== undefined) void bench.load();
}

async function watchRun(run: string): Promise<void> {
  appState.set({ workspace: 'games' });
  await play.openRun(run);
  await play.begin();
}

/** A link names a design of one's own, but is too short to hold it: what was written last is it. */
function withLastDesign(draft: Spec | undefined): Spec | undefined {
  if (draft === undefined || draft.paradigm.id !== 'own-design' || draft.design !== undefined) return draft;
  const design = lastDesign();
  return design === undefined ? draft : { ...draft, design };
}

export function openWorkspace(workspace: Workspace): void {
  appState.set({ workspace });
  if (workspace === 'bench') void bench.load();
  if (workspace === 'games') void play.begin();
}

/** A cell of the matrix as the experiment that it comes from, ready to run. */
export function openCell(paradigm: string, agent: string): void {
  const { catalogue } = appState.get();
  const draft = catalogue === undefined ? undefined : draftFor(catalogue, paradigm, agent);
  if (draft === undefined) return;
  appState.set({ workspace: 'experiments' });
  const bench = paradigmEntries(catalogue as Catalogue).find(({ id }) => id === paradigm)?.bench ?? {};
  experiment.edit(Object.entries(bench).reduce((changed, [name, value]) => withValue(changed, 'paradigm', name, value), draft));
}

/** Opens the design as the experiment at hand, with the agent at hand where it can live in it. */
export function runDesign(design: Design): void {
  const { catalogue, draft } = appState.get();
  const base = catalogue === undefined ? undefined : draftFor(catalogue, 'own-design', undefined, draft?.seed);
  if (base === undefined) return;
  const agent = draft !== undefined && draft.agent.policy === undefined ? draft.agent : base.agent;
  appState.set({ workspace: 'experiments' });
  experiment.edit({ ...base, agent, design });
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
