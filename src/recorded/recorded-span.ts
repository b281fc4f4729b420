import type { Found } from '../contracts/reader.ts';

/**
 * From when to when a recording lasted, seconds: from its first sample or spike to its last. Events do not count, since
 * they may go on without a recording.
 */
export function recordedSpan({ units, signals }: Pick<Found, 'units' | 'signals'>): readonly [number, number] {
  return [
    Math.min(...units.map(({ spikes }) => spikes[0] ?? Infinity), ...signals.map((one) => one.startSeconds)),
    Math.max(...units.map(({ spikes }) => spikes.at(-1) ?? -Infinity), ...signals.map((one) => one.endSeconds)),
  ];
}
