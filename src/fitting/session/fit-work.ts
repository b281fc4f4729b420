import { InputError } from '../../core/errors.ts';
import type { Design } from '../../contracts/design.ts';
import type { Found } from '../../contracts/reader.ts';
import { withParts } from '../../engine/with-parts.ts';
import type { Mapping } from '../../recorded/mapping.ts';
import type { RecordedFrom } from '../../spec/recorded-from.ts';
import { otherData, type OtherNoise } from '../recorded/other-data.ts';
import type { FittedAgent } from '../report/fitted-agent.ts';
import type { FittedData } from '../report/fitted-data.ts';
import { fitAgent, freeNames, type DoTasks, type FitQuestion } from './fit-agent.ts';
import { problemOf } from './fit-task.ts';
import { goesThroughChoices, sessionData, type RecordedData } from './session-data.ts';
import type { SignalPrediction } from './signal-part.ts';

/** One of several fits. */
interface AskedFit {
  readonly agent: string;
  readonly uses: FittedData;
  /** Parameters to fit; the usual ones if undefined. */
  readonly named?: readonly string[] | undefined;
  /** Parameters with other values than their defaults. */
  readonly fixed?: RecordedData['fixed'] | undefined;
}

/** Fits of several agents to one opened and mapped session. Plain data. */
export interface FitWork
  extends
    Pick<FitQuestion, 'session' | 'seed' | 'starts' | 'posterior' | 'blocks' | 'recover'>,
    Pick<RecordedData, 'sensor' | 'trace'> {
  /** Its trials of cues and rewards, and those of choices: at least one of them. */
  readonly sessions: readonly {
    readonly design: Design;
    readonly from: RecordedFrom;
    readonly chooses: boolean;
  }[];
  readonly fits: readonly AskedFit[];
  /** What data besides the signal and choices are read from, and how they scatter; absent if none are fitted. */
  readonly others?: OtherNoise & { readonly found: Found; readonly mapping: Mapping };
}

/** What is known of one of the fits. */
export type FitNews =
  /** What it was fitted to, with what is predicted of the signal. */
  { readonly fitted: FittedAgent; readonly prediction?: SignalPrediction | undefined } | { readonly error: InputError };

/**
 * Does one fit after the other.
 * @param doTasks of the fit of this number
 * @param tell called for each fit, by its number, whenever more of it is known; a fit that cannot be done ends none of the others
 */
export async function fitAgents(
  work: FitWork,
  doTasks: (fit: number) => DoTasks,
  tell: (fit: number, news: FitNews) => void,
): Promise<void> {
  for (const [i, asked] of work.fits.entries())
    try {
      await withParts([asked.agent], async () => {
        const told = (fitted: FittedAgent): void => tell(i, { fitted, prediction: predictionOf(fitted) });
        told(await fitAgent(questionOf(work, asked), doTasks(i), told));
      });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      tell(i, { error });
    }
}

function questionOf(work: FitWork, { agent, uses, named, fixed = {} }: AskedFit): FitQuestion {
  const { session, sessions, sensor, trace, others, seed, starts, posterior, blocks, recover } = work;
  const chooses = goesThroughChoices(agent, uses);
  const experiment = sessions.find((one) => one.chooses === chooses) ?? sessions[0];
  if (experiment === undefined)
    throw new InputError('the session has no trials', 'mapping', 'say what its cues and rewards, or its choices, are');
  const data = sessionData(agent, uses, {
    experiment,
    sensor,
    fixed,
    ...(others && otherData(others.found, others.mapping, (kind) => uses.includes(kind), others)),
    ...(trace === undefined ? {} : { trace }),
  });
  return {
    session,
    agent,
    uses,
    data,
    ...freeNames(data, { named, seed, mayMiss: true }),
    seed,
    starts,
    posterior,
    blocks,
    // A recorded session does not say what other choices would have earned.
    recover: uses.includes('choices') ? 0 : recover,
  };
}

function predictionOf({ data, free, seed, fit }: FittedAgent): SignalPrediction | undefined {
  if (fit.failure !== undefined) return undefined;
  return problemOf({ data, free, seed }).predicted(Float64Array.from(fit.parameters, ({ value }) => value));
}
