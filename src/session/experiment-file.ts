import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../core/errors.ts';
import { parsePartialSpec } from '../spec/parse-spec.ts';
import type { PartialSpec } from '../spec/spec.ts';
import { isDesign } from '../designs/design-json.ts';
import { foreignFile, headBytes, isText } from '../designs/foreign-file.ts';
import type { DesignFormat } from '../designs/design-format.ts';
import { formatOf, readWritten } from '../designs/read.ts';
import { catalogue } from '../engine/catalogue.ts';
import { readLink } from '../links/read-link.ts';
import { manifestName } from '../storage/manifest-name.ts';
import { loadAll } from '../engine/registry.ts';
import type { ExperimentFile } from '../protocol/messages.ts';
import { parseJsonText } from '../storage/json-text.ts';
import { readBeginning, readBytesLimited, textOf, tooLarge } from '../storage/read-limited.ts';
import { isExperimentFile, isLink } from './experiment-name.ts';

/** Specs and designs are a few kilobytes; anything this large is another file. */
const maxBytes = 1_000_000;
const maxFigureBytes = 100_000_000;

/**
 * Reads a spec, a saved result or a manifest (.json), a design (.txt, .json, .rw of PALMS, .csv of calmr), a figure
 * (.svg, .png, .pdf), a session saved as .nwb, .parquet or .npz, the folder of a saved run, a link of the app, or standard input (`-`); for other extensions, the content
 * decides. Ids and parameters are checked when the spec is completed.
 * @throws InputError naming the file and the place in it, or the actual type of the file
 */
export async function readExperimentFile(given: string): Promise<ExperimentFile> {
  if (isLink(given)) return linkedExperiment(given);
  const isFolder = given !== '-' && statSync(given, { throwIfNoEntry: false })?.isDirectory() === true;
  if (isFolder && !existsSync(join(given, manifestName)))
    throw new InputError(
      'this is a folder, but not of a saved run',
      given,
      'name a file, or the folder of a saved run',
    );
  const file = given === '-' ? '/dev/stdin' : isFolder ? join(given, manifestName) : given;
  const { bytes, isWhole, drawn } = await readBeginningOrFigure(file);
  if (drawn !== undefined) return { spec: onlySpec(drawn, file), notes: [] };
  const taken = isWritten(bytes) ? undefined : await takenSpec(file);
  if (taken !== undefined) return { spec: parsePartialSpec(taken, file), notes: [] };
  const foreign = foreignFile(bytes, file);
  if (foreign !== undefined) throw new InputError(foreign.what, file, foreign.remedy);
  if (!isWhole) throw tooLarge(file, maxBytes, 'the file');
  const text = textOf(bytes, file, 'the file');
  const format = formatOf(file, text);
  const json = format === 'json' ? parseJsonText(text, file) : undefined;
  if (Array.isArray(json) && json.length > 0) return { spec: onlySpec(json, file), notes: [] };
  if (format === 'json' && !isDesign(json)) return { spec: parsePartialSpec(specWithin(json), file), notes: [] };
  return designFile(format, text, file);
}

/** Text other than SVG, in which there is neither a figure nor a saved session: loading what reads those takes as long as a short run. */
const isWritten = (bytes: Uint8Array): boolean =>
  isText(bytes.subarray(0, headBytes)) && !/^\s*</.test(new TextDecoder().decode(bytes.subarray(0, 100)));

/** The specs in a figure are unchecked. The beginning is enough of a large SVG file too: its experiment comes first. */
async function readBeginningOrFigure(
  file: string,
): Promise<Awaited<ReturnType<typeof readBeginning>> & { readonly drawn?: readonly unknown[] | undefined }> {
  const beginning = await readBeginning(file, maxBytes, 'the file');
  if (isWritten(beginning.bytes)) return beginning;
  const { isFigureReadWhole, specsInFigure } = await import('../figures/figure-specs.ts');
  if (beginning.isWhole || !isFigureReadWhole(beginning.bytes))
    return { ...beginning, drawn: specsInFigure(beginning.bytes) };
  const bytes = await readBytesLimited(file, maxFigureBytes, 'the figure');
  return { bytes, isWhole: true, drawn: specsInFigure(bytes) };
}

/** The spec in an NWB, Parquet or NPZ file of this program. What is damaged, or by another program, is told by its kind. */
async function takenSpec(file: string): Promise<unknown> {
  if (!isRegularFile(file)) return undefined;
  const [{ fileSource }, { specIn }] = await Promise.all([
    import('../storage/file-source.ts'),
    import('../recorded/spec-in.ts'),
  ]);
  const source = fileSource(file);
  try {
    const [opened] = source.files;
    return opened === undefined ? undefined : await specIn(opened);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  } finally {
    source.close();
  }
}

function designFile(format: DesignFormat, text: string, file: string): ExperimentFile {
  const { design, agent, notes = [] } = readWritten(format, text, file);
  return { spec: { world: 'own-design', design, ...(agent === undefined ? {} : { agent }) }, notes };
}

/** A manifest and a saved result have their spec as a field. */
const specWithin = (json: unknown): unknown =>
  typeof json === 'object' && json !== null && 'spec' in json && ('hash' in json || 'signatures' in json)
    ? json.spec
    : json;

/** @throws InputError unless a figure or a file of several specs has one alone */
function onlySpec(specs: readonly unknown[], file: string): PartialSpec {
  if (specs.length !== 1)
    throw new InputError(
      `this is a comparison of ${specs.length} experiments`,
      file,
      `use it with phasic compare, or name the file of one experiment`,
    );
  return parsePartialSpec(specs[0], file);
}

/**
 * The experiments of a saved comparison, from its specs or its figure; of any other file, or of a name, none.
 * @throws InputError if one of them is not a spec
 */
export async function readExperiments(given: string): Promise<readonly PartialSpec[]> {
  if (!isExperimentFile(given) || given === '-' || isLink(given) || !isRegularFile(given)) return [];
  const { bytes, drawn } = await readBeginningOrFigure(given);
  const text = Buffer.from(bytes).toString();
  const specs = drawn ?? (text.trimStart().startsWith('[') ? parseJsonText(text, given) : []);
  return Array.isArray(specs) ? specs.map((spec, i) => parsePartialSpec(spec, `${given}, experiment ${i + 1}`)) : [];
}

const isRegularFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

/** @throws InputError for a link that cannot be read, or without an experiment */
async function linkedExperiment(address: string): Promise<ExperimentFile> {
  await loadAll();
  const read = await readLink(catalogue(), address.slice(address.indexOf('#') + 1));
  const { spec, game, written } = read?.view ?? {};
  const notes = (read?.leftOut ?? []).map(({ message }) => message);
  const found = spec ?? game?.spec;
  if (found !== undefined) return { spec: found, notes };
  if (written === undefined)
    throw new InputError('this link shows no experiment', 'link', 'copy the link of an experiment, a game or a design');
  return designFile(written.format, written.text, 'link');
}
