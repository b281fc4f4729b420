import type { Condition, SignalName } from '../contracts/paradigm.ts';
import { hasOnePanel, timeDomain } from './aligned-figure.ts';
import { cueEvents, mergeMarks, type TimeEvent } from './event-marks.ts';
import type { FigureData } from './figure-data.ts';

/** The time axis of the trials x time map below an aligned figure: that of the figure, if the map's trials share it. */
export interface MapClock {
  /** Reference event of its time. */
  readonly from: Condition['align'];
  /** Time of that event, seconds from the cue, which is the reference of the map's columns. */
  readonly zero: number;
  readonly events: readonly TimeEvent[];
  /** The figure's time axis, which the map takes over; absent if the figure has no single one with this reference. */
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
