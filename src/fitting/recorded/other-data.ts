import type { Found } from '../../contracts/reader.ts';
import { mappedSeconds } from '../../recorded/mapped-times.ts';
import type { Mapping } from '../../recorded/mapping.ts';
import type { CountFamily } from '../inner/count-regression.ts';
import type { DataKind } from '../report/fitted-data.ts';
import { fittedUnits, latenciesAre } from '../report/named-data.ts';
import type { RecordedData } from '../session/session-data.ts';
import { summariesOf, tableLatencies } from './mapped-summaries.ts';
import { unitCounts } from './unit-counts.ts';

/** How data besides a signal scatter. */
export interface OtherNoise {
  /** Of spikes and licks. */
  readonly family: CountFamily;
  /** Whether successive summaries of events are correlated. */
  readonly isCorrelated: boolean;
  /** Of latencies: no response can be faster. */
  readonly shiftSeconds: number;
}

/**
 * What is fitted besides a signal.
 * @param has whether this kind of data is
 * @throws InputError for what the recording does not have
 */
export function otherData(
  found: Found,
  mapping: Mapping,
  has: (kind: DataKind) => boolean,
  { family, isCorrelated, shiftSeconds }: OtherNoise,
): Pick<RecordedData, 'spikes' | 'summaries' | 'licks' | 'latencies'> {
  const { summaries, latencies, lickWindow } = mapping;
  const licks = (): Float64Array =>
    mapping.licks === undefined
      ? new Float64Array(0)
      : Float64Array.from(mappedSeconds(found, mapping.licks), ({ seconds }) => seconds);
  const latencyOf = (): NonNullable<RecordedData['latencies']>['of'] =>
    latencies !== undefined
      ? tableLatencies(found, latencies)
      : latenciesAre(mapping) === 'choices'
        ? { kind: 'choices' }
        : { kind: 'licks', licks: { times: licks(), window: lickWindow } };
  return {
    ...(has('spikes') ? { spikes: unitCounts(found, fittedUnits(mapping), family) } : {}),
    ...(summaries && has('summaries') ? { summaries: summariesOf(found, summaries, isCorrelated) } : {}),
    ...(has('licks') ? { licks: { times: licks(), window: lickWindow, family } } : {}),
    ...(has('latencies') ? { latencies: { shiftSeconds, of: latencyOf() } } : {}),
  };
}
