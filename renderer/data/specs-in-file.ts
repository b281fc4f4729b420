import { InputError } from '../../src/core/errors.ts';
import type { SourceFile } from '../../src/contracts/reader.ts';
import { isFigureReadWhole, specsInFigure } from '../../src/figures/figure-specs.ts';
import { specIn } from '../../src/recorded/spec-in.ts';

/** The experiments of an SVG file come first. */
const beginningBytes = 5_000_000;
const maxFigureBytes = 100_000_000;

/**
 * The experiments in a figure (SVG, PNG or PDF), or in a session saved as NWB, Parquet or NPZ, unchecked. Only in a worker.
 * @returns undefined if it has none, or is another file
 * @throws InputError for a picture that is too large to be read
 */
export async function specsInFile(file: SourceFile): Promise<readonly unknown[] | undefined> {
  const beginning = file.read(0, Math.min(file.bytes, beginningBytes));
  const isReadWhole = isFigureReadWhole(beginning);
  if (isReadWhole && file.bytes > maxFigureBytes)
    throw new InputError(
      `the figure is larger than ${maxFigureBytes / 1e6} MB`,
      file.name,
      'open the spec that was saved with it',
    );
  const drawn = specsInFigure(isReadWhole ? file.read(0, file.bytes) : beginning);
  if (drawn !== undefined) return drawn;
  const taken = await takenSpec(file);
  return taken === undefined ? undefined : [taken];
}

/** What is damaged is told by its kind. */
async function takenSpec(file: SourceFile): Promise<unknown> {
  try {
    return await specIn(file);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
