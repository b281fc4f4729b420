import type { Evidence, SignalName } from '../../contracts/paradigm.ts';

/**
 * What a study measured through its sensor: the mean of the recorded signal in a window. It is stated in responses to an
 * unpredicted reward, as the same recording shows them without noise: the gain of a sensor and the length of its response
 * then change no bound, and without a sensor it is the RPE in the window in reward sizes.
 */

/** [from, to), seconds from an event. */
export type Span = readonly [number, number];

/** How a study measured a response. */
export interface Window {
  /** Of the response, from its event. */
  readonly response: Span;
  /** What is subtracted, from the aligned event; nothing if absent. */
  readonly baseline?: Span;
}

type Recorded = Pick<Evidence, 'recording' | 'design'>;

/**
 * What the recording shows of a single RPE of `size` reward units: mean over the steps of a window around it, in the
 * recording's unit.
 */
export function unpredicted({ recording, design }: Recorded, [from, to]: Span, size: number): number {
  const [first, last] = [from, to].map((seconds) => Math.round(seconds / design.stepSeconds)) as [number, number];
  const impulse = Array.from({ length: Math.max(0, last) }, (_, step) => (step === 0 ? size : 0));
  const shown = recording.expected(impulse).slice(Math.max(0, first));
  return shown.reduce((sum, value) => sum + value, 0) / (last - first);
}

/**
 * What the recording shows of such an RPE at its largest: the mean over a step, in the recording's unit, and how long after
 * the RPE the step begins, seconds.
 */
export function burst(
  { recording, design }: Recorded,
  size: number,
): { readonly size: number; readonly seconds: number } {
  const steps = Math.ceil(recording.memorySeconds / design.stepSeconds) + 1;
  const shown = recording.expected(Array.from({ length: steps }, (_, step) => (step === 0 ? size : 0)));
  const largest = Math.max(...shown);
  return { size: largest, seconds: shown.indexOf(largest) * design.stepSeconds };
}

/** Mean of a signal between two times. */
type MeanOf = (signal: SignalName, from: number, to: number) => number;

/** Mean in the window after `seconds` minus the baseline, in the recording's unit. */
export function windowed(mean: MeanOf, seconds: number, { response: [from, to], baseline }: Window): number {
  return (
    mean('rate', seconds + from, seconds + to) - (baseline === undefined ? 0 : mean('rate', baseline[0], baseline[1]))
  );
}

/**
 * The response of a condition at `seconds` from its event, relative to that to an unpredicted reward of `size` reward
 * units.
 */
export const responseAt = <V>(
  e: Evidence<V>,
  condition: string,
  seconds: number,
  window: Window,
  size: number,
): number =>
  windowed((signal, from, to) => e.mean(condition, signal, from, to), seconds, window) /
  unpredicted(e, window.response, size);
