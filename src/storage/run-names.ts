import { readdir } from 'node:fs/promises';
import type { Spec } from '../spec/spec.ts';
import { agentName } from './export.ts';
import type { ControlFacts, TrialFacts } from './manifest.ts';

/**
 * The name of a run's folder: its content, and the first digits of a digest that distinguishes it from other runs with
 * the same content. It may be followed by a number, if it was run again, and by its end, if it ended early.
 */
export const runName = (spec: Spec, digest: string): string =>
  `${spec.world.id}_${agentName(spec)}_seed-${spec.seed}_${digest.slice(0, 12)}`;

/**
 * The part of the name that describes a run's end. A stopped run in a stepped environment keeps its name when it
 * continues.
 */
export function endingOf(facts: TrialFacts | ControlFacts): string {
  const { ended } = facts;
  if (ended?.why === 'diverged') return `_diverged-at-${'trials' in facts ? 'trial' : 'step'}-${ended.at}`;
  return ended === undefined || !('trials' in facts) ? '' : `_stopped-after-trial-${facts.trials}`;
}

/** The folders of one run, by its name: it may have been run several times, and learning may have diverged in each. */
export async function placesOf(runsFolder: string, name: string): Promise<readonly string[]> {
  const entries = await readdir(runsFolder).catch(() => []);
  return entries
    .filter((entry) => entry.startsWith(name) && /^(?:_\d+)?(?:_diverged-at-step-\d+)?$/.test(entry.slice(name.length)))
    .sort();
}

/** The first name that none of a run's folders has, or had before learning diverged in it. */
export function freeName(name: string, places: readonly string[]): string {
  const taken = new Set(places.map((place) => place.replace(/_diverged-at-step-\d+$/, '')));
  if (!taken.has(name)) return name;
  let count = 2;
  while (taken.has(`${name}_${count}`)) count += 1;
  return `${name}_${count}`;
}
