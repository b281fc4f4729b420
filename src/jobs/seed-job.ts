import { askedAverages } from '../spec/asked-averages.ts';
import type { AskedAverages } from '../contracts/paradigm.ts';
import { InputError } from '../core/errors.ts';
import type { Result } from '../spec/result.ts';
import type { TrialSpec } from '../spec/spec.ts';
import { KeptWork } from '../engine/kept-work.ts';
import { scheduledSession, type CommonWork } from '../engine/trial-session.ts';
import type { ErrorLine } from '../protocol/messages.ts';
import { resultsOf, runToEnd } from '../session/run-to-end.ts';

/** Several seeds of one experiment, as sent to a worker. */
export interface SeedJob {
  readonly spec: TrialSpec;
  readonly seeds: readonly number[];
  /** Whether the recording is averaged too. */
  readonly rate: boolean;
  /** The runs folder, if each run is saved. */
  readonly saveIn?: string | undefined;
}

/** What is kept of one of many seeds. Plots are of a single one. */
export interface SeedResult extends Pick<Result, 'spec' | 'hash' | 'backend' | 'signatures' | 'likelihood'> {
  readonly conditions: Readonly<Record<string, AskedAverages>>;
}

/** Its answer: one result per seed, or the first error, because an error loses its class between threads. */
export type SeedAnswer = { readonly results: readonly SeedResult[] } | { readonly error: ErrorLine };

export async function runSeedJob({ spec, seeds, rate, saveIn }: SeedJob): Promise<SeedAnswer> {
  const results: SeedResult[] = [];
  for (const seed of seeds) {
    try {
      const result = await runSeed({ ...spec, seed }, saveIn);
      const { hash, backend, signatures, conditions, likelihood } = result;
      results.push({
        spec: result.spec,
        hash,
        backend,
        signatures,
        ...(likelihood === undefined ? {} : { likelihood }),
        conditions: askedAverages(conditions, { rate }),
      });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return { error: { what: error.what, where: `seed ${seed}, ${error.where}`, remedy: error.remedy } };
    }
  }
  return { results };
}

const kept = new KeptWork();
/** Each seed has trials of its own, and what encodes them in common with the others: it comes after them. */
const common: CommonWork = {
  scheduled: (spec) => scheduledSession(spec),
  encoder: (spec, design) => kept.encoder(spec, design),
};

async function runSeed(spec: TrialSpec, saveIn: string | undefined): Promise<Result> {
  if (saveIn === undefined) return resultsOf(spec, common);
  const { session, result } = runToEnd(spec);
  await (await import('../session/save-run.ts')).saveRun(session, result.hash, saveIn);
  return result;
}
