import type { PlaySpec } from '../../src/contracts/play-spec.ts';
import { completePlaySpec, setPlayParameter } from '../../src/engine/play/play-spec.ts';
import { PlaySession } from '../../src/engine/play/play-session.ts';
import { networksFor } from '../../src/host/networks.ts';
import { startPlay } from '../../src/host/play/play-run.ts';
import type { LearnedSeed, LearningTask } from './task.ts';

const ticksAtOnce = 1000;

/** Trains one seed of a task to its planned steps, and measures what it has learned. */
export async function learnSeed(task: LearningTask, seed: number): Promise<LearnedSeed> {
  const spec = set(completePlaySpec({ ...task.spec, seed }), task.settings ?? {});
  const networks = await networksFor(spec.backend);
  const run = startPlay(spec, networks);
  const { session } = run;
  const began = performance.now();
  while (!session.finished) session.advance(Math.min(ticksAtOnce, Math.ceil((spec.steps - session.steps) / spec.worlds)));
  const seconds = (performance.now() - began) / 1000;
  const { endSteps, returns } = session.episodes.columns();
  const { measure, atLeast } = task;
  const best = bestMean(returns, measure.episodes, atLeast);
  const measured = measure.kind === 'best' ? best.mean : greedyMean(task, session, networks);
  return {
    seed,
    measured: Number.isNaN(measured) ? null : measured,
    reached: measured >= atLeast,
    stepsToReach: measure.kind === 'best' && best.reachedAt !== undefined ? (endSteps[best.reachedAt] as number) : null,
    backend: run.backend(),
    seconds,
    stepsPerSecond: session.steps / seconds,
    endSteps: [...endSteps],
    returns: [...returns],
  };
}

function set(spec: PlaySpec, settings: NonNullable<LearningTask['settings']>): PlaySpec {
  return Object.entries(settings).reduce((changed, [path, value]) => setPlayParameter(changed, path, value), spec);
}

/** Best mean of so many consecutive returns, and the episode with which it first was large enough. */
function bestMean(returns: Float64Array, episodes: number, atLeast: number): { mean: number; reachedAt: number | undefined } {
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

function greedyMean({ measure }: LearningTask, learned: PlaySession, networks: Parameters<typeof startPlay>[1]): number {
  if (measure.kind !== 'greedy') return Number.NaN;
  const session = new PlaySession(set(learned.spec, measure.settings), networks);
  session.restore(learned.state());
  session.player.plastic = false;
  const before = session.episodes.count + learned.spec.worlds;
  while (session.episodes.count < before + measure.episodes) session.advance(1);
  // The episodes that were under way when learning ended are left out.
  const returns = session.episodes.columns().returns.subarray(before);
  return returns.reduce((sum, value) => sum + value, 0) / returns.length;
}
