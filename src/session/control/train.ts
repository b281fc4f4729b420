import { setImmediate } from 'node:timers/promises';
import { basename } from 'node:path';
import { InputError } from '../../core/errors.ts';
import type { RunWriter } from '../../storage/run-writer.ts';
import type { ControlRun } from './start-run.ts';
import { meanOver, recordOf } from './control-run.ts';
import { SaveTimes } from './save-times.ts';

/** Displayed progress of a training run. */
export interface TrainProgress {
  readonly steps: number;
  readonly planned: number;
  readonly stepsPerSecond: number;
  readonly episodes: number;
  /** Mean return of the last episodes; NaN before the first has ended. */
  readonly meanReturn: number;
  /** Metrics of the agent, such as its loss. */
  readonly diagnostics: Readonly<Record<string, number>>;
  readonly secondsLeft: number;
}

export interface TrainOptions {
  /**
   * Saves the run at its end, when it is stopped, if learning diverges, and periodically. Required unless the run is
   * already finished.
   */
  readonly writer: RunWriter | undefined;
  /** Checked after every slice of work. */
  readonly stopped: () => boolean;
  readonly onProgress: (progress: TrainProgress) => void;
}

/** Duration of a slice of work, milliseconds: after each, progress is shown and a stop is obeyed. */
const sliceMs = 100;
/** Ticks between looks at the clock. */
const ticksPerLook = 8;

/**
 * Trains a run to its planned steps, or until it is stopped, and saves it; a run stopped before its first step is not
 * saved.
 * @throws InputError if learning gives NaN or infinity; the run up to there is saved
 */
export async function train(run: ControlRun, { writer, stopped, onProgress }: TrainOptions): Promise<void> {
  const { session } = run;
  const began = performance.now();
  const stepsBefore = session.steps;
  const times = new SaveTimes(began);
  let saved = stepsBefore;
  const save = async (): Promise<void> => {
    const from = performance.now();
    await writer?.save(recordOf(run));
    saved = session.steps;
    times.note(performance.now(), performance.now() - from);
  };
  // First handles messages that came while the run was prepared.
  await setImmediate();
  while (!session.finished && !stopped()) {
    try {
      runSlice(run);
    } catch (error) {
      throw await keepDiverged(run, writer, error);
    }
    const now = performance.now();
    onProgress(progressOf(run, (session.steps - stepsBefore) / ((now - began) / 1000)));
    if (times.isDue(now)) await save();
    await setImmediate();
  }
  if (session.steps > saved) await save();
}

/** @returns the error, extended by the run's folder */
async function keepDiverged(run: ControlRun, writer: RunWriter | undefined, error: unknown): Promise<unknown> {
  if (!(error instanceof InputError) || run.session.failure === undefined || writer === undefined) return error;
  await writer.save(recordOf(run));
  return new InputError(
    error.what,
    error.where,
    `${error.remedy}; what was learned until then is kept in ${basename(writer.folder)}`,
  );
}

function runSlice({ session }: ControlRun): void {
  const end = performance.now() + sliceMs;
  const { steps, worlds } = session.spec;
  while (!session.finished && performance.now() < end) {
    // The last ticks are counted exactly, so that a run has the same steps whatever the length of its slices.
    session.advance(Math.min(ticksPerLook, Math.ceil((steps - session.steps) / worlds)));
  }
}

function progressOf({ session }: ControlRun, stepsPerSecond: number): TrainProgress {
  const { steps, episodes, acting, spec } = session;
  return {
    steps,
    planned: spec.steps,
    stepsPerSecond,
    episodes: episodes.count,
    meanReturn: episodes.meanReturn(meanOver),
    diagnostics: acting.diagnostics(),
    secondsLeft: Math.max(0, spec.steps - steps) / stepsPerSecond,
  };
}
