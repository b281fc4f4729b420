import type { BenchSignature } from '../contracts/bench.ts';
import type { AskedAverages, Band, SignalName } from '../contracts/paradigm.ts';
import type { SignatureResult } from '../contracts/result.ts';
import type { Result } from '../spec/result.ts';
import { Accumulator } from './accumulator.ts';
import { judgeSeeds } from './judge-seeds.ts';

/** The part of a result that is pooled. */
interface Poolable<A extends AskedAverages> extends Pick<Result, 'signatures'> {
  readonly conditions: Readonly<Record<string, A>>;
}

export interface Pooled<A extends AskedAverages> {
  /** Means over seeds, each seed counting once; sem and n are over seeds. */
  readonly conditions: Readonly<Record<string, A>>;
  readonly signatures: readonly BenchSignature[];
}

/** Pools results of one experiment under several seeds. A seed without trials of a condition does not count for it. */
export function poolResults<A extends AskedAverages>(results: readonly Poolable<A>[]): Pooled<A> {
  const [first] = results;
  if (first === undefined) throw new Error('there is nothing to pool');
  return {
    conditions: Object.fromEntries(Object.keys(first.conditions).map((id) => [id, poolCondition(results, id)])),
    signatures: poolSignatures(results.map(({ signatures }) => signatures)),
  };
}

/**
 * Judges each signature on its measurements under several seeds. @param seeds the same signatures in the same order,
 * from at least one seed
 */
export const poolSignatures = (seeds: readonly (readonly SignatureResult[])[]): readonly BenchSignature[] =>
  (seeds[0] as readonly SignatureResult[]).map((signature, i) => ({
    ...signature,
    ...judgeSeeds(
      seeds.map((one) => one[i]?.measured ?? null),
      signature.expected,
    ),
  }));

function poolCondition<A extends AskedAverages>(results: readonly Poolable<A>[], id: string): A {
  const seeds = results.map((result) => result.conditions[id] as A).filter(({ n }) => n > 0);
  const base = (seeds[0] ?? results[0]?.conditions[id]) as A;
  const pooled = (signal: SignalName): Band =>
    poolBands(
      seeds.map((one) => one[signal] as Band),
      base.t.length,
    );
  const { align, t, marks } = base;
  const means = { align, t, marks, n: seeds.length, rpe: pooled('rpe'), value: pooled('value') };
  // The recording may be computed on first access, in each seed and therefore here.
  if ('rate' in base) Object.defineProperty(means, 'rate', { enumerable: true, get: () => pooled('rate') });
  return means as AskedAverages as A;
}

function poolBands(bands: readonly Band[], steps: number): Band {
  const accumulator = new Accumulator(steps);
  for (const band of bands) accumulator.add((i) => band.mean[i] as number);
  return accumulator.band();
}
