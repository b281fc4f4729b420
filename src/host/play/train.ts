import { setImmediate } from 'node:timers/promises';
import { meanOver, savePlay, type PlayRun } from './play-run.ts';

/** What is shown of a run that trains. */
export interface TrainProgress {
  readonly steps: number;
  readonly planned: number;
  readonly stepsPerSecond: number;
  readonly episodes: number;
  /** Mean return of the last episodes; NaN before the first has ended. */
  readonly meanReturn: number;
  /** Numbers of the agent, such as its loss. */
  readonly diagnostics: Readonly<Record<string, number>>;
  readonly secondsLeft: number;
}

export interface TrainOptions {
  /** Where the run is saved, at its end, when it is stopped, and now and then. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: TrainProgress) => void;
}

/** A slice of work, milliseconds: progress is shown and a stop is obeyed after each. */
const sliceMs = 100;
/** So that a crash or a power cut costs little. */
const saveEveryMs = 60_000;
/** Ticks between looks at the clock. */
const ticksPerLook = 8;

/**
 * Trains a run to its planned steps, or until the signal aborts, and saves it.
 * @throws InputError where learning gives what is not a number; what was saved before stays
 */
export async function train(run: PlayRun, { folder, signal, onProgress }: TrainOptions): Promise<void> {
  const { session } = run;
  const began = performance.now();
  const stepsBefore = session.steps;
  let saved = began;
  while (!session.finished && !signal.aborted) {
    runSlice(run);
    const now = performance.now();
    onProgress(progressOf(run, (session.steps - stepsBefore) / ((now - began) / 1000)));
    if (now - saved > saveEveryMs) {
      await savePlay(run, folder);
      saved = performance.now();
    }
    await setImmediate();
  }
  await savePlay(run, folder);
}

function runSlice({ session }: PlayRun): void {
  const end = performance.now() + sliceMs;
  const { steps, worlds } = session.spec;
  while (!session.finished && performance.now() < end) {
    // The last ticks are counted, so that a run has the same steps however long its slices are.
    session.advance(Math.min(ticksPerLook, Math.ceil((steps - session.steps) / worlds)));
  }
}

function progressOf({ session }: PlayRun, stepsPerSecond: number): TrainProgress {
  const { steps, episodes, player, spec } = session;
  return {
    steps,
    planned: spec.steps,
    stepsPerSecond,
    episodes: episodes.count,
    meanReturn: episodes.meanReturn(meanOver),
    diagnostics: player.diagnostics(),
    secondsLeft: Math.max(0, spec.steps - steps) / stepsPerSecond,
  };
}
