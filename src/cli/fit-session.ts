import { InputError } from '../core/errors.ts';
import { find } from '../engine/registry.ts';
import { otherData } from '../fitting/recorded/other-data.ts';
import { fittedData, fittedUnits } from '../fitting/report/named-data.ts';
import type { DataKind, FittedData } from '../fitting/report/fitted-data.ts';
import { goesThroughChoices, sessionData, type RecordedData } from '../fitting/session/session-data.ts';
import type { SessionData } from '../fitting/session/session-problem.ts';
import { combined, type OpenedSession } from '../recorded/combine.ts';
import type { Mapping } from '../recorded/mapping.ts';
import { proposedSensor } from '../recorded/model/proposed-sensor.ts';
import { sessionTrace } from '../recorded/model/session-trace.ts';
import { recordedFrom } from '../recorded/origin.ts';
import { correctedRecording } from '../recorded/photometry/corrected-recording.ts';
import { proposedMapping } from '../recorded/propose.ts';
import { requireQuality, type Waiver } from '../recorded/quality-line.ts';
import { recordedSession } from '../recorded/session.ts';
import { sessionQuality } from '../recorded/session-quality.ts';
import { signalOf } from '../recorded/signal-of.ts';
import { openWatched, type ReadingWatch } from '../recorded/watch.ts';
import { fileSources } from '../storage/file-sources.ts';
import type { Arguments } from './command.ts';
import { countFamilyIn, namesIn, noiseIn, shiftIn } from './fit-options.ts';
import type { GivenMapping } from './given-mapping.ts';
import { signalPipeline } from './photometry-options.ts';
import { nameAndValue } from './setting.ts';
import { waiversFrom } from './waivers.ts';

/** A recorded session that agents are fitted to. */
export interface FittedSession {
  /** The file's name. */
  readonly name: string;
  /** The animal that the recording names. */
  readonly subject: string | undefined;
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
    const uses = fittedData(mapping, namesIn(args, 'data'));
    const has = (kind: DataKind): boolean => uses.some((one) => one.includes(kind));
    const noise = noiseIn(args);
    const sensor =
      has('signal') || has('summaries')
        ? sensorOf(session, mapping, args.text('recording'))
        : unitSensor(has('spikes'), args);
    const waivers = await checkedQuality(session, mapping, { has, kept: given?.waivers ?? [], args });
    const pipeline = args.on('dff') ? signalPipeline(mapping, args.texts('set')) : undefined;
    const trace = has('signal') ? await traceOf(session, mapping, pipeline) : undefined;
    const others = otherData(session.found, mapping, has, {
      family: countFamilyIn(args),
      isCorrelated: noise.isCorrelated,
      shiftSeconds: shiftIn(args),
    });
    session.close();
    const fixed = fixedIn(args);
    return {
      name: path,
      subject: session.found.subject,
      uses,
      dataFor(agent, of) {
        const { design, startSeconds } = recordedSession(session.found, mapping, goesThroughChoices(agent, of));
        const from = recordedFrom(session, { mapping, startSeconds, waivers, pipeline });
        return sessionData(agent, of, {
          experiment: { design, from },
          sensor,
          fixed,
          ...others,
          ...(trace === undefined
            ? {}
            : { trace: { ...trace, ...(noise.student === undefined ? {} : { noise: noise.student }) } }),
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

/** The sensor where no signal is fitted: neurons, or none. */
function unitSensor(hasSpikes: boolean, args: Arguments): string {
  if (!hasSpikes) return 'identity';
  const { id, spiking } = find('recordings', args.text('recording') ?? 'spikes');
  if (spiking) return id;
  throw new InputError(
    `'${id}' is not a recording of neurons`,
    '--recording',
    'leave it out: spikes are fitted through spikes',
  );
}

function sensorOf(session: OpenedSession, mapping: Mapping, asked: string | undefined): string {
  if (asked !== undefined) return find('recordings', asked).id;
  const id = mapping.signal;
  const proposed = id === undefined ? undefined : proposedSensor(session.found, id, session.files);
  throw new InputError(
    'a signal is fitted through its sensor',
    '--recording',
    `name it, e.g. --recording ${proposed?.id ?? 'gcamp6f'}${proposed === undefined ? '' : ` (${proposed.reason})`}; \`phasic list recordings\` names all`,
  );
}

interface Checked {
  readonly has: (kind: DataKind) => boolean;
  readonly kept: readonly Waiver[];
  readonly args: Arguments;
}

/** Of the signal and the units that are fitted. */
async function checkedQuality(
  session: OpenedSession,
  mapping: Mapping,
  { has, kept, args }: Checked,
): Promise<readonly Waiver[]> {
  if (!has('signal') && !has('spikes')) return [];
  const units = has('spikes') ? fittedUnits(mapping) : [];
  const { lines } = await sessionQuality(session, has('signal') ? mapping : {});
  const own = lines.filter(({ check, of }) => (check.ofUnits === true ? units.includes(of) : has('signal')));
  const waivers = waiversFrom(args.texts('waive'), own, kept);
  requireQuality(own, waivers);
  return waivers;
}

async function traceOf(
  session: OpenedSession,
  mapping: Mapping,
  pipeline: ReturnType<typeof signalPipeline> | undefined,
): Promise<NonNullable<RecordedData['trace']>> {
  const { signal: id = '', control } = mapping;
  const raw = signalOf(session.found, id);
  const { recording, signal } =
    pipeline === undefined
      ? { recording: session, signal: raw }
      : await correctedRecording(session, { signal: id, control }, pipeline);
  return { id: signal.id, ...(await sessionTrace(recording, signal)) };
}
