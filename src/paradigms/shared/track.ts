import type { CueEvent, Named, RewardEvent, TrialType } from '../../contracts/design.ts';
import type { Evidence } from '../../contracts/paradigm.ts';

/** A place on a track: the stimulus there, and its duration. A dark place is passed without being seen. */
export interface Visit {
  readonly place: string;
  readonly seconds: number;
  readonly dark?: boolean;
}

/** Places along a track as cues, `a1`, `a2` and so on. Titles are as short, as many of them stand over a figure. */
export const placesOf = (track: string, count: number): readonly Named[] =>
  Array.from({ length: count }, (_, i) => ({ id: `${track}${i + 1}`, title: `${track.toUpperCase()}${i + 1}` }));

/** A run through consecutive places, with reward at the end. The first place is never dark. */
export function runAlong(title: string, visits: readonly Visit[], magnitude: number, context?: string): TrialType {
  let time = 0;
  const cues: CueEvent[] = [];
  for (const { place, seconds, dark } of visits) {
    if (dark !== true) cues.push({ cue: place, onsetSeconds: time, durationSeconds: seconds });
    time = Number((time + seconds).toFixed(6));
  }
  const reward: RewardEvent = { time: { kind: 'fixed', seconds: time }, magnitude, probability: 1 };
  return { title, cues, rewards: [reward], ...(context === undefined ? {} : { context }) };
}

export const runSeconds = (visits: readonly Visit[]): number => visits.reduce((sum, { seconds }) => sum + seconds, 0);

/**
 * The start and the goal have their own responses: a run is analysed from this long after its start to this long before
 * its end.
 */
export const edgeSeconds = 1;

/** Mean RPE over the last third of the analysed part of a run with this duration minus that over the first third. */
export function rise<V>(e: Evidence<V>, condition: string, seconds: number): number {
  const [from, to] = [edgeSeconds, seconds - edgeSeconds];
  const third = (to - from) / 3;
  return e.mean(condition, 'rpe', to - third, to) - e.mean(condition, 'rpe', from, from + third);
}

/** Mean RPE over the last third. */
export function late<V>(e: Evidence<V>, condition: string, seconds: number): number {
  const to = seconds - edgeSeconds;
  return e.mean(condition, 'rpe', to - (to - edgeSeconds) / 3, to);
}

/** Slope of a signal on time over [from, to) seconds, per second, and how well a line fits. */
export function ramp<V>(
  e: Evidence<V>,
  condition: string,
  signal: 'rpe' | 'rate',
  [from, to]: readonly [number, number],
): { readonly slope: number; readonly r: number } {
  const { t = [], [signal]: band } = e.averages[condition] ?? {};
  return e.fit(t.flatMap((x, i) => (x >= from && x < to ? [{ x, y: band?.mean[i] as number }] : [])));
}
