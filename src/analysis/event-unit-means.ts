import type { RecordedSteps } from '../contracts/recorded-steps.ts';
import type { RecordedUnits, UnitMap } from '../contracts/units.ts';
import { windowSeconds, type WindowClock } from './event-averages.ts';

interface UnitWindow extends WindowClock {
  /** Steps of the window after the event. */
  readonly after: number;
  /** The event, by its bit and its name on the time axis. */
  readonly event: number;
  readonly label: string;
}

/**
 * Mean of each unit over the recorded occurrences of an event, at each step around it that belongs to the same episode.
 * Steps without any occurrence are left out at either end.
 */
export function eventUnitMeans(
  { happened, episode }: RecordedSteps,
  { group, labels, column }: RecordedUnits,
  { event, label, before, after, stepSeconds }: UnitWindow,
): UnitMap {
  const units = labels.length;
  const steps = before + 1 + after;
  const sums = new Float64Array(units * steps);
  const counts = new Float64Array(units * steps);
  let n = 0;
  happened.forEach((bits, row) => {
    if (((bits >> event) & 1) === 0) return;
    n += 1;
    for (let i = 0; i < steps; i++) {
      const at = row + i - before;
      if (episode[at] !== episode[row]) continue;
      for (let unit = 0; unit < units; unit++) {
        const number = column[at * units + unit] as number;
        if (Number.isNaN(number)) continue;
        sums[unit * steps + i] = (sums[unit * steps + i] as number) + number;
        counts[unit * steps + i] = (counts[unit * steps + i] as number) + 1;
      }
    }
  });
  const t = windowSeconds({ stepSeconds, before }, steps);
  const hasData = t.map((_, i) => (counts[i] as number) > 0);
  const [first, end] = [hasData.indexOf(true), hasData.lastIndexOf(true) + 1];
  const width = first < 0 ? 0 : end - first;
  const mean = Float32Array.from({ length: units * width }, (_, at) => {
    const from = Math.floor(at / width) * steps + first + (at % width);
    return (sums[from] as number) / (counts[from] as number);
  });
  return {
    group,
    labels,
    condition: label,
    align: label,
    t: width === 0 ? [] : t.slice(first, end),
    n,
    counted: 'occurrence',
    marks: [{ event: 'cue', label, seconds: 0 }],
    mean,
  };
}
