import { HostLink } from '../connection/host-link.ts';
import { appState } from './app-state.ts';
import { Bench } from './bench.ts';
import type { Design } from '../../src/contracts/design.ts';
import type { NamedAgent } from '../../src/designs/design-text.ts';
import type { Setting } from '../../src/contracts/search.ts';
import type { PartName } from '../../src/spec/parts.ts';
import type { PartialSpec, TrialSpec } from '../../src/spec/spec.ts';
import { findEntry, lookupIn, type Catalogue } from '../../src/spec/catalogue.ts';
import { completeTrialSpec } from '../../src/spec/complete.ts';
import { withValue } from '../../src/spec/part-of.ts';
import { lastDesign, writtenAs } from './written-design.ts';
import { isFrame, type ErrorLine, type ExperimentFile, type Progress } from '../../src/protocol/messages.ts';
import { Experiment, lineOf } from './experiment.ts';
import { Control } from './control/control.ts';
import { OwnParts } from './own-parts.ts';
import { withOwnMarked } from './catalogue.ts';
import { startFrameLoop } from './frame-loop.ts';
import { Address } from './link/address.ts';
import type { SharedGame, SharedView } from './link/shared-view.ts';

/** Shown to someone who comes for the first time. */
const first: PartialSpec = { world: 'schultz-1997' };

/** Until the page shows what it shows first. */
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

/** The experiment on screen. */
export const experiment = new Experiment(appState, link);

/** The matrix of paradigms and agents. */
export const bench = new Bench(appState, link);

/** The folder of a person's own parts. */
export const ownParts = new OwnParts(link);

/** The agent in a stepped world. */
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

/** What the host tells of a session, whichever of those on screen it is. */
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
    // A connection that was lost comes back to what the page shows, and not to what its address first said.
    if (draft !== undefined) await experiment.reopen();
    else await openAddress(catalogue);
    // Chosen before Phasic answered.
    if (appState.get().workspace === 'games') await control.begin();
  } catch (error) {
    appState.set({ error: lineOf(error) });
  }
}

/** A host that knows nothing of this page: what is on screen besides the experiment is asked for again too. */
function comeBack(): void {
  appState.set({ notice: 'Connected again. The open sessions were restarted.' });
  if (control.state.get().opened !== undefined) void control.reopen();
}

/** Opens what the address asks for; where that cannot be had, what somebody sees who comes for the first time, and why. */
async function openAddress(catalogue: Catalogue): Promise<void> {
  // The address of a trained agent: see phasic watch.
  const asked = new URLSearchParams(window.location.hash.slice(1)).get('run');
  const { view, told } = asked === null ? await address.read(catalogue) : {};
  const shownTold = view === undefined ? undefined : await showView(view, first);
  if (appState.get().opened === undefined) await showInstead(first);
  if (told !== undefined || shownTold !== undefined) appState.set({ error: told ?? shownTold });
  if (asked !== null) await watchRun(asked);
}

/** An experiment in place of one that could not be opened; why it could not stays on screen. */
async function showInstead(draft: PartialSpec): Promise<void> {
  const { error } = appState.get();
  await experiment.show(draft);
  if (error !== undefined) appState.set({ error });
}

/**
 * Shows what a link holds.
 * @returns what of it cannot be had
 */
async function showView(view: SharedView, first?: PartialSpec): Promise<ErrorLine | undefined> {
  const { workspace, figure, tab, compared = [], game } = view;
  const design = view.spec?.design;
  // `edit the design` goes on with the design of the link.
  const written = view.written ?? (design === undefined ? undefined : writtenAs(design));
  appState.set({ workspace, figure, tab, compared, ...(written === undefined ? {} : { written }) });
  const spec = view.spec ?? (appState.get().draft === undefined ? first : undefined);
  const missing = view.lacksDesign === true ? lacking(spec) : undefined;
  const opening = missing?.spec ?? spec;
  if (opening !== undefined) await experiment.show(opening);
  const gone = workspace === 'games' ? await showGame(game) : undefined;
  return missing?.told ?? gone;
}

/** A link that was too short for its design: what was written last in this browser may be it, and is said to be shown. */
function lacking(spec: PartialSpec | undefined): { readonly spec: PartialSpec | undefined; readonly told: ErrorLine } {
  const design = lastDesign();
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

/** Opens a spec in the workspace of its kind of world. */
export async function openSpec(spec: PartialSpec): Promise<void> {
  const { catalogue } = appState.get();
  const world = typeof spec.world === 'string' ? spec.world : spec.world.id;
  const isGame = catalogue !== undefined && findEntry(catalogue, 'envs', world)?.kind === 'control';
  if (!isGame) return experiment.show(spec);
  appState.set({ workspace: 'games' });
  await control.show(spec);
  return control.begin();
}

/** Shows a file that somebody opened with the program. */
async function showFile({ spec, notes }: ExperimentFile): Promise<void> {
  appState.set({ workspace: 'experiments' });
  await openSpec(spec);
  if (notes.length > 0) appState.set({ notice: notes.join(' ') });
}

/** A cell of the matrix as the experiment that it comes from, ready to run. @param setting what differs from the agent's defaults */
export function openCell(paradigm: string, agent: string, setting: Setting = {}): void {
  edit((catalogue) => {
    const parameters = findEntry(catalogue, 'paradigms', paradigm)?.bench ?? {};
    const cell = completeTrialSpec(lookupIn(catalogue), { world: { id: paradigm, parameters }, agent });
    return Object.entries(setting).reduce((changed, [path, value]) => {
      const [part, name] = path.split('.') as [PartName, string];
      return withValue(changed, part, name, value);
    }, cell);
  });
}

/** Opens the design as the experiment at hand, with the agent that its text names or, without one, the agent at hand where it can take it. */
export function runDesign(design: Design, named?: NamedAgent): void {
  const { draft } = appState.get();
  const atHand = draft !== undefined && draft.agent.policy === undefined ? draft.agent : undefined;
  edit((catalogue) =>
    completeTrialSpec(lookupIn(catalogue), {
      world: 'own-design',
      design,
      agent: named ?? atHand,
      seed: draft?.seed,
    }),
  );
}

/** Shows an experiment among the experiments, or says why there is none such. */
function edit(made: (catalogue: Catalogue) => TrialSpec): void {
  const { catalogue } = appState.get();
  if (catalogue === undefined) return;
  appState.set({ workspace: 'experiments' });
  try {
    experiment.edit(made(catalogue));
  } catch (error) {
    appState.set({ error: lineOf(error) });
  }
}

/** Follows an address that somebody typed or chose from the history. */
async function followAddress(): Promise<void> {
  const { catalogue } = appState.get();
  if (catalogue === undefined) return;
  const { view, told } = await address.read(catalogue);
  const shownTold = view === undefined ? undefined : await showView(view);
  if (told !== undefined || shownTold !== undefined) appState.set({ error: told ?? shownTold });
  address.rewrite();
}

/** Connects the page to the host and its address to what is on screen. */
export function begin(): void {
  window.addEventListener('hashchange', () => void followAddress());
  address.start();
  void link.start();
}
