import { join } from 'node:path';
import { InputError } from '../../core/errors.ts';
import type { PlaySpec } from '../../contracts/play-spec.ts';
import type { ErrorLine } from '../../protocol/messages.ts';
import { playRunName } from '../../storage/play-folder.ts';
import { networksFor } from '../networks.ts';
import { startPlay } from './play-run.ts';
import { train } from './train.ts';

/** One seed to train: what a worker is sent. */
export interface TrainJob {
  readonly play: PlaySpec;
  readonly runsFolder: string;
}

export interface TrainedSeed {
  readonly seed: number;
  readonly run: string;
  readonly backend: string;
  readonly steps: number;
  readonly seconds: number;
  readonly endSteps: Float64Array;
  readonly lengths: Float64Array;
  readonly returns: Float64Array;
}

/** What it answers: what became of the seed, or its error, since an error loses its class on its way between threads. */
export type TrainAnswer = TrainedSeed | { readonly error: ErrorLine };

export async function runTrainJob({ play, runsFolder }: TrainJob): Promise<TrainAnswer> {
  const began = performance.now();
  try {
    const run = startPlay(play, await networksFor(play.backend));
    const name = playRunName(play);
    await train(run, { folder: join(runsFolder, name), signal: new AbortController().signal, onProgress: () => undefined });
    const { endSteps, lengths, returns } = run.session.episodes.columns();
    const { steps } = run.session;
    run.session.dispose();
    return { seed: play.seed, run: name, backend: run.backend(), steps, seconds: (performance.now() - began) / 1000, endSteps: endSteps.slice(), lengths: lengths.slice(), returns: returns.slice() };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { error: { what: error.what, where: `seed ${play.seed}, ${error.where}`, remedy: error.remedy } };
  }
}
