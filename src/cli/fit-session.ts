import { InputError } from '../core/errors.ts';
import { find } from '../engine/registry.ts';
import { kindsOfData, usesIn, type FittedData } from '../fitting/report/fitted-data.ts';
import { goesThroughChoices, sessionData, type RecordedData } from '../fitting/session/session-data.ts';
import type { SessionData } from '../fitting/session/session-problem.ts';
import { combined, type OpenedSession } from '../recorded/combine.ts';
import { comparedId, type Mapping } from '../recorded/mapping.ts';
import { proposedSensor } from '../recorded/model/proposed-sensor.ts';
import { sessionTrace } from '../recorded/model/session-trace.ts';
import { ofCompared, recordedFrom } from '../recorded/origin.ts';
import { correctedRecording } from '../recorded/photometry/corrected-recording.ts';
import { proposedMapping } from '../recorded/propose.ts';
import { requireQuality, type Waiver } from '../recorded/quality-line.ts';
import { recordedSession } from '../recorded/session.ts';
import { sessionQuality } from '../recorded/session-quality.ts';
import { signalOf } from '../recorded/signal-of.ts';
import { openWatched, type ReadingWatch } from '../recorded/watch.ts';
import { fileSources } from '../storage/file-sources.ts';
import type { Arguments } from './command.ts';
import type { GivenMapping } from './given-mapping.ts';
import { signalPipeline } from './photometry-options.ts';
import { nameAndValue } from './setting.ts';
import { waiversFrom } from './waivers.ts';

/** A recorded session that agents are fitted to. */
export interface FittedSession {
  /** The file's name. */
  readonly name: string;
  /** What is fitted of it, one fit each. */
  readonly uses: readonly FittedData[];
  /** Its data for an agent. @throws InputError for an agent that cannot be run through it */
  dataFor(agent: string, uses: FittedData): SessionData;
}

/**
 * Opens a recording, and makes everything of it that a fit needs.
 * @throws InputError naming the file, and what of it cannot be fitted
 */
export async function fittedSession(
  path: string,
  given: GivenMapping | undefined,
  args: Arguments,
  watch: ReadingWatch,
): Promise<FittedSession> {
  const source = fileSources([path]);
  try {
    const session = combined(await openWatched(source, given?.mapping.answers ?? {}, path, watch));
    const mapping = given?.mapping ?? proposedMapping(session.found);
    const uses = usesOf(mapping, args.text('data'));
    const hasSignal = uses.some((one) => one !== 'choices');
    const sensor = hasSignal ? sensorOf(session, mapping, args.text('recording')) : 'identity';
    const waivers = hasSignal ? await checkedQuality(session, mapping, given?.waivers ?? [], args) : [];
    const pipeline = args.on('dff') ? signalPipeline(mapping, args.texts('set')) : undefined;
    const trace = hasSignal ? await traceOf(session, mapping, pipeline) : undefined;
    session.close();
    const fixed = fixedIn(args);
    return {
      name: path,
      uses,
      dataFor(agent, of) {
        const { design, startSeconds } = recordedSession(session.found, mapping, goesThroughChoices(agent, of));
        const from = recordedFrom(session, { mapping, startSeconds, waivers, pipeline });
        return sessionData(agent, of, {
          experiment: { design, from },
          sensor,
          fixed,
          ...(trace === undefined ? {} : { trace }),
        });
      },
    };
  } finally {
    source.close();
  }
}

const fixedIn = (args: Arguments): RecordedData['fixed'] =>
  Object.fromEntries(
    args.texts('fix').map((setting) => {
      const [name, value] = nameAndValue(setting, '--fix', '--fix ');
      return [name, Number(value)];
    }),
  );

function usesOf(mapping: Mapping, asked: string | undefined): readonly FittedData[] {
  const hasSignal = comparedId(mapping) !== undefined;
  const hasChoices = mapping.choices !== undefined;
  const has = hasSignal && hasChoices ? 'both' : hasChoices ? 'choices' : 'signal';
  const uses = kindsOfData.find((one) => one === (asked ?? has));
  if (uses === undefined)
    throw new InputError(`'${asked}' is not allowed`, '--data', `give one of ${kindsOfData.join(', ')}`);
  if (uses !== 'choices' && !hasSignal)
    throw new InputError(
      'no signal is named',
      'mapping',
      'add "signal": phasic import FILE --save-mapping MAPPING.json',
    );
  if (uses !== 'signal' && !hasChoices)
    throw new InputError('no choices are named', 'mapping', 'add "choices": docs/recordings.md shows how');
  return usesIn(uses);
}

function sensorOf(session: OpenedSession, mapping: Mapping, asked: string | undefined): string {
  if (asked !== undefined) return find('recordings', asked).id;
  const id = comparedId(mapping);
  const proposed = id === undefined ? undefined : proposedSensor(session.found, id, session.files);
  throw new InputError(
    'a signal is fitted through its sensor',
    '--recording',
    `name it, e.g. --recording ${proposed?.id ?? 'gcamp6f'}${proposed === undefined ? '' : ` (${proposed.reason})`}; \`phasic list recordings\` names all`,
  );
}

async function checkedQuality(
  session: OpenedSession,
  mapping: Mapping,
  kept: readonly Waiver[],
  args: Arguments,
): Promise<readonly Waiver[]> {
  const { lines } = await sessionQuality(session, mapping);
  const own = ofCompared(lines, mapping);
  const waivers = waiversFrom(args.texts('waive'), own, kept);
  requireQuality(own, waivers);
  return waivers;
}

async function traceOf(
  session: OpenedSession,
  mapping: Mapping,
  pipeline: ReturnType<typeof signalPipeline> | undefined,
): Promise<NonNullable<RecordedData['trace']>> {
  const { signal: id, control, unit } = mapping;
  if (id === undefined)
    throw new InputError(
      `unit ${unit} is a spike train`,
      'mapping',
      'name a signal: spike trains are compared (phasic import --recording spikes), not fitted yet',
    );
  const raw = signalOf(session.found, id);
  const { recording, signal } =
    pipeline === undefined
      ? { recording: session, signal: raw }
      : await correctedRecording(session, { signal: id, control }, pipeline);
  return { id: signal.id, ...(await sessionTrace(recording, signal)) };
}
