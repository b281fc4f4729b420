import { canonicalJson } from '../../src/core/canonical-json.ts';
import { appState } from './app-state.ts';
import { experiment } from './current.ts';
import { openedData } from './data.ts';
import { isSameDesign, originOf } from './data-origin.ts';
import { driveAgent } from './opening.ts';

/** Runs an agent through the opened session, recorded by a sensor if one is named. */
export function driveSession(agent: string, recording: string | undefined): void {
  const state = openedData.get();
  const design = state.session?.design;
  if (design !== undefined) driveAgent({ design, recordedFrom: originOf(state), agent, recording });
}

/** What was said of the recording has changed: the experiment that its session drives says it as well. */
export function tellOrigin(): void {
  const { draft } = appState.get();
  const origin = originOf(openedData.get());
  if (draft === undefined || origin === undefined) return;
  if (!isSameDesign(draft.design, openedData.get().session?.design)) return;
  if (canonicalJson(draft.recordedFrom ?? null) === canonicalJson(origin)) return;
  experiment.edit({ ...draft, recordedFrom: origin });
}
