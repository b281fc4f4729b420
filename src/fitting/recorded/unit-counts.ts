import type { Found } from '../../contracts/reader.ts';
import { firstFrom } from '../../recorded/first-from.ts';
import { recordedSpan } from '../../recorded/recorded-span.ts';
import { unitOf } from '../../recorded/unit-of.ts';
import type { CountFamily } from '../inner/count-regression.ts';
import type { SpikeCounts } from '../session/spikes-part.ts';

/** Of spikes: as short as what of a response can be told, as long as a count of one is usual. */
const binSeconds = 0.05;
/** Share of a bin that counts as rounding. */
const rounding = 1e-6;

/**
 * Spikes of units from the start of the recording to its end, on its clock.
 * @throws InputError for a unit that the recording does not have
 */
export function unitCounts(found: Found, units: readonly string[], family: CountFamily): SpikeCounts {
  const [startSeconds, endSeconds] = recordedSpan(found);
  const bins = Math.floor((endSeconds - startSeconds) / binSeconds + rounding);
  return {
    startSeconds,
    binSeconds,
    family,
    units: units.map((id) => {
      const { spikes } = unitOf(found, id);
      const before = (bin: number): number => firstFrom(spikes, startSeconds + (bin - rounding) * binSeconds);
      return { id, counts: Float64Array.from({ length: bins }, (_, bin) => before(bin + 1) - before(bin)) };
    }),
  };
}
