import { InputError } from '../core/errors.ts';
import type { Result } from '../spec/result.ts';
import type { TrialSpec } from '../spec/spec.ts';
import type { ErrorLine } from '../protocol/messages.ts';
import { saveRun } from '../session/save-run.ts';
import { runToEnd } from '../session/run-to-end.ts';

/** Several seeds of one experiment, as sent to a worker. */
export interface SeedJob {
  readonly spec: TrialSpec;
  readonly seeds: readonly number[];
  /** The runs folder, if each run is saved. */
  readonly saveIn?: string | undefined;
}

/** Its answer: one result per seed, or the first error, because an error loses its class between threads. */
export type SeedAnswer = { readonly results: readonly Result[] } | { readonly error: ErrorLine };

export async function runSeedJob({ spec, seeds, saveIn }: SeedJob): Promise<SeedAnswer> {
  const results: Result[] = [];
  for (const seed of seeds) {
    try {
      const { session, result } = runToEnd({ ...spec, seed });
      if (saveIn !== undefined) await saveRun(session, result.hash, saveIn);
      results.push(result);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return { error: { what: error.what, where: `seed ${seed}, ${error.where}`, remedy: error.remedy } };
    }
  }
  return { results };
}
