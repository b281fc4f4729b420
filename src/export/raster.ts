import { align, eventStep, type Aligned } from '../analysis/aligned.ts';
import { didYouMean, InputError } from '../core/errors.ts';
import type { Trial } from '../contracts/trial.ts';
import type { Observer } from '../engine/run.ts';
import type { TrialSession } from '../engine/trial-session.ts';
import { worldOf } from '../engine/world.ts';
import type { Raster } from '../protocol/trials.ts';
import { spikesInStep } from './spikes-in-step.ts';

/** Number of latest trials shown: more rows than this merge into grey on any screen. */
const maxRows = 500;

/**
 * Spikes of the recording's first unit in a condition's finished trials.
 * @throws InputError for a condition that the paradigm does not have
 */
export function rasterOf(session: TrialSession, observer: Observer, condition: string): Raster {
  const { spec, design, trials, done: trialsDone } = session;
  const { conditions } = worldOf(spec);
  const declared = Object.hasOwn(conditions, condition) ? conditions[condition] : undefined;
  if (declared === undefined)
    throw new InputError(
      `unknown condition '${condition}'`,
      `paradigm ${spec.world.id}`,
      didYouMean(condition, Object.keys(conditions)),
    );
  const { spiking, recorded } = observer;
  const aligned = align(declared, design, trials);
  const done = aligned.trials.filter(({ index }) => index < trialsDone).slice(-maxRows);
  const rows = done.map((trial) => ({
    trial: trial.index,
    times: spiking ? spikeTimes(trial, aligned, observer, session) : [],
  }));
  return { condition, spiking, units: recorded.units, rows };
}

function spikeTimes(
  trial: Trial,
  { condition, from, to }: Aligned,
  { recorded }: Observer,
  { spec, design: { stepSeconds } }: TrialSession,
): readonly number[] {
  const event = eventStep(condition, trial);
  const times: number[] = [];
  for (let step = from; step <= to; step++) {
    const rate = recorded.reading(trial, 0, event + step);
    const fractions = spikesInStep(rate, stepSeconds, spec.seed, `${trial.index}/${event + step}`);
    for (const fraction of fractions) times.push(Number(((step + fraction) * stepSeconds).toFixed(6)));
  }
  return times;
}
