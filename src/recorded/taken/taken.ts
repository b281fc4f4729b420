import { InputError } from '../../core/errors.ts';
import type { Design } from '../../contracts/design.ts';
import type { Found, FoundSignal } from '../../contracts/reader.ts';
import type { Spec } from '../../spec/spec.ts';
import type { OpenedSession } from '../combine.ts';
import type { Mapping } from '../mapping.ts';
import { controlAt } from '../photometry/control-at.ts';
import { corrector, lookAhead, usualPipeline, type Pipeline } from '../photometry/pipeline.ts';
import { isRaw, wholeOf } from '../photometry/read-photometry.ts';
import { hasOnlyChoices, recordedSession } from '../session.ts';
import { signalOf } from '../signal-of.ts';

/** What a model computed in a recorded session, one number per step of its grid, which begins with the session. */
export interface ModelSteps {
  /** Its name. */
  readonly agent: string;
  readonly stepSeconds: number;
  /** Reward units. */
  readonly rpe: Float64Array;
  readonly value: Float64Array;
  /** What its electrode or sensor shows, NaN where nothing is recorded; absent if that is the RPE itself. */
  readonly recorded?: { readonly values: Float64Array; readonly unit: string; readonly title: string };
  /** Of the run. */
  readonly hash: string;
  readonly spec: Spec;
  /** The version of the program, and the commit that it was built from, if it is known. */
  readonly phasic: string;
  readonly commit?: string | undefined;
}

/** A session with its samples in memory, as it is saved: the recording, and the model that was driven by it. */
export interface Taken {
  /** Names of the recording's files. */
  readonly files: readonly string[];
  /** ISO 8601, if the recording says. */
  readonly startsAt: string | undefined;
  readonly mapping: Mapping;
  readonly signal: FoundSignal;
  readonly control: FoundSignal | undefined;
  /** Of the signal's samples, seconds on the recording's clock. */
  readonly times: Float64Array;
  readonly values: Float64Array;
  /** The control at the signal's samples: its latest sample. */
  readonly controlValues: Float64Array | undefined;
  /** dF/F as a fraction, and how it came about; undefined if the signal is not raw fluorescence. */
  readonly corrected: { readonly values: Float64Array; readonly pipeline: Pipeline } | undefined;
  /** Undefined if no cues, rewards and choices are named. */
  readonly session: { readonly design: Design; readonly startSeconds: number } | undefined;
  readonly model: ModelSteps | undefined;
}

/** More samples need more memory than a page has. */
const maxSamples = 20_000_000;

/** @throws InputError if the mapping names no signal, or it has too many samples */
export async function takenOf(
  recording: OpenedSession,
  mapping: Mapping,
  { pipeline, model }: { readonly pipeline?: Pipeline | undefined; readonly model?: ModelSteps | undefined },
): Promise<Taken> {
  if (mapping.signal === undefined)
    throw new InputError('no signal is named', 'mapping', 'say which signal shows dopamine');
  const [signal, control] = [mapping.signal, mapping.control].map((id) =>
    id === undefined ? undefined : signalOf(recording.found, id),
  ) as [FoundSignal, FoundSignal | undefined];
  if (signal.samples > maxSamples)
    throw new InputError(
      `it has ${signal.samples.toLocaleString('en-US')} samples, more than the ${maxSamples.toLocaleString('en-US')} that are saved at once`,
      `signal ${signal.id}`,
      'save it as CSV at a lower --rate: `phasic import FILE --csv`',
    );
  const read = await wholeOf(recording, signal);
  const controlValues = control === undefined ? undefined : controlAt(await wholeOf(recording, control), read.times);
  return {
    files: recording.files,
    startsAt: recording.found.startsAt,
    mapping,
    signal,
    control,
    ...read,
    controlValues,
    corrected: correctedOf(signal, read, controlValues, pipeline),
    session: sessionOf(recording.found, mapping, model),
    model,
  };
}

/** That of the choices if the model was given them, or nothing else is named. */
function sessionOf(found: Found, mapping: Mapping, model: ModelSteps | undefined): Taken['session'] {
  const { cues, rewards, choices } = mapping;
  if (cues.length + rewards.length === 0 && choices === undefined) return undefined;
  const spec = model?.spec;
  const isGiven = spec !== undefined && 'design' in spec && spec.design?.states !== undefined;
  return recordedSession(found, mapping, isGiven || hasOnlyChoices(mapping));
}

function correctedOf(
  found: FoundSignal,
  read: Parameters<typeof corrector>[0],
  control: Float64Array | undefined,
  given: Pipeline | undefined,
): Taken['corrected'] {
  if (!isRaw(found)) return undefined;
  const pipeline = given ?? usualPipeline(control !== undefined);
  try {
    return { values: corrector(read, control)(pipeline).values, pipeline };
  } catch (error) {
    // What cannot be corrected is saved as it was recorded.
    if (error instanceof InputError && given === undefined) return undefined;
    throw error;
  }
}

/** What is said of a session that is saved. */
export const takenNotes = ({
  files,
  startsAt,
  mapping,
  corrected,
  model,
}: Taken): Readonly<Record<string, unknown>> => ({
  ...(model === undefined ? {} : { phasic: model.phasic, commit: model.commit, spec: model.spec, hash: model.hash }),
  recording: { files, ...(startsAt === undefined ? {} : { startsAt }) },
  mapping,
  ...(corrected === undefined ? {} : { pipeline: corrected.pipeline, looksAhead: lookAhead(corrected.pipeline) }),
});
