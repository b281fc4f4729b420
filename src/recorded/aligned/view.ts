import { InputError } from '../../core/errors.ts';
import type { Condition } from '../../contracts/paradigm.ts';
import type { WindowOptions } from './windows.ts';

/** The window and the bins that a person asks for, seconds; what is absent is chosen by the condition and the signal. */
export interface AlignedView {
  readonly beforeSeconds?: number | undefined;
  readonly afterSeconds?: number | undefined;
  readonly binSeconds?: number | undefined;
}

/** More bins are not visible, unless a person asks for them. */
const usualBins = 300;
const maxBins = 2000;
/** Of spikes: wide enough for a few in each, narrow enough for a response of dopamine neurons. */
const spikeBinSeconds = 0.05;

/**
 * @param of the spikes of a unit, or a signal, whose bins have at least one sample interval
 * @throws InputError for more bins than can be shown
 */
export function viewOf(
  { window: [from, to] }: Pick<Condition, 'window'>,
  view: AlignedView,
  of: 'spikes' | { readonly sampleSeconds: number },
): Omit<WindowOptions, 'sampling'> {
  const beforeSeconds = view.beforeSeconds ?? -from;
  const afterSeconds = view.afterSeconds ?? to;
  const span = beforeSeconds + afterSeconds;
  const binSeconds =
    of === 'spikes'
      ? (view.binSeconds ?? Math.max(spikeBinSeconds, span / usualBins))
      : Math.max(of.sampleSeconds, view.binSeconds ?? span / usualBins);
  if (span / binSeconds > maxBins)
    throw new InputError(
      `${Math.round(span / binSeconds)} bins of ${binSeconds} s are more than ${maxBins}`,
      'window',
      'choose longer bins or a shorter window',
    );
  return { beforeSeconds, afterSeconds, binSeconds };
}
