import { InputError } from '../../core/errors.ts';
import { find } from '../../engine/registry.ts';
import { finishedFit, type Fit } from '../fit.ts';
import { blocksOf } from '../held-out.ts';
import { gridFit } from '../posterior/grid-fit.ts';
import { explainedVariance } from '../noise-ceiling.ts';
import { requirePossible, type Posterior, type PosteriorKind } from '../posterior/posterior.ts';
import { profilePosterior } from '../posterior/profile-posterior.ts';
import { parameterRecovery } from '../recovery/parameter-recovery.ts';
import type { FittedAgent } from '../report/fitted-agent.ts';
import { repeatedTrials } from '../report/repeated-trials.ts';
import { unusedWords } from '../report/unused-words.ts';
import { unusedParameters } from '../unused.ts';
import { problemOf, type FitResults, type FitTask, type SessionFit } from './fit-task.ts';
import { freeOfSpec } from './free-of-spec.ts';
import { sessionProblem, type SessionData, type SessionProblem } from './session-problem.ts';

/** How an agent is fitted to a session. Plain data. */
export interface FitQuestion extends Pick<
  FittedAgent,
  'session' | 'agent' | 'uses' | 'data' | 'free' | 'unused' | 'seed'
> {
  /** Number of searches. */
  readonly starts: number;
  /** Of another kind than Laplace's. */
  readonly posterior?: PosteriorKind | undefined;
  /** Number of blocks of trials that are kept out, one after the other. */
  readonly blocks: number;
  /** Number of sessions that are simulated and fitted. */
  readonly recover: number;
}

/** Does tasks of a fit, in any order and number at a time. @returns what each gives, in the order of the tasks */
export type DoTasks = <Kind extends FitTask['kind']>(
  fit: SessionFit,
  tasks: readonly Extract<FitTask, { readonly kind: Kind }>[],
) => Promise<readonly FitResults[Kind][]>;

/**
 * Searches, intervals, or the posterior if another than Laplace's is asked for, blocks that are kept out, and simulated sessions, in this order.
 * @param told what is known when the searches have ended, and again after the blocks
 * @throws InputError for a task that cannot be done
 */
export async function fitAgent(
  { starts, posterior: kind, blocks, recover, ...of }: FitQuestion,
  doTasks: DoTasks,
  told?: (fitted: FittedAgent) => void,
): Promise<FittedAgent> {
  const { seed, data, free } = of;
  const asked: SessionFit = { data, free, seed };
  const problem = problemOf(asked);
  if (kind !== undefined) requirePossible(kind, problem);
  const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);
  const searches = numbers(starts).map((start) => ({ kind: 'search' as const, start }));
  const searched = finishedFit(problem, await doTasks<'search'>(asked, searches));
  const [fit = searched] =
    kind === undefined ? await doTasks<'intervals'>(asked, [{ kind: 'intervals' as const, fit: searched }]) : [];
  const values = Float64Array.from(fit.parameters, ({ value }) => value);
  const checks = problem.checks(values);
  const parts = (problem.explain(values) ?? []).map((part, i) => ({
    data: problem.parts[i]?.title ?? '',
    ...part,
    checks: checks[i] ?? [],
  }));
  const { title } = find('agents', of.agent);
  const scores = problem.byTrial(values) ?? new Float64Array(problem.trials).fill(Number.NaN);
  const byTrial = Array.from(scores, (one) => (Number.isNaN(one) ? null : one));
  const prediction = problem.predicted(values);
  const explained = prediction && { explained: explainedVariance(repeatedTrials(data.spec, prediction)) ?? null };
  let fitted: FittedAgent = { ...of, title, parameters: problem.parameters, fit, parts, byTrial, ...explained };
  if (kind !== undefined) {
    told?.(fitted);
    fitted = { ...fitted, posterior: await sessionPosterior(problem, fit, kind, (tasks) => doTasks(asked, tasks)) };
  }
  if (blocks > 0) {
    told?.(fitted);
    const isKnown = byTrial.map((one) => one !== null);
    const tasks = blocksOf(isKnown, blocks).map((range) => ({
      kind: 'block' as const,
      trials: range,
      point: fit.point,
    }));
    fitted = {
      ...fitted,
      heldOut: { trials: isKnown.filter(Boolean).length, blocks: await doTasks<'block'>(asked, tasks) },
    };
  }
  if (recover > 0) {
    told?.(fitted);
    const solved = parts.map((part) => part.solved);
    const draws = await doTasks<'recovery'>(
      asked,
      numbers(recover).map((set) => ({ kind: 'recovery' as const, set, solved })),
    );
    fitted = { ...fitted, recovered: parameterRecovery({ title, parameters: problem.parameters }, draws) };
  }
  return fitted;
}

type PosteriorTask = 'profile' | 'heights';

/** Rows of a grid in one task. */
const rowsTogether = 100;

async function sessionPosterior(
  { parameters }: SessionProblem,
  fit: Fit,
  kind: PosteriorKind,
  doTasks: <Kind extends PosteriorTask>(
    tasks: readonly Extract<FitTask, { readonly kind: Kind }>[],
  ) => Promise<readonly FitResults[Kind][]>,
): Promise<Posterior> {
  if (kind === 'profile')
    return profilePosterior(
      fit,
      await doTasks<'profile'>(parameters.map((_, index) => ({ kind: 'profile' as const, fit, index }))),
    );
  const work = gridFit(parameters, fit, []);
  let step = work.next();
  while (step.done !== true) {
    const { value: values } = step;
    const length = rowsTogether * parameters.length;
    const tasks = Array.from({ length: Math.ceil(values.length / length) }, (_, i) => ({
      kind: 'heights' as const,
      values: values.slice(i * length, (i + 1) * length),
    }));
    const heights = await doTasks<'heights'>(tasks);
    step = work.next(Float64Array.from(heights.flatMap((part) => [...part])));
  }
  return step.value;
}

/**
 * The parameters to fit: those that are named, or all usual ones on which the data depend.
 * @param named of them, as freeOfSpec() takes them; undefined for the usual ones
 * @param mayMiss whether some of those that are named may be left out
 * @throws InputError for a named one on which the data do not depend, and if nothing is left
 */
export function freeNames(
  data: SessionData,
  {
    named,
    seed,
    mayMiss,
  }: { readonly named: readonly string[] | undefined; readonly seed: number; readonly mayMiss: boolean },
): Pick<FitQuestion, 'free' | 'unused'> {
  const free = freeOfSpec(data.spec, named);
  const unused = unusedParameters(sessionProblem(data, free), seed).map(({ id }) => id);
  const kept = free.parameters.map(({ id }) => id).filter((id) => !unused.includes(id));
  if (unused.length > 0 && ((named !== undefined && !mayMiss) || kept.length === 0))
    throw new InputError(
      unusedWords(unused),
      'free parameters',
      kept.length === 0 ? 'free others' : `free ${kept.join(', ')}`,
    );
  return { free: kept, unused };
}
