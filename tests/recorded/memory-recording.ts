// A recording in memory: signals as arrays.
import type { Found, FoundSignal, OpenedRecording } from '../../src/contracts/reader.ts';
import { foundOf } from './found.ts';

export function memoryRecording(
  signals: Readonly<Record<string, { readonly times: Float64Array; readonly values: Float64Array }>>,
  found: Partial<Found> = {},
): OpenedRecording {
  const described = Object.entries(signals).map(([id, { times, values }]): FoundSignal => ({
    id,
    unit: 'V',
    samples: values.length,
    missing: values.filter((value) => Number.isNaN(value)).length,
    withoutTime: 0,
    startSeconds: times[0] as number,
    endSeconds: times.at(-1) as number,
    rateHz: (times.length - 1) / ((times.at(-1) as number) - (times[0] as number)),
    gaps: [],
    parts: [0],
  }));
  const of = (id: string) => signals[id] as { readonly times: Float64Array; readonly values: Float64Array };
  return {
    found: foundOf({ ...found, signals: described }),
    values: (id, from, to) => Promise.resolve(of(id).values.slice(from, to)),
    times: (id, from, to) => Promise.resolve(of(id).times.slice(from, to)),
    close: () => undefined,
  };
}

/** Samples at a rate from time zero on. */
export function sampled(rateHz: number, seconds: number, value: (t: number) => number) {
  const times = Float64Array.from({ length: Math.round(rateHz * seconds) }, (_, i) => i / rateHz);
  return { times, values: times.map(value) };
}
