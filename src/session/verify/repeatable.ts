import { canonicalJson } from '../../core/canonical-json.ts';
import { InputError } from '../../core/errors.ts';
import type { NetworkMaker } from '../../contracts/network.ts';
import type { PartialSpec, Spec } from '../../spec/spec.ts';
import { lookup } from '../../engine/registry.ts';
import { versions } from '../../spec/versions.ts';
import { typedArrays } from '../../compute/networks/noting.ts';
import type { Ended, Manifest } from '../../storage/manifest.ts';
import { backendNameOf, backends, networksFor } from '../../compute/backends.ts';
import { version } from '../../install/version.ts';

/** A saved run differs from the result of its spec. */
export class AlteredRun extends InputError {}

/** A difference found by a check is an alteration. */
export async function altered<Found>(check: () => Found | Promise<Found>): Promise<Found> {
  try {
    return await check();
  } catch (error) {
    throw error instanceof InputError ? new AlteredRun(error.what, error.where, error.remedy) : error;
  }
}

export const restore = 'restore the manifest';
export const restoreFile = 'restore the file, or make the run again';

/**
 * The spec that a run is repeated from.
 * @param place the manifest
 * @throws InputError if this program cannot repeat the run as it was
 */
export function repeatableSpec<Whole extends Spec>(
  { spec: given, versions: saved, phasic }: Manifest,
  complete: (given: PartialSpec) => Whole,
  place: string,
): Whole {
  const spec = completed(given, complete, place);
  if (canonicalJson(spec) !== canonicalJson(given))
    throw new InputError(
      'the spec leaves something out, so the run cannot be repeated to the byte',
      `${place}, spec`,
      restore,
    );
  const now = versions(lookup, spec);
  const changed = Object.keys({ ...now, ...saved }).find((part) => now[part] !== saved[part]);
  if (changed === undefined) return spec;
  throw new InputError(
    `the run ${madeWith(saved[changed])} of the ${changed}, this program has ${now[changed] ?? 'none'}`,
    `${place}, versions`,
    phasic === version ? 'restore the manifest, or run the spec again' : `verify it with phasic ${phasic}`,
  );
}

function completed<Whole>(given: PartialSpec, complete: (given: PartialSpec) => Whole, place: string): Whole {
  try {
    return complete(given);
  } catch (error) {
    if (error instanceof InputError) throw new InputError(error.what, `${place}, spec, ${error.where}`, error.remedy);
    throw error;
  }
}

/** Runs of older programs lack some of their parts. */
const madeWith = (saved: number | undefined): string =>
  saved === undefined ? 'does not say its version' : `was made with version ${saved}`;

/**
 * The network backend of a run; any if it had no networks.
 * @throws InputError if it is not available, or does not give the same bytes each time
 */
export async function repeatableNetworks({ backend }: Manifest, place: string): Promise<NetworkMaker | undefined> {
  if (backend === typedArrays) return undefined;
  const where = `${place}, backend`;
  const train = 'make it again with --backend fused, which repeats to the byte';
  if (backend.includes(', '))
    throw new InputError(
      `the run was computed by ${backend}, with a network backend that was chosen by measurement, so its spec alone does not reproduce it`,
      where,
      train,
    );
  const name = backendNameOf(backend);
  if (backends.find(({ id }) => id === name)?.repeats === false)
    throw new InputError(
      `the run was computed by '${backend}', which need not give the same last bits twice, so it cannot be verified to the byte`,
      where,
      train,
    );
  try {
    return await networksFor(name);
  } catch (error) {
    if (error instanceof InputError)
      throw new InputError(`the run was computed by '${backend}', and ${error.what}`, where, error.remedy);
    throw error;
  }
}

/** @throws InputError if the spec uses a different backend than the manifest says */
export function requireBackend({ backend }: Manifest, computing: string, place: string): void {
  if (backend !== computing)
    throw new InputError(
      `the run was computed by '${backend}', its spec is computed by '${computing}'`,
      `${place}, backend`,
      restore,
    );
}

/** @throws InputError if a number differs from the manifest's */
export function requireCount(said: number | null, made: number | null, field: string, place: string): void {
  if (said !== made)
    throw new InputError(`the manifest says ${said} ${field}, the spec makes ${made}`, `${place}, ${field}`, restore);
}

/** @throws InputError if a run does not end as the manifest says */
export function requireEnd({ ended }: Manifest, made: Ended | undefined, place: string): void {
  if (canonicalJson(ended ?? null) !== canonicalJson(made ?? null))
    throw new InputError(
      `the manifest says that the run ${endText(ended)}, and it ${endText(made)}`,
      `${place}, ended`,
      restore,
    );
}

function endText(ended: Ended | undefined): string {
  if (ended === undefined) return 'came to its end';
  return ended.why === 'stopped'
    ? `was stopped before ${ended.planned}`
    : `diverged at ${ended.at} of ${ended.planned} (${ended.what})`;
}

/** @throws InputError if the hash differs from the repeated run's */
export function requireHash({ hash }: Manifest, made: string, place: string): void {
  if (hash !== made)
    throw new InputError(
      `the hash is ${made}, the manifest says ${hash}`,
      place,
      'the manifest was changed: save the run again elsewhere',
    );
}
