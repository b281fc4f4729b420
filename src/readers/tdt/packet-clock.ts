import type { Gap } from '../../contracts/reader.ts';
import type { Clock } from '../sampled/clock.ts';
import { several } from '../sampled/words.ts';
import { packetOf, type Train } from './data-file.ts';

const maxGaps = 1000;

/**
 * Samples are counted from the time of the packet that begins a stretch. Another stretch begins where a packet is later
 * than the samples before it say, by more than 1.5 samples, or earlier than the last of them.
 * @param start of the block, seconds since 1970
 */
export function packetClock({ packets, firsts }: Train, start: number): Clock {
  const { rateHz, seconds } = packets;
  const gaps: Gap[] = [];
  const parts: number[] = [];
  const [begins, origins]: [number[], number[]] = [[], []];
  let gapCount = 0;
  seconds.forEach((time, k) => {
    const before = k === 0 ? 0 : (seconds[k - 1] as number);
    const length = k === 0 ? 0 : ((firsts[k] as number) - (firsts[k - 1] as number)) / rateHz;
    const late = time - before - length;
    const isBack = k > 0 && late < -1 / rateHz;
    if (k > 0 && !isBack && late <= 1.5 / rateHz) return;
    begins.push(firsts[k] as number);
    origins.push(time - start);
    if (k === 0 || isBack) parts.push(firsts[k] as number);
    else if (gapCount++ < maxGaps)
      gaps.push({ fromSeconds: before - start + length - 1 / rateHz, toSeconds: time - start });
  });
  const starts = Float64Array.from(begins);
  const samples = firsts.at(-1) as number;
  const times = (from: number, to: number): Float64Array => {
    const into = new Float64Array(Math.max(0, to - from));
    let stretch = packetOf(starts, from);
    for (let i = from; i < to; i++) {
      if (stretch + 1 < starts.length && i >= (starts[stretch + 1] as number)) stretch++;
      into[i - from] = (origins[stretch] as number) + (i - (starts[stretch] as number)) / rateHz;
    }
    return into;
  };
  const at = (index: number): number => times(index, index + 1)[0] as number;
  const warnings = [
    ...(gapCount > 0 ? [`${several(gapCount, 'gap')}, the first after ${gaps[0]?.fromSeconds.toFixed(3)} s`] : []),
    ...(parts.length > 1 ? [`the time goes back at ${several(parts.length - 1, 'packet')}`] : []),
  ];
  return {
    samples,
    withoutTime: 0,
    startSeconds: at(0),
    endSeconds: at(samples - 1),
    rateHz,
    gaps,
    parts,
    warnings,
    times,
    ofSamples: async (column, from, to) => column(from, to),
  };
}
