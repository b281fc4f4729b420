import { InputError } from '../core/errors.ts';
import { completeTrialSpec } from '../engine/complete-spec.ts';
import { find, findTrialRule } from '../engine/registry.ts';
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
import type { RecordedFrom } from '../spec/recorded-from.ts';
import { fileSources } from '../storage/file-sources.ts';
import type { Arguments } from './command.ts';
import type { GivenMapping } from './given-mapping.ts';
import { signalPipeline } from './photometry-options.ts';
import { setParameter } from '../engine/set-parameter.ts';
import { nameAndValue } from './setting.ts';
import { waiversFrom } from './waivers.ts';

/** What of a session is fitted; each: the signal alone, the choices alone, and both. */
export const kindsOfData = ['signal', 'choices', 'both', 'each'] as const;

/** What one fit is to. */
export type FittedData = Exclude<(typeof kindsOfData)[number], 'each'>;

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
    return {
      name: path,
      uses,
      dataFor(agent, of) {
        const chooses = findTrialRule(find('agents', agent).learningRule.id).timescale === 'choice';
        if (of !== 'signal' && !chooses)
          throw new InputError(
            `agent '${agent}' does not choose`,
            '--agent',
            'fit it to the signal alone (--data signal), or name an agent that chooses, such as q-learning',
          );
        const { design, startSeconds } = recordedSession(session.found, mapping, chooses);
        const from = recordedFrom(session, { mapping, startSeconds, waivers, pipeline });
        return {
          spec: specOf(agent, { design, from, sensor }, args),
          ...(trace === undefined || of === 'choices'
            ? {}
            : { signal: { ...trace, startSeconds: trace.startSeconds - startSeconds } }),
          usesChoices: of !== 'signal',
        };
      },
    };
  } finally {
    source.close();
  }
}

interface Experiment {
  readonly design: ReturnType<typeof recordedSession>['design'];
  readonly from: RecordedFrom;
  readonly sensor: string;
}

function specOf(agent: string, { design, from, sensor }: Experiment, args: Arguments): SessionData['spec'] {
  const spec = completeTrialSpec({
    world: 'own-design',
    design,
    recordedFrom: from,
    agent,
    recording: sensor,
  });
  return args.texts('fix').reduce((set, setting) => {
    const [name, value] = nameAndValue(setting, '--fix', '--fix ');
    return setParameter(set, name, Number(value));
  }, spec);
}

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
  return uses === 'each' ? ['choices', 'signal', 'both'] : [uses];
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
): Promise<NonNullable<SessionData['signal']>> {
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
