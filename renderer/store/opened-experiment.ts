import { InputError } from '../../src/core/errors.ts';
import { parsePartialSpec } from '../../src/spec/parse-spec.ts';
import type { PartialSpec } from '../../src/spec/spec.ts';
import { DataWorker } from '../data/data-worker.ts';
import { readSpec } from './spec-file.ts';

/**
 * The experiment in a file: a spec, a figure, or a session saved as NWB, Parquet or NPZ.
 * @throws InputError that names the file, the place and the remedy
 */
export async function openedExperiment(file: File): Promise<PartialSpec> {
  const specs = await experimentsIn(file);
  return specs === undefined ? readSpec(file) : onlySpec(specs, file.name);
}

/** The experiments in what is no JSON, read in a worker of its own; undefined if there are none. */
async function experimentsIn(file: File): Promise<readonly unknown[] | undefined> {
  const beginning = await file.slice(0, 100).text();
  if (/^\s*[[{]/.test(beginning)) return undefined;
  const worker = new DataWorker(file.name);
  try {
    return await worker.request('specs', { file: { name: file.name, file } });
  } finally {
    worker.stop();
  }
}

/** @throws InputError unless a figure shows one experiment */
function onlySpec(specs: readonly unknown[], fileName: string): PartialSpec {
  if (specs.length === 1) return parsePartialSpec(specs[0], fileName);
  throw new InputError(
    `this is a comparison of ${specs.length} experiments`,
    fileName,
    'use it with phasic compare, or open the file of one experiment',
  );
}

/**
 * The experiment in a figure or a spec that is opened as if it were a recording.
 * @returns undefined for any other file
 * @throws InputError for a spec that is wrong, and for a figure of several experiments
 */
export async function experimentAmongData(file: File): Promise<PartialSpec | undefined> {
  if (/\.(svg|png|pdf)$/i.test(file.name)) {
    const specs = await experimentsIn(file);
    return specs === undefined ? undefined : onlySpec(specs, file.name);
  }
  return /\.json$/i.test(file.name) && /"world"/.test(await file.slice(0, maxSpecBytes).text())
    ? readSpec(file)
    : undefined;
}

const maxSpecBytes = 1_000_000;
