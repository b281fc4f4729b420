// Experiments made from what another workspace shows.
import type { Design } from '../../src/contracts/design.ts';
import type { Setting } from '../../src/contracts/search.ts';
import type { NamedAgent } from '../../src/designs/design-text.ts';
import { findEntry, lookupIn, type Catalogue } from '../../src/spec/catalogue.ts';
import { completeTrialSpec } from '../../src/spec/complete.ts';
import { withValue } from '../../src/spec/part-of.ts';
import type { PartName } from '../../src/spec/parts.ts';
import type { RecordedFrom } from '../../src/spec/recorded-from.ts';
import type { TrialSpec } from '../../src/spec/spec.ts';
import { appState } from './app-state.ts';
import { experiment } from './current.ts';
import { lineOf } from './experiment.ts';

/**
 * Opens a cell of the matrix as an experiment, ready to run.
 * @param setting differences from the agent's default parameters
 */
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

/**
 * Opens the design as an experiment, with the agent that its text names; otherwise with the current agent, if it can
 * run the design.
 */
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

interface Driven {
  readonly design: Design;
  readonly recordedFrom: RecordedFrom | undefined;
  readonly agent: string;
  /** The sensor, if one is named. */
  readonly recording: string | undefined;
}

/** Runs an agent through a recorded session; the workspace stays. */
export function driveAgent({ design, recordedFrom, agent, recording }: Driven): void {
  edit(
    (catalogue) =>
      completeTrialSpec(lookupIn(catalogue), {
        world: 'own-design',
        design,
        recordedFrom,
        agent,
        ...(recording === undefined ? {} : { recording }),
        seed: appState.get().draft?.seed,
      }),
    appState.get().workspace,
  );
}

/** Shows an experiment in its workspace, or the reason why there is none. */
function edit(made: (catalogue: Catalogue) => TrialSpec, workspace = 'experiments'): void {
  const { catalogue } = appState.get();
  if (catalogue === undefined) return;
  appState.set({ workspace });
  try {
    experiment.edit(made(catalogue));
  } catch (error) {
    appState.set({ error: lineOf(error) });
  }
}
