import type { Found } from '../../contracts/reader.ts';

/** A recording model by its id, and why it is proposed. */
export interface ProposedSensor {
  readonly id: string;
  /** One clause without a full stop. */
  readonly reason: string;
}

/** Names of sensors as labs write them, the more specific first; of some, there is only a relative. */
const named: readonly (readonly [pattern: RegExp, id: string, relative?: true])[] = [
  [/gcamp[-_ ]?6m/i, 'gcamp6m'],
  [/gcamp[-_ ]?6f/i, 'gcamp6f'],
  [/dlight/i, 'dlight'],
  [/(?:da|grab)[-_ ]?1m/i, 'grab-da1m'],
  [/(?:da|grab)[-_ ]?2h/i, 'grab-da2h'],
  [/(?:da|grab)[-_ ]?2m/i, 'grab-da2m'],
  [/grab(?![-_ ]?(?:ne|5-?ht|ach|atp|ecb))/i, 'grab-da2m', true],
  [/gcamp/i, 'gcamp6f', true],
  [/fscv|voltammetr/i, 'fscv'],
  [/microdialysis/i, 'microdialysis'],
];

/** Units that only one sensor has. */
const units: readonly (readonly [pattern: RegExp, id: string])[] = [
  [/^nm$|^nmol/i, 'fscv'],
  [/spikes|^hz$/i, 'spikes'],
];

/**
 * The sensor of a signal, by what the recording says of it: its name, the facts that the file states, its unit, the
 * names of the files.
 * @returns undefined if nothing says it: a fluorescence of no name may be of any sensor
 */
export function proposedSensor(
  { signals, units: neurons }: Pick<Found, 'signals' | 'units'>,
  id: string,
  files: readonly string[],
): ProposedSensor | undefined {
  if (neurons.some((one) => one.id === id)) return { id: 'spikes', reason: 'it is the rate of a neuron' };
  const signal = signals.find((one) => one.id === id);
  const texts: readonly (readonly [string, string])[] = [
    ['its name', id],
    ...Object.entries(signal?.facts ?? {}).map(([name, value]) => [`its ${name}`, String(value)] as const),
    ...files.map((file) => ['the name of the file', file] as const),
  ];
  for (const [pattern, sensor, relative] of named)
    for (const [where, text] of texts)
      if (pattern.test(text))
        return {
          id: sensor,
          reason: `${where} is ${text}${relative === true ? '; this sensor is its nearest relative' : ''}`,
        };
  const byUnit = units.find(([pattern]) => signal?.unit !== undefined && pattern.test(signal.unit));
  return byUnit && { id: byUnit[1], reason: `its unit is ${signal?.unit}` };
}
