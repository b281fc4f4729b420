import type { Found } from '../contracts/reader.ts';
import { alignedCondition, sessionEvents, type AlignedCondition, type SessionEvents } from './aligned-recording.ts';
import { psth, spikeFits, spikeRows, type Psth, type SpikeRow } from './aligned/spike-windows.ts';
import { viewOf, type AlignedView } from './aligned/view.ts';
import type { Mapping } from './mapping.ts';
import { recordedSpan } from './recorded-span.ts';
import { unitOf } from './unit-of.ts';

/** Rates around the events of one condition. */
interface Binned extends AlignedCondition {
  /** Middle of each bin, seconds from the first cue, or from the reward if there is none. */
  readonly t: Float64Array;
  readonly binSeconds: number;
}

/** A unit around the events of one condition. */
export interface AlignedUnit extends Binned {
  /** Spikes per second, over the trials that were recorded in the whole bin; NaN if there is none. */
  readonly rate: Float64Array;
  /** Spikes of each trial, in the order of `trials`, seconds from the event. */
  readonly rows: readonly Float64Array[];
}

/** Several units around the events of one condition. */
export interface AlignedUnits extends Binned {
  readonly units: readonly string[];
  /** Units x bins, row-major: spikes per second, the mean over trials of each unit. */
  readonly rows: Float32Array;
}

/**
 * Raster and PSTH (peri-stimulus time histogram) of a unit in each condition of the session.
 * @param chooses whether the session is that of the choices: see recordedSession
 * @throws InputError for an impossible window, a mapping without a session, and a unit that the recording does not have
 */
export function alignedUnit(
  found: Found,
  mapping: Mapping,
  unit: string,
  view: AlignedView = {},
  chooses?: boolean,
): readonly AlignedUnit[] {
  return conditionsOfUnits(sessionEvents(found, mapping, chooses), found, view).map(({ shared, rowsOf, rateOf }) => {
    const rows = rowsOf(unit);
    const { seconds, binSeconds, rate } = rateOf(rows);
    return { ...shared, t: seconds, binSeconds, rate, rows: rows.map(({ times }) => times) };
  });
}

/**
 * The mean over trials of each unit in each condition, so that each counts once in a mean over units.
 * @param units at least one
 * @param chooses whether the session is that of the choices: see recordedSession
 * @throws InputError like alignedUnit
 */
export function alignedUnits(
  found: Found,
  mapping: Mapping,
  units: readonly string[],
  view: AlignedView = {},
  chooses?: boolean,
): readonly AlignedUnits[] {
  return conditionsOfUnits(sessionEvents(found, mapping, chooses), found, view).map(({ shared, rowsOf, rateOf }) => {
    const all = units.map((unit) => rateOf(rowsOf(unit)));
    const [{ seconds, binSeconds }] = all as [Psth];
    const rows = new Float32Array(all.length * seconds.length);
    all.forEach(({ rate }, i) => rows.set(rate, i * seconds.length));
    return { ...shared, t: seconds, binSeconds, units, rows };
  });
}

/** A condition, and how a unit fires in its trials. */
interface UnitCondition {
  readonly shared: AlignedCondition;
  readonly rowsOf: (unit: string) => readonly SpikeRow[];
  readonly rateOf: (rows: readonly SpikeRow[]) => Psth;
}

function conditionsOfUnits(
  { trials, events, conditions }: SessionEvents,
  found: Found,
  view: AlignedView,
): readonly UnitCondition[] {
  const [startSeconds, endSeconds] = recordedSpan(found);
  return conditions.map(([id, condition]) => {
    const options = { startSeconds, endSeconds, ...viewOf(condition, view, 'spikes') };
    const shared = alignedCondition(id, condition, trials, spikeFits(events, options));
    const own = Float64Array.from(shared.trials, (trial) => events[trial] as number);
    return {
      shared,
      rowsOf: (unit) => spikeRows(unitOf(found, unit).spikes, own, options),
      rateOf: (rows) => psth(rows, options),
    };
  });
}
