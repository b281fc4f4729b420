import { InputError } from '../../core/errors.ts';
import type { Design } from '../../contracts/design.ts';
import { completeTrialSpec } from '../../engine/complete-spec.ts';
import { find, findTrialRule } from '../../engine/registry.ts';
import { setParameter } from '../../engine/set-parameter.ts';
import type { SessionTrace } from '../../recorded/model/session-trace.ts';
import type { RecordedFrom } from '../../spec/recorded-from.ts';
import { latenciesIn, type RecordedLatencies } from '../recorded/latencies-in.ts';
import { lickCounts, type RecordedLicks } from '../recorded/lick-windows.ts';
import type { DataKind, FittedData } from '../report/fitted-data.ts';
import type { SessionData } from './session-problem.ts';
import type { StudentNoise } from './signal-noise.ts';
import type { SpikeCounts } from './spikes-part.ts';
import type { EventSummaries } from './summaries-part.ts';

/** A recorded session, opened and mapped, as agents are fitted to it. Plain data. */
export interface RecordedData {
  /** Its trials, of choices if the agent chooses; what is what in the recording, and the session's start on its clock. */
  readonly experiment: { readonly design: Design; readonly from: RecordedFrom };
  /** Id of the recording model of the signal. */
  readonly sensor: string;
  /** The signal on the recording's clock; absent if it is not fitted, like all that follows. */
  readonly trace?: SessionTrace & { readonly id: string; readonly noise?: StudentNoise | undefined };
  /** Spikes, in bins on the recording's clock. */
  readonly spikes?: SpikeCounts;
  /** Summaries of events at times of the recording's clock. */
  readonly summaries?: EventSummaries;
  readonly licks?: RecordedLicks;
  readonly latencies?: RecordedLatencies;
  /** Parameters with other values than their defaults. */
  readonly fixed: Readonly<Record<string, number>>;
}

/**
 * Whether an agent goes through the choices of a session, not through its cues and rewards.
 * @throws InputError for one that does not choose and is to be fitted to choices
 */
export function goesThroughChoices(agent: string, uses: FittedData): boolean {
  const chooses = findTrialRule(find('agents', agent).learningRule.id).timescale === 'choice';
  if (chooses || !uses.includes('choices')) return chooses;
  throw new InputError(
    `agent '${agent}' does not choose`,
    'agent',
    'fit it to other data alone, or name an agent that chooses, such as q-learning',
  );
}

/** What of a session an agent is fitted to. @throws InputError for an agent that cannot go through it */
export function sessionData(
  agent: string,
  uses: FittedData,
  { experiment: { design, from }, sensor, fixed, ...recorded }: RecordedData,
): SessionData {
  const spec = completeTrialSpec({
    world: 'own-design',
    design,
    recordedFrom: from,
    agent,
    recording: sensor,
  });
  return {
    spec: Object.entries(fixed).reduce((set, [name, value]) => setParameter(set, name, value), spec),
    ...dataOn(design, from.startSeconds, uses, recorded),
    usesChoices: uses.includes('choices'),
  };
}

type OfRecording = Omit<RecordedData, 'experiment' | 'sensor' | 'fixed'>;

/** The data that are used, on the session's clock. */
function dataOn(
  design: Design,
  startSeconds: number,
  uses: FittedData,
  { trace, spikes, summaries, licks, latencies }: OfRecording,
): Omit<SessionData, 'spec' | 'usesChoices'> {
  const moved = <T extends { readonly startSeconds: number }>(of: T): T => ({
    ...of,
    startSeconds: of.startSeconds - startSeconds,
  });
  const isUsed = (kind: DataKind, of: unknown): boolean => of !== undefined && uses.includes(kind);
  return {
    ...(trace && isUsed('signal', trace) ? { signal: moved(trace) } : {}),
    ...(spikes && isUsed('spikes', spikes) ? { spikes: moved(spikes) } : {}),
    ...(summaries && isUsed('summaries', summaries)
      ? { summaries: { ...summaries, atSeconds: summaries.atSeconds.map((at) => at - startSeconds) } }
      : {}),
    ...(licks && isUsed('licks', licks) ? { licks: lickCounts(design, startSeconds, licks) } : {}),
    ...(latencies && isUsed('latencies', latencies) ? { latencies: latenciesIn(design, startSeconds, latencies) } : {}),
  };
}
