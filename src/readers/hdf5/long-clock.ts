import type { Gap } from '../../contracts/reader.ts';
import { type Clock, clockFromTimes } from '../sampled/clock.ts';
import { inFull, several } from '../sampled/words.ts';

/** Seconds of every step-th row from `from` to before `to`. */
type Strided = (from: number, to: number, step?: number) => Promise<Float64Array>;

/** Times that are looked at one by one. */
const looks = 1 << 18;
/** Stretches with an unusual length that are read through. */
const maxStretches = 200;

/**
 * A clock of more times than can be read through when a file is opened. Every step-th time is looked at, and a stretch
 * between two of them is read through if it lasts longer or shorter than the others by more than half a sample. Times
 * that are missing or unusual in many places are all read.
 */
export async function longClock(rows: number, seconds: Strided): Promise<Clock> {
  const step = Math.ceil(rows / looks);
  const marks = await seconds(0, rows, step);
  const spans = marks.slice(1).map((time, i) => time - (marks[i] as number));
  const usual = Float64Array.from(spans).sort()[spans.length >> 1] as number;
  const interval = usual / step;
  const unusual = [...spans.keys()].filter((i) => !(Math.abs((spans[i] as number) - usual) < interval / 2));
  if (!(usual > 0) || unusual.length > maxStretches) return clockFromTimes(rows, seconds);
  const gaps: Gap[] = [];
  for (const stretch of unusual) {
    const times = await seconds(stretch * step, Math.min(rows, (stretch + 1) * step + 1));
    for (let i = 1; i < times.length; i++) {
      const [from, to] = [times[i - 1] as number, times[i] as number];
      if (!(to >= from)) return clockFromTimes(rows, seconds);
      if (to - from > 1.5 * interval) gaps.push({ fromSeconds: from, toSeconds: to });
    }
  }
  const [last = Number.NaN] = await seconds(rows - 1, rows);
  if (!Number.isFinite(last)) return clockFromTimes(rows, seconds);
  const [first] = gaps;
  return {
    samples: rows,
    withoutTime: 0,
    startSeconds: marks[0] as number,
    endSeconds: last,
    rateHz: 1 / interval,
    gaps,
    parts: [0],
    warnings: [
      `of ${inFull(rows)} times every ${inFull(step)}th was looked at`,
      ...(first === undefined
        ? []
        : [`${several(gaps.length, 'gap')}, the first from ${first.fromSeconds} to ${first.toSeconds} s`]),
    ],
    times: seconds,
    ofSamples: async (column, from, to) => column(from, to),
  };
}
