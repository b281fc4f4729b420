import { InputError } from '../core/errors.ts';
import type { Result } from '../spec/result.ts';
import type { TrialSpec } from '../spec/spec.ts';
import type { ErrorLine } from '../protocol/messages.ts';
import { runToEnd } from '../session/run-to-end.ts';

/** Several seeds of one experiment, as sent to a worker. */
export interface SeedJob {
  readonly spec: TrialSpec;
  readonly seeds: readonly number[];
}

/** Its answer: one result per seed, or the first error, because an error loses its class between threads. */
export type SeedAnswer = { readonly results: readonly Result[] } | { readonly error: ErrorLine };

export function runSeedJob({ spec, seeds }: SeedJob): SeedAnswer {
  const results: Result[] = [];
  for (const seed of seeds) {
    try {
      results.push(runToEnd({ ...spec, seed }).result);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return { error: { what: error.what, where: `seed ${seed}, ${error.where}`, remedy: error.remedy } };
    }
  }
  return { results };
}
