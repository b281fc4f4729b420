import { viewOf, type AlignedView } from '../aligned/view.ts';
import type { Mapping } from '../mapping.ts';
import type { SessionShape } from './session-shape.ts';

/** Start of the usual window before the event, seconds. */
const beforeSeconds = 1;

/** Window and bins that all sessions of a set share, seconds. */
export interface SetView {
  readonly beforeSeconds: number;
  readonly afterSeconds: number;
  /** A session with a longer interval between samples has longer bins, which others must then have as well. */
  readonly binSeconds: number;
}

/**
 * Window and bins of a set, as far as they can be known before its sessions are read.
 * @param view what a person asked for
 * @param windowSeconds of trials in its first session
 * @throws InputError for more bins than can be shown
 */
export function setView(
  view: AlignedView,
  windowSeconds: number,
  { signal, unit }: Pick<Mapping, 'signal' | 'unit'>,
  sessions: readonly { readonly shape: SessionShape }[],
): SetView {
  const rates = sessions.flatMap(({ shape }) => shape.signals.filter(({ id }) => id === signal));
  const of =
    unit === undefined ? { sampleSeconds: Math.max(...rates.map(({ rateHz }) => 1 / rateHz), 0) } : ('spikes' as const);
  return viewOf({ window: [-beforeSeconds, windowSeconds] }, view, of);
}
