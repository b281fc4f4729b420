import type { GridDesign } from '../../contracts/design.ts';
import type { Trial } from '../../contracts/trial.ts';
import type { Sight } from './intervals.ts';

export const nothingSeen: Sight = { cues: [], lasting: 0, reward: false };

/** All observations of a trial, by step from its first. */
export function sightsOf(trial: Trial): ReadonlyMap<number, Sight> {
  const sights = new Map<number, Sight>();
  for (const { cue, onset, steps } of trial.cues) {
    const { cues, lasting, reward } = sights.get(trial.zeroStep + onset) ?? nothingSeen;
    sights.set(trial.zeroStep + onset, {
      cues: [...cues, cue].sort((a, b) => a - b),
      lasting: Math.max(lasting, steps),
      reward,
    });
  }
  for (const { step, delivered } of trial.outcomes) {
    if (delivered)
      sights.set(trial.zeroStep + step, { ...(sights.get(trial.zeroStep + step) ?? nothingSeen), reward: true });
  }
  return sights;
}

/** The steps of a trial with an observation, in order. */
export const stepsSeen = (sights: ReadonlyMap<number, Sight>, { steps }: Pick<Trial, 'steps'>): readonly number[] =>
  [...sights.keys()].filter((step) => step >= 0 && step < steps).sort((a, b) => a - b);

/** A set of cues in words: simultaneous cues, then later ones and their times, and the place if there are several. */
export function setTitle(
  key: readonly number[] | undefined,
  set: number,
  { cues, contexts = [], stepSeconds }: GridDesign,
): string {
  if (key === undefined) return `set of cues ${set + 1}, not met,`;
  const [place, ...onsets] = key;
  const together = new Map<number, string[]>();
  for (let i = 0; i < onsets.length; i += 2) {
    const at = onsets[i + 1] as number;
    together.set(at, [...(together.get(at) ?? []), `${cues[onsets[i] as number]?.title}`]);
  }
  const shown = [...together]
    .map(([at, titles]) => titles.join(' & ') + (at === 0 ? '' : ` at ${Number((at * stepSeconds).toFixed(6))} s`))
    .join(', then ');
  return contexts.length > 1 ? `${shown}, ${contexts[place as number]?.title}` : shown;
}
