import { existsSync } from 'node:fs';
import { InputError } from '../../core/errors.ts';
import type { ControlSpec } from '../../spec/spec.ts';
import type { ErrorLine } from '../../protocol/messages.ts';
import { heldAbove } from '../../storage/folder-lock.ts';
import { RunWriter } from '../../storage/run-writer.ts';
import { networksFor } from '../../compute/backends.ts';
import { startControlRun } from '../../session/control/start-run.ts';
import { loadControlRun } from '../../session/control/control-run.ts';
import type { PlacedRun } from '../../session/control/run-places.ts';
import { train } from '../../session/control/train.ts';

/** One seed to train, as sent to a worker. */
export interface TrainJob {
  readonly spec: ControlSpec;
  /** The sender holds the lock of this folder. An existing run is continued. */
  readonly folder: string;
  /** Shared memory whose first number is set to stop all seeds; each is saved. */
  readonly stop: Int32Array;
}

export interface TrainedSeed {
  readonly seed: number;
  readonly folder: string;
  readonly finished: boolean;
  readonly backend: string;
  readonly steps: number;
  readonly seconds: number;
  readonly endSteps: Float64Array;
  readonly lengths: Float64Array;
  readonly returns: Float64Array;
}

/** Its answer: the result of the seed, or its error, because an error loses its class between threads. */
export type TrainAnswer = TrainedSeed | { readonly error: ErrorLine };

// A separate process shares no memory with the sender, but receives Ctrl-C itself; a thread does not. Without the
// sender, which holds the lock, it must stop.
let interrupted = false;
process.on('SIGINT', () => (interrupted = true)).on('disconnect', () => process.exit());

export async function runTrainJob({ spec, folder, stop }: TrainJob): Promise<TrainAnswer> {
  const began = performance.now();
  try {
    const { run, writer } = await begin(spec, folder);
    await train(run, {
      writer,
      stopped: () => interrupted || Atomics.load(stop, 0) !== 0,
      onProgress: () => undefined,
    });
    const { session } = run;
    session.dispose();
    return {
      seed: spec.seed,
      folder,
      finished: session.finished,
      backend: run.session.backend,
      steps: session.steps,
      seconds: (performance.now() - began) / 1000,
      ...session.episodes.columns(),
    };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { error: { what: error.what, where: `seed ${spec.seed}, ${error.where}`, remedy: error.remedy } };
  }
}

async function begin(spec: ControlSpec, folder: string): Promise<PlacedRun> {
  if (!existsSync(folder))
    return {
      run: startControlRun(spec, await networksFor(spec.backend)),
      folder,
      writer: await RunWriter.fresh(folder, heldAbove),
    };
  const { run, manifest, episodes } = await loadControlRun(folder, { networksFor });
  return { run, folder, writer: await RunWriter.existing(folder, manifest, episodes, heldAbove) };
}
