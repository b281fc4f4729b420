import type { RecordedFrom } from '../spec/recorded-from.ts';
import type { OpenedSession } from './combine.ts';
import type { Mapping } from './mapping.ts';
import type { Pipeline } from './photometry/pipeline.ts';
import type { QualityLine, Waiver } from './quality-line.ts';

interface Origin {
  readonly mapping: Mapping;
  readonly startSeconds: number;
  readonly waivers: readonly Waiver[];
  /** Of the dF/F that was compared, if it was not the signal as recorded. */
  readonly pipeline?: Pipeline | undefined;
}

/** What a spec says of the recording that its session is from. */
export const recordedFrom = (
  { files }: Pick<OpenedSession, 'files'>,
  { mapping, startSeconds, waivers, pipeline }: Origin,
): RecordedFrom => ({
  files: [...files],
  startSeconds,
  mapping: { ...mapping },
  ...(pipeline === undefined ? {} : { pipeline: { ...pipeline } }),
  waivers: waivers.map((waiver) => ({ ...waiver, because: waiver.because.trim() })),
});

/** Checks of what is compared: those of other units do not stop a comparison. */
export const ofCompared = (lines: readonly QualityLine[], { unit }: Pick<Mapping, 'unit'>): readonly QualityLine[] =>
  lines.filter(({ check, of }) => check.ofUnits !== true || of === unit);
