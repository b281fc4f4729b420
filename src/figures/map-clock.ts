import type { Condition, SignalName } from '../contracts/paradigm.ts';
import { hasOnePanel, timeDomain } from './aligned-figure.ts';
import { cueEvents, mergeMarks, type TimeEvent } from './event-marks.ts';
import type { FigureData } from './figure-data.ts';

/** The clock of the trials x time map below an aligned figure: the one of that figure, wherever the map's trials have it. */
export interface MapClock {
  /** What its time counts from. */
  readonly from: Condition['align'];
  /** Seconds of that moment from the cue, from which the map's columns count. */
  readonly zero: number;
  readonly events: readonly TimeEvent[];
  /** The figure's time axis, which the map takes over; absent where that figure has no single one on this clock. */
  readonly shared?: readonly [number, number];
}

export function mapClock(
  data: Pick<FigureData, 'conditions' | 'recorded' | 'rateUnit' | 'mapReward'>,
  signal: SignalName,
): MapClock {
  const { conditions, mapReward } = data;
  const isOn = (align: Condition['align']): boolean => conditions.every(({ averages }) => averages.align === align);
  const shared = hasOnePanel(data, signal) ? { shared: timeDomain(conditions) } : {};
  if (conditions.length > 0 && isOn('reward') && mapReward !== undefined) {
    return {
      from: 'reward',
      zero: mapReward,
      events: mergeMarks(conditions.flatMap(({ averages }) => averages.marks)),
      ...shared,
    };
  }
  return { from: 'cue', zero: 0, events: cueEvents(conditions), ...(isOn('cue') ? shared : {}) };
}
