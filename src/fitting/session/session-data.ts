import { InputError } from '../../core/errors.ts';
import type { Design } from '../../contracts/design.ts';
import { completeTrialSpec } from '../../engine/complete-spec.ts';
import { find, findTrialRule } from '../../engine/registry.ts';
import { setParameter } from '../../engine/set-parameter.ts';
import type { SessionTrace } from '../../recorded/model/session-trace.ts';
import type { RecordedFrom } from '../../spec/recorded-from.ts';
import type { FittedData } from '../report/fitted-data.ts';
import type { SessionData } from './session-problem.ts';

/** A recorded session, opened and mapped, as agents are fitted to it. Plain data. */
export interface RecordedData {
  /** Its trials, of choices if the agent chooses; what is what in the recording, and the session's start on its clock. */
  readonly experiment: { readonly design: Design; readonly from: RecordedFrom };
  /** Id of the recording model of the signal. */
  readonly sensor: string;
  /** The signal on the recording's clock; absent if choices alone are fitted. */
  readonly trace?: SessionTrace & { readonly id: string };
  /** Parameters with other values than their defaults. */
  readonly fixed: Readonly<Record<string, number>>;
}

/**
 * Whether an agent goes through the choices of a session, not through its cues and rewards.
 * @throws InputError for one that does not choose and is to be fitted to choices
 */
export function goesThroughChoices(agent: string, uses: FittedData): boolean {
  const chooses = findTrialRule(find('agents', agent).learningRule.id).timescale === 'choice';
  if (uses === 'signal' || chooses) return chooses;
  throw new InputError(
    `agent '${agent}' does not choose`,
    'agent',
    'fit it to the signal alone, or name an agent that chooses, such as q-learning',
  );
}

/** What of a session an agent is fitted to. @throws InputError for an agent that cannot go through it */
export function sessionData(
  agent: string,
  uses: FittedData,
  { experiment: { design, from }, sensor, trace, fixed }: RecordedData,
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
    ...(trace === undefined || uses === 'choices'
      ? {}
      : { signal: { ...trace, startSeconds: trace.startSeconds - from.startSeconds } }),
    usesChoices: uses !== 'signal',
  };
}
