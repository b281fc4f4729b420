import { HostLink } from '../connection/host-link.ts';
import { appState } from './app-state.ts';
import { askFor } from './asked-recording.ts';
import { Bench } from './bench.ts';
import type { PartialSpec } from '../../src/spec/spec.ts';
import { findEntry, type Catalogue } from '../../src/spec/catalogue.ts';
import { isFrame } from '../../src/protocol/is-frame.ts';
import type { ErrorLine, ExperimentFile, Progress } from '../../src/protocol/messages.ts';
import { Experiment, lineOf } from './experiment.ts';
import { Control } from './control/control.ts';
import { OwnParts } from './own-parts.ts';
import { withOwnMarked } from './catalogue.ts';
import { startFrameLoop } from './frame-loop.ts';
import { Address } from './link/address.ts';
import type { SharedGame, SharedView } from '../../src/links/shared-view.ts';

/** Shown on the first visit. */
const first: PartialSpec = { world: 'schultz-1997' };

/** What reads and prints designs: most visits need none of it. */
const written = (): Promise<typeof import('./written-design.ts')> => import('./written-design.ts');

/** Until the page shows its first content. */
let opening = Promise.resolve();

const link = new HostLink({
  onOpen: (isAgain) => (opening = openFirst(isAgain)),
  onLost: () => appState.set({ connection: 'lost' }),
  onProgress: (progress) => receive(progress),
  onFrame: (frame) => frames.push(frame),
  onBench: (news) => bench.receive(news),
  onFile: (file) => void opening.then(() => showFile(file)),
  onFailure: (failure) => experiment.fail(failure),
});

/** The displayed experiment. */
export const experiment = new Experiment(appState, link);

/** The matrix of paradigms and agents. */
export const bench = new Bench(appState, link);

/** The folder of the user's own parts. */
export const ownParts = new OwnParts(link);

/** The agent in a stepped environment. */
export const control = new Control(link);

/** The page's animation loop. */
export const frames = startFrameLoop(
  (block) => experiment.trials?.write(block),
  (count) => link.credit(count),
);

frames.add(() => bench.drawn());

/** The page's address as a link. */
export const address = new Address(appState, control.state, {
  get hash() {
    return window.location.hash;
  },
  replace: (hash) => window.history.replaceState(null, '', hash),
});

/** A message of the host about a session; it is passed to the displayed session that it concerns. */
function receive(progress: Progress): void {
  if (isFrame(progress)) frames.count();
  experiment.receive(progress);
  control.receive(progress);
}

async function openFirst(isAgain: boolean): Promise<void> {
  try {
    if (isAgain) comeBack();
    const catalogue = withOwnMarked(await link.request({ type: 'catalogue' }));
    const { draft } = appState.get();
    appState.set({ connection: 'open', catalogue });
    // After a lost connection the page reopens what it displays, not what its address first requested.
    if (draft !== undefined) await experiment.reopen();
    else await openAddress(catalogue);
    // Chosen before the host answered.
    if (appState.get().workspace === 'games') await control.begin();
  } catch (error) {
    appState.set({ error: lineOf(error) });
  }
}

/** A new host has no state for this page: everything displayed besides the experiment is requested again too. */
function comeBack(): void {
  appState.set({ notice: 'Connected again. The open sessions were restarted.' });
  if (control.state.get().opened !== undefined) void control.reopen();
}

/** Opens what the address requests; if this is not available, the content of a first visit, with the reason. */
async function openAddress(catalogue: Catalogue): Promise<void> {
  // The address of a trained agent: see phasic watch.
  const asked = new URLSearchParams(window.location.hash.slice(1)).get('run');
  const { view, told } = asked === null ? await address.read(catalogue) : {};
  // One that was chosen before the host answered stays.
  const { workspace } = appState.get();
  const wanted = view === undefined || workspace === 'experiments' ? view : { ...view, workspace };
  const shownTold = wanted === undefined ? undefined : await showView(wanted, first);
  if (appState.get().opened === undefined) await showInstead(first);
  if (told !== undefined || shownTold !== undefined) appState.set({ error: told ?? shownTold });
  if (asked !== null) await watchRun(asked);
}

