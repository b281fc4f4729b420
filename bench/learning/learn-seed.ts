import type { ControlSpec } from '../../src/spec/spec.ts';
import { completeControlSpec } from '../../src/engine/complete-spec.ts';
import { setParameter } from '../../src/engine/set-parameter.ts';
import { ControlSession } from '../../src/engine/control/control-session.ts';
import { networksFor } from '../../src/compute/backends.ts';
import { startControlRun } from '../../src/session/control/start-run.ts';
import type { LearnedSeed, ControlTask } from './task.ts';

const ticksAtOnce = 1000;

/** Trains one seed of a task to its planned steps, and measures what it has learned. */
export async function learnSeed(task: ControlTask, seed: number): Promise<LearnedSeed> {
  const spec = set(completeControlSpec({ ...task.spec, seed }), task.settings ?? {});
  const networks = await networksFor(spec.backend);
  const run = startControlRun(spec, networks);
  const { session } = run;
  const began = performance.now();
  while (!session.finished)
    session.advance(Math.min(ticksAtOnce, Math.ceil((spec.steps - session.steps) / spec.worlds)));
  const seconds = (performance.now() - began) / 1000;
  const { endSteps, returns } = session.episodes.columns();
  const { measure, atLeast } = task;
  const best = bestMean(returns, measure.episodes, atLeast);
  const measured =
    measure.kind === 'best'
      ? best.mean
      : measure.kind === 'greedy'
        ? greedyMean(task, session, networks)
        : stayInteraction(session, measure.episodes);
  return {
    seed,
    measured: Number.isNaN(measured) ? null : measured,
    reached: measured >= atLeast,
    stepsToReach: measure.kind === 'best' && best.reachedAt !== undefined ? (endSteps[best.reachedAt] as number) : null,
    backend: run.session.backend,
    seconds,
    stepsPerSecond: session.steps / seconds,
    endSteps: [...endSteps],
    returns: [...returns],
  };
}

function set(spec: ControlSpec, settings: NonNullable<ControlTask['settings']>): ControlSpec {
  return Object.entries(settings).reduce((changed, [path, value]) => setParameter(changed, path, value), spec);
}

/** Best mean of N consecutive returns, and the episode at which it first reached the target. */
function bestMean(
  returns: Float64Array,
  episodes: number,
  atLeast: number,
): { mean: number; reachedAt: number | undefined } {
  let sum = 0;
  let mean = Number.NaN;
  let reachedAt: number | undefined;
  for (let i = 0; i < returns.length; i++) {
    sum += returns[i] as number;
    if (i >= episodes) sum -= returns[i - episodes] as number;
    if (i < episodes - 1) continue;
    const now = sum / episodes;
    if (!(now <= mean)) mean = now;
    if (reachedAt === undefined && now >= atLeast) reachedAt = i;
  }
  return { mean, reachedAt };
}

function greedyMean(
  { measure }: ControlTask,
  learned: ControlSession,
  networks: Parameters<typeof startControlRun>[1],
): number {
  if (measure.kind !== 'greedy') return Number.NaN;
  const session = new ControlSession(set(learned.spec, measure.settings), networks);
  session.restore(learned.state());
  session.acting.plastic = false;
  const before = session.episodes.count + learned.spec.worlds;
  while (session.episodes.count < before + measure.episodes) session.advance(1);
  // Unfinished episodes at the end of learning are left out.
  const returns = session.episodes.columns().returns.subarray(before);
  return returns.reduce((sum, value) => sum + value, 0) / returns.length;
}

/** See the task's measure. Of an env whose events are reward, omission, common and rare, two steps a trial. */
function stayInteraction(session: ControlSession, episodes: number): number {
  const { env, worlds, acting } = session;
  const bit = (id: string): number => 1 << env.events.findIndex((event) => event.id === id);
  const [rewarded, common, rare] = [bit('reward'), bit('common'), bit('rare')];
  // By reward and passage of the trial before: repeated choices, and all.
  const counts = Array.from({ length: 4 }, () => [0, 0] as [number, number]);
  const last = Array.from({ length: worlds.count }, () => ({ choice: -1, cell: -1, passage: 0 }));
  acting.plastic = false;
  const until = session.episodes.count + worlds.count + episodes;
  while (session.episodes.count < until) {
    session.advance(1);
    for (let i = 0; i < worlds.count; i++) {
      const one = last[i] as (typeof last)[number];
      const happened = worlds.happened[i] as number;
      if ((happened & (common | rare)) !== 0) {
        const choice = worlds.lastAction(i);
        const cell = counts[one.cell];
        if (cell !== undefined) {
          cell[0] += choice === one.choice ? 1 : 0;
          cell[1] += 1;
        }
        one.choice = choice;
        one.passage = (happened & common) === 0 ? 1 : 0;
      } else one.cell = 2 * ((happened & rewarded) === 0 ? 1 : 0) + one.passage;
      if (worlds.starts[i] === 1) one.cell = -1;
    }
  }
  const [rewardedCommon, rewardedRare, omittedCommon, omittedRare] = counts.map(([stayed, all]) => stayed / all) as [
    number,
    number,
    number,
    number,
  ];
  return rewardedCommon - rewardedRare - (omittedCommon - omittedRare);
}
