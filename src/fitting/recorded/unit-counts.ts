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
 * Spikes of units from the start of the recording to its end, on its clock; NaN in bins in which a unit was not recorded.
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
      const { spikes, observed } = unitOf(found, id);
      const before = (bin: number): number => firstFrom(spikes, startSeconds + (bin - rounding) * binSeconds);
      const counts = Float64Array.from({ length: bins }, (_, bin) => before(bin + 1) - before(bin));
      return { id, counts: observed === undefined ? counts : within(counts, observed, startSeconds) };
    }),
  };
}

/** Without bins that are not wholly in one of the times of observation. */
function within(counts: Float64Array, observed: Float64Array, startSeconds: number): Float64Array {
  const known = new Float64Array(counts.length).fill(Number.NaN);
  for (let i = 0; i + 1 < observed.length; i += 2) {
    const first = Math.ceil(((observed[i] as number) - startSeconds) / binSeconds - rounding);
    const end = Math.floor(((observed[i + 1] as number) - startSeconds) / binSeconds + rounding);
    for (let bin = Math.max(0, first); bin < Math.min(end, counts.length); bin++) known[bin] = counts[bin] as number;
  }
  return known;
}