/** An experiment instead of one that could not be opened; the reason stays displayed. */
async function showInstead(draft: PartialSpec): Promise<void> {
  const { error } = appState.get();
  await experiment.show(draft);
  if (error !== undefined) appState.set({ error });
}

/**
 * Shows the contents of a link.
 * @returns what is not available
 */
async function showView(view: SharedView, first?: PartialSpec): Promise<ErrorLine | undefined> {
  const { workspace, figure, tab, compared = [], game } = view;
  const design = view.spec?.design;
  // `edit the design` continues with the design of the link.
  const text = view.written ?? (design === undefined ? undefined : (await written()).writtenAs(design));
  appState.set({ workspace, figure, tab, compared, ...(text === undefined ? {} : { written: text }) });
  const spec = view.spec ?? (appState.get().draft === undefined ? first : undefined);
  const missing = view.lacksDesign === true ? await lacking(spec) : undefined;
  const opening = missing?.spec ?? spec;
  if (opening !== undefined) await experiment.show(opening);
  const gone = workspace === 'games' ? await showGame(game) : undefined;
  return missing?.told ?? gone;
}

/**
 * A link without its design, which was too long: the design written last in this browser may be the one, and the page
 * says that it is shown.
 */
async function lacking(
  spec: PartialSpec | undefined,
): Promise<{ readonly spec: PartialSpec | undefined; readonly told: ErrorLine }> {
  const design = (await written()).lastDesign();
  const told = {
    what: `the link was too short to hold its design; this is ${design === undefined ? 'the example' : 'the design that was written last in this browser'}`,
    where: 'address',
    remedy: 'open the design or the spec from its file',
  };
  return { spec: spec === undefined || design === undefined ? spec : { ...spec, design }, told };
}

async function showGame(game: SharedGame | undefined): Promise<ErrorLine | undefined> {
  if (game !== undefined) await openGame(game);
  await control.begin();
  if (game?.run === undefined || control.state.get().opened?.run === game.run) return undefined;
  return {
    what: `the saved run '${game.run}' is not in this runs folder; its agent is shown before learning`,
    where: 'address',
    remedy: 'copy the run folder here, or train it',
  };
}

async function openGame({ run, spec, speed, event }: SharedGame): Promise<void> {
  await control.listRuns();
  const saved = (control.state.get().runs ?? []).find((one) => one.run === run);
  if (saved === undefined) await control.show(spec);
  else await control.openRun(saved.run);
  if (speed !== undefined) await control.setSpeed(speed);
  if (event !== undefined) await control.chooseEvent(event);
}

async function watchRun(run: string): Promise<void> {
  appState.set({ workspace: 'games' });
  await control.openRun(run);
  await control.begin();
}

/** Opens a spec in the workspace for its kind of world. */
export async function openSpec(spec: PartialSpec): Promise<void> {
  const { catalogue } = appState.get();
  askFor(spec.recordedFrom);
  const world = typeof spec.world === 'string' ? spec.world : spec.world.id;
  const isGame = catalogue !== undefined && findEntry(catalogue, 'envs', world)?.kind === 'control';
  if (!isGame) return experiment.show(spec);
  appState.set({ workspace: 'games' });
  await control.show(spec);
  return control.begin();
}

/** Shows a file that was opened with the program. */
async function showFile({ spec, notes }: ExperimentFile): Promise<void> {
  appState.set({ workspace: 'experiments' });
  await openSpec(spec);
  if (notes.length > 0) appState.set({ notice: notes.join(' ') });
}

/** Follows an address that was typed or chosen from the history. */
async function followAddress(): Promise<void> {
  const { catalogue } = appState.get();
  if (catalogue === undefined) return;
  const { view, told } = await address.read(catalogue);
  const shownTold = view === undefined ? undefined : await showView(view);
  if (told !== undefined || shownTold !== undefined) appState.set({ error: told ?? shownTold });
  address.rewrite();
}

/** Connects the page to the host, and its address to the displayed content. */
export function begin(): void {
  window.addEventListener('hashchange', () => void followAddress());
  address.start();
  void link.start();
}
